// The popup: who is signed in, this tab's org and its state, and the one action that fits.

import { orgHostOf } from '#core/setup/page-component.ts';
import { useEndpoint } from '../hooks/endpoint.ts';
import { useCurrentPage } from '../hooks/use-current-page.ts';
import { useSession } from '../hooks/use-session.ts';
import { LogAlarm } from '../log/log-alarm.tsx';
import { SignedOut } from '../session/signed-out.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { FirstRun } from './first-run.tsx';
import { PopupFoot } from './popup-foot.tsx';
import { TabOrg } from './tab-org.tsx';
import { useFirstRun } from './use-first-run.ts';
import './popup.css';

export function Popup() {
  const session = useSession();
  const page = useCurrentPage();
  const signedIn = session.data?.state === 'signed_in';
  const apiHost = orgHostOf(page.data?.page);
  const status = useEndpoint('orgs.status', signedIn && apiHost ? { apiHost } : undefined, {
    staleTime: 5_000,
    // While a baseline runs or history is read, its bar moves; the popup is open for seconds only.
    refetchInterval: (answer) => {
      const state = answer?.job?.state;
      if (answer?.reading) return 1_000;
      return state && state !== 'done' && state !== 'failed' ? 1_000 : false;
    },
  });
  const firstRun = useFirstRun(session.data, page.data, status.data);
  return (
    <main className="popup">
      <header className="popup-head">
        <h1>Canvasback</h1>
      </header>
      <LogAlarm />
      {firstRun ? <FirstRun progress={firstRun} /> : null}
      <Body session={session} page={page} status={status} />
      {session.data && signedIn ? <PopupFoot session={session.data} /> : null}
    </main>
  );
}

function Body({
  session,
  page,
  status,
}: {
  session: ReturnType<typeof useSession>;
  page: ReturnType<typeof useCurrentPage>;
  status: ReturnType<typeof useEndpoint<'orgs.status'>>;
}) {
  const error = session.error ?? page.error;
  if (error) {
    return (
      <ProblemNotice
        error={error}
        onRetry={() => {
          void session.refetch();
          void page.refetch();
        }}
      />
    );
  }
  if (!session.data || !page.data) return <Skeleton label="Loading" rows={3} />;
  if (session.data.state !== 'signed_in') return <SignedOut session={session.data} />;
  return <TabOrg page={page.data} status={status} />;
}
