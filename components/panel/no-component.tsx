// A page without a component: an org that is closed to the person is said first, since nothing there has a history for them.

import { useEndpoint } from '../hooks/endpoint.ts';
import { useStanding } from '../hooks/use-standing.ts';
import { OrgStateNotice } from '../orgs/org-state-notice.tsx';
import { NothingHere } from './nothing-here.tsx';
import { PanelFrame } from './panel-frame.tsx';
import type { Target } from './target.ts';

export function NoComponent({ target }: { target: Exclude<Target, { kind: 'component' }> }) {
  const apiHost = 'apiHost' in target ? target.apiHost : undefined;
  const status = useEndpoint('orgs.status', apiHost ? { apiHost } : undefined, { staleTime: 60_000 });
  const standing = useStanding();
  // Locked is for those who want to see a history: a list asks for none, and Salesforce for nothing.
  const open = !status.data || status.data.state === 'ready' || status.data.state === 'locked';
  return (
    <PanelFrame target={target} org={status.data?.org}>
      {status.data && !open ? (
        <OrgStateNotice status={status.data} standing={standing} />
      ) : (
        <NothingHere target={target} />
      )}
    </PanelFrame>
  );
}
