// A page without a component: an org that nobody connected is said first, since nothing there can have a history.

import { useEndpoint } from '../hooks/endpoint.ts';
import { useStanding } from '../hooks/use-standing.ts';
import { OrgStateNotice } from '../orgs/org-state-notice.tsx';
import { NothingHere } from './nothing-here.tsx';
import { PanelFrame } from './panel-frame.tsx';
import type { Target } from './target.ts';

export function NoComponent({ target }: { target: Exclude<Target, { kind: 'component' }> }) {
  const apiHost = 'apiHost' in target ? target.apiHost : undefined;
  const status = useEndpoint('orgs.status', apiHost ? { apiHost } : undefined, { staleTime: 60_000 });
  const standing = useStanding(apiHost ?? '');
  const closed = status.data?.state === 'not_connected' ? status.data : undefined;
  return (
    <PanelFrame target={target} org={status.data?.org}>
      {closed ? <OrgStateNotice status={closed} standing={standing} /> : <NothingHere target={target} />}
    </PanelFrame>
  );
}
