// How far the person is on the way to their first compare; nothing once that way lies behind them.

import type { OutputOf } from '../../contract/index.ts';
import type { CurrentPage, Session } from '../../utils/extension-host.ts';
import { useEndpoint } from '../hooks/endpoint.ts';
import { usePanelState } from '../hooks/use-panel-state.ts';
import { targetOf } from '../panel/target.ts';

export interface FirstRunProgress {
  readonly signedIn: boolean;
  readonly connected: boolean;
  readonly compared: boolean;
}

/** After a day a person knows their way, whatever was compared. */
const knownAfterMs = 24 * 60 * 60 * 1000;

export function useFirstRun(
  session: Session | undefined,
  page: CurrentPage | undefined,
  status: OutputOf<'orgs.status'> | undefined,
): FirstRunProgress | undefined {
  const [kept] = usePanelState('first-run');
  const target = page && targetOf(page);
  const org = status?.org;
  const ready = status?.state === 'ready' || status?.state === 'locked';
  const component =
    target?.kind === 'component' && status?.state === 'ready' && org
      ? {
          orgId: org.orgId,
          type: target.type,
          ...(target.id ? { id: target.id } : {}),
          ...(target.fullName ? { fullName: target.fullName } : {}),
        }
      : undefined;
  const found = useEndpoint('components.find', component);
  if (!session || !page || kept === undefined) return undefined;
  const signedIn = session.state === 'signed_in';
  // Without a Salesforce page there is no org to connect, and the steps would only confuse someone who is done.
  if (signedIn && !status) return undefined;
  if (session.state === 'ended') return undefined;
  const compared = kept.tab === 'compared' || found.data?.component?.comparedAt !== undefined;
  const settled = org && Date.now() - new Date(org.connectedAt).getTime() > knownAfterMs;
  if (signedIn && ready && (compared || settled)) return undefined;
  return { signedIn, connected: signedIn && ready, compared };
}
