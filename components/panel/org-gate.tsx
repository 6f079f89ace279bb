// Between a signed-in person and history: the org must be connected, the person linked, and Salesforce must agree.

import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useEffect, useState } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { useEndpoint } from '../hooks/endpoint.ts';
import { useStanding, useStandingOnOpening } from '../hooks/use-standing.ts';
import { NoWorker } from '../orgs/baseline-progress.tsx';
import { OrgStateNotice } from '../orgs/org-state-notice.tsx';
import { ReadingProgress } from '../orgs/reading-progress.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ComponentView } from './component-view.tsx';
import { PanelFrame } from './panel-frame.tsx';
import type { AmbiguousTarget, ComponentTarget } from './target.ts';
import { WhichComponent } from './which-component.tsx';

type Status = OutputOf<'orgs.status'>;

export function OrgGate({
  target,
  openingClick,
  ...asked
}: {
  target: ComponentTarget | AmbiguousTarget;
  /** True until the click that opened the panel is spent. */
  openingClick: RefObject<boolean>;
  /** True when the shortcut asked for a compare that has not begun. */
  compareAsked: boolean;
  onCompareTaken: () => void;
}) {
  const { apiHost } = target;
  const status = useEndpoint(
    'orgs.status',
    { apiHost },
    // What the server reads anew is shown when it is done, what the baseline finds as it finds it.
    {
      staleTime: 60_000,
      refetchInterval: (answer) => (answer?.reading ? 1_000 : isUnderWay(answer) ? 2_000 : false),
    },
  );
  useHistoryWhileReading(status.data);
  const standing = useStanding();
  useStandingOnOpening(status.data, standing, openingClick);
  const org = status.data?.org;
  const onPage = keyOf(target);
  const [opened, setOpened] = useState<{ onPage: string; target: ComponentTarget }>();
  const ready = status.data?.state === 'ready';
  const noWorker = status.data?.job?.noWorker;
  if (ready && status.data?.reading) {
    return (
      <PanelFrame target={target} org={org}>
        <ReadingProgress reading={status.data.reading} />
      </PanelFrame>
    );
  }
  if (ready && org) {
    if (target.kind === 'ambiguous') {
      return (
        <WhichComponent target={target} org={org}>
          {(found) => <OrgGate target={found} openingClick={openingClick} {...asked} />}
        </WhichComponent>
      );
    }
    // What was opened from one component's history goes when the page shows another.
    const other = opened?.onPage === onPage ? opened.target : undefined;
    const key = `${org.orgId}/${keyOf(other ?? target)}`;
    return (
      <ComponentView
        key={key}
        stateKey={key}
        target={other ?? target}
        org={org}
        standing={standing}
        notice={noWorker && <NoWorker since={noWorker.since} />}
        onOpen={(component) => setOpened({ onPage, target: { kind: 'component', apiHost, ...component } })}
        onBack={other && (() => setOpened(undefined))}
        {...asked}
      />
    );
  }
  return (
    <PanelFrame target={target} org={org}>
      {status.data ? (
        <OrgStateNotice status={status.data} standing={standing} />
      ) : status.error ? (
        <ProblemNotice
          error={status.error}
          retrying={status.isFetching}
          onRetry={() => void status.refetch()}
        />
      ) : (
        <Skeleton label="Asking for the state of this org" />
      )}
    </PanelFrame>
  );
}

function isUnderWay(status: Status | undefined): boolean {
  return status?.job !== undefined && !['done', 'failed'].includes(status.job.state);
}

/** Lists of versions are asked for again whenever the baseline has come further, and once more at its end. */
function useHistoryWhileReading(status: Status | undefined) {
  const queries = useQueryClient();
  const [seen, setSeen] = useState<string>();
  const { job } = status ?? {};
  const now = job && `${job.id} ${job.state} ${job.done}`;
  useEffect(() => {
    if (now === undefined || now === seen) return;
    setSeen(now);
    if (seen !== undefined) void queries.invalidateQueries({ queryKey: ['history.list'] });
  }, [now, seen, queries]);
}

function keyOf(target: ComponentTarget | AmbiguousTarget): string {
  if (target.kind === 'ambiguous') return target.id;
  const { type, id, fullName } = target;
  return `${type}/${id ?? fullName}`;
}
