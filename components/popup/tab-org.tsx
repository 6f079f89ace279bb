// The org of the active tab, its state, and what fits: connect, link, check, open the panel, or see what to fix.

import { CheckCircle2, PanelRightOpen } from 'lucide-react';
import { orgHostOf } from '#core/setup/page-component.ts';
import type { OutputOf } from '../../contract/index.ts';
import type { CurrentPage } from '../../utils/extension-host.ts';
import type { useEndpoint } from '../hooks/endpoint.ts';
import { useHost } from '../hooks/host.tsx';
import { useStanding } from '../hooks/use-standing.ts';
import { BaselineProgress } from '../orgs/baseline-progress.tsx';
import { CertificateEnd } from '../orgs/certificate-end.tsx';
import { Claims } from '../orgs/claims.tsx';
import { Logins } from '../orgs/logins.tsx';
import { OrgChip } from '../orgs/org-chip.tsx';
import { OrgStateNotice } from '../orgs/org-state-notice.tsx';
import { ReadingProgress } from '../orgs/reading-progress.tsx';
import { NothingHere } from '../panel/nothing-here.tsx';
import { targetOf, typesInWords } from '../panel/target.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

export function TabOrg({
  page,
  status,
}: {
  page: CurrentPage;
  status: ReturnType<typeof useEndpoint<'orgs.status'>>;
}) {
  const apiHost = orgHostOf(page.page);
  const standing = useStanding();
  if (!apiHost) return <NothingHere target={{ kind: 'no_tab' }} />;
  const answer = status.data;
  return (
    <>
      <div className="popup-org">
        <OrgChip org={answer?.org} apiHost={apiHost} />
        <span className="muted small ellipsis">{apiHost}</span>
      </div>
      {status.error ? (
        <ProblemNotice
          error={status.error}
          retrying={status.isFetching}
          onRetry={() => void status.refetch()}
        />
      ) : null}
      {answer ? (
        answer.state === 'ready' ? (
          <Ready page={page} status={answer} />
        ) : (
          <OrgStateNotice status={answer} standing={standing} />
        )
      ) : status.error ? null : (
        <Skeleton label="Asking for the state of this org" rows={3} />
      )}
      {answer?.org ? <Logins org={answer.org} /> : null}
      <Claims name={answer?.org?.name ?? ''} claims={answer?.org?.claims} />
      <CertificateEnd org={answer?.org} />
      {answer?.reading ? <ReadingProgress reading={answer.reading} /> : null}
      {answer?.job && (answer.state === 'ready' || answer.state === 'locked') ? (
        <BaselineProgress job={answer.job} />
      ) : null}
    </>
  );
}

function Ready({ page, status }: { page: CurrentPage; status: OutputOf<'orgs.status'> }) {
  const host = useHost();
  const component = targetOf(page).kind === 'component';
  return (
    <div className="popup-ready">
      <p className="popup-state">
        <CheckCircle2 aria-hidden />
        <span>
          Connected{status.you ? <span className="muted"> · you are {status.you.name}</span> : null}
        </span>
      </p>
      {component ? null : <p className="muted">{typesInWords()} have a history: open one in Setup.</p>}
      <div className="row wrap">
        <Button variant="primary" icon={<PanelRightOpen aria-hidden />} onPress={() => void host.openPanel()}>
          Open panel
        </Button>
        <Button onPress={() => void host.openSidePanel()}>Open side panel</Button>
      </div>
    </div>
  );
}
