// An id that several types share: which of them it is, as our own history knows; Salesforce is asked nothing.

import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { useHost } from '../hooks/host.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { NothingHere } from './nothing-here.tsx';
import { PanelFrame } from './panel-frame.tsx';
import type { AmbiguousTarget, ComponentTarget } from './target.ts';

export function WhichComponent({
  target,
  org,
  children,
}: {
  target: AmbiguousTarget;
  org: NonNullable<OutputOf<'orgs.status'>['org']>;
  /** What is shown once it is known. */
  children: (found: ComponentTarget) => ReactNode;
}) {
  const host = useHost();
  const { apiHost, id, types } = target;
  const answers = useQueries({
    queries: types.map((type) => {
      const input = { orgId: org.orgId, type, id };
      return { queryKey: ['components.find', input], queryFn: () => host.call('components.find', input) };
    }),
  });
  const at = answers.findIndex(({ data }) => data?.component);
  const type = types[at];
  if (type) return children({ kind: 'component', apiHost, type, id });
  const failed = answers.find(({ error }) => error);
  return (
    <PanelFrame target={target} org={org}>
      {failed?.error ? (
        <ProblemNotice
          error={failed.error}
          retrying={failed.isFetching}
          onRetry={() => void failed.refetch()}
        />
      ) : answers.some(({ isPending }) => isPending) ? (
        <Skeleton label="Looking for the component" />
      ) : (
        <NothingHere target={target} />
      )}
    </PanelFrame>
  );
}
