// The connect page: what an admin creates in the org, in the order in which Setup asks for it, and what was checked of it.

import { useMutation } from '@tanstack/react-query';
import type { OutputOf } from '../../contract/index.ts';
import { useEndpoint } from '../hooks/endpoint.ts';
import { useHost } from '../hooks/host.tsx';
import { usePanelState } from '../hooks/use-panel-state.ts';
import { useSession } from '../hooks/use-session.ts';
import { ConnectOrg } from '../orgs/connect-org.tsx';
import { OrgChip } from '../orgs/org-chip.tsx';
import { SignedOut } from '../session/signed-out.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ErrorWords } from './error-words.tsx';
import { Step } from './step.tsx';
import { stepsOf } from './steps.tsx';
import './guide.css';

type Check = OutputOf<'guide.check'>['checks'][number];

export function ConnectGuide({ apiHost }: { apiHost: string }) {
  const session = useSession();
  const signedIn = session.data?.state === 'signed_in';
  return (
    <main className="options guide">
      <h1>Connect an org</h1>
      <p className="row wrap">
        <OrgChip apiHost={apiHost} /> <span className="muted code">{apiHost}</span>
      </p>
      {session.data && !signedIn ? <SignedOut session={session.data} /> : null}
      {signedIn ? <Steps apiHost={apiHost} /> : null}
    </main>
  );
}

function Steps({ apiHost }: { apiHost: string }) {
  const host = useHost();
  const status = useEndpoint('orgs.status', { apiHost });
  const me = useEndpoint('session.get', {}, { staleTime: 60_000 });
  const values = useEndpoint('guide.values', { apiHost }, { staleTime: 60_000 });
  const [kept, keep] = usePanelState(`guide:${apiHost}`);
  const check = useMutation<readonly Check[], Error, void>({
    mutationFn: async () => (await host.call('guide.check', { apiHost })).checks,
  });
  const error = values.error ?? status.error;
  if (error) {
    const again = () => void Promise.all([values.refetch(), status.refetch()]);
    return <ProblemNotice error={error} onRetry={again} />;
  }
  if (!values.data || !status.data || !kept) return <Skeleton label="Reading what to create" rows={6} />;
  const done = kept.done ?? [];
  const owner = me.data?.tenant?.role === 'owner';
  const answer = status.data;
  const open = answer.state === 'not_connected' || answer.state === 'not_linked' || answer.replaced;
  return (
    <>
      <p className="muted">
        An admin of the org does this once, in Setup. An app that exists already works as well: a connected
        app has the same settings, in Setup under App Manager.
      </p>
      <ol className="steps">
        {stepsOf({ apiHost, values: values.data, callback: host.callbackAddress(), owner }).map(
          (step, index) => (
            <Step
              key={step.id}
              number={index + 1}
              step={step}
              checks={check.data?.filter(({ of }) => step.checkedBy?.includes(of))}
              ticked={done.includes(step.id)}
              onTick={(ticked) =>
                keep({ done: ticked ? [...done, step.id] : done.filter((id) => id !== step.id) })
              }
              onCheck={() => check.mutate()}
              checking={check.isPending}
            />
          ),
        )}
      </ol>
      {check.error ? <ProblemNotice error={check.error} onRetry={() => check.mutate()} /> : null}
      <section aria-labelledby="connect">
        <h2 id="connect">{open ? 'Connect' : 'Connected'}</h2>
        {open ? (
          <>
            <p className="muted">
              Salesforce’s own sign-in opens. What only a token shows, the certificate and the integration
              user’s access, is proven then.
            </p>
            <ConnectOrg status={answer} />
          </>
        ) : (
          <p>
            {answer.org
              ? `${answer.org.name} is connected.`
              : (answer.reason ?? 'This org is connected by another account.')}
          </p>
        )}
      </section>
      <ErrorWords errors={values.data.errors} />
    </>
  );
}
