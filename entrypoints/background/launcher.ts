// What the launcher of a page may show, from what our own API knows; nothing here asks Salesforce.

import { isMetadataType } from '#core/component.ts';
import type { SetupPage } from '#core/setup/page.ts';
import { componentOf, orgHostOf, type PageComponent } from '#core/setup/page-component.ts';
import type { OutputOf } from '../../contract/index.ts';
import type { Session, Settings } from '../../utils/extension-host.ts';
import type { LauncherView } from '../../utils/launcher-view.ts';
import type { Gateway } from './gateway.ts';

interface Known {
  readonly settings: () => Promise<Settings>;
  readonly place: () => Promise<{ edge: number; width: number }>;
}

interface LauncherDeps extends Known {
  readonly gateway: Pick<Gateway, 'call'>;
  readonly session: () => Promise<Session>;
}

type State = Pick<LauncherView, 'label' | 'tone'>;
type Component = NonNullable<OutputOf<'components.find'>['component']>;

const quiet = (label: string): State => ({ label, tone: 'quiet' });
const attention = (label: string): State => ({ label, tone: 'attention' });

/** Pages of Setup that have, or may come to have, something to say; elsewhere the launcher stays away. */
const shown: ReadonlySet<SetupPage['kind']> = new Set([
  'component',
  'componentByName',
  'ambiguous',
  'list',
  'new',
  'object',
  'objectPart',
  'objectSection',
]);

const words: Readonly<Record<OutputOf<'orgs.status'>['state'], State>> = {
  not_connected: quiet('not connected'),
  not_member: quiet('not a member'),
  not_linked: attention('link your user'),
  locked: attention('locked'),
  blocked: attention('blocked'),
  ready: quiet(''),
};

/** Whether the launcher shows on a page, and where: what is known without asking anybody. */
export async function barePill(known: Known, page: SetupPage | undefined): Promise<LauncherView> {
  const [{ theme, hiddenOrgs }, place] = await Promise.all([known.settings(), known.place()]);
  const apiHost = orgHostOf(page);
  const show = Boolean(page && apiHost && shown.has(page.kind) && !hiddenOrgs.includes(apiHost));
  return { show, colorScheme: theme === 'system' ? 'light dark' : theme, ...place, ...quiet('') };
}

export async function launcherView(deps: LauncherDeps, page: SetupPage | undefined): Promise<LauncherView> {
  const bare = await barePill(deps, page);
  const apiHost = orgHostOf(page);
  if (!bare.show || !page || !apiHost) return bare;
  const state = await stateOf(deps, page, apiHost);
  // Meanwhile somebody may have moved it, and must not see it jump back.
  return { ...bare, ...state, ...(await deps.place()) };
}

async function stateOf(deps: LauncherDeps, page: SetupPage, apiHost: string): Promise<State> {
  const { state } = await deps.session();
  if (state === 'signing_in') return quiet('signing in');
  if (state !== 'signed_in') return quiet('sign in');
  try {
    const status = (await deps.gateway.call('orgs.status', { apiHost })) as OutputOf<'orgs.status'>;
    if (status.state !== 'ready' || !status.org) return words[status.state];
    const shown = componentsOf(page);
    for (const one of shown) {
      const input = { orgId: status.org.orgId, ...one };
      const found = (await deps.gateway.call('components.find', input)) as OutputOf<'components.find'>;
      if (found.component) return componentState(found.component);
    }
    return quiet(shown.length === 1 ? 'no versions yet' : '');
  } catch {
    // The panel says what is wrong; the launcher only stays calm.
    return (await deps.session()).state === 'signed_in' ? quiet('offline') : quiet('sign in');
  }
}

/** Those that the page may show: more than one where types share its id. */
function componentsOf({ candidates, ...page }: SetupPage): PageComponent[] {
  const { id18: id } = page;
  const shown = componentOf(page);
  const all = page.kind === 'ambiguous' && id ? (candidates ?? []).map((type) => ({ type, id })) : [shown];
  return all.filter((each) => each !== undefined).filter(({ type }) => isMetadataType(type));
}

export function componentState({ versions, state }: Component): State {
  const count = versions === 1 ? '1 version' : `${versions} versions`;
  if (state === 'drifted') return attention(`${count} · drifted`);
  if (state === 'deleted') return attention(`${count} · deleted`);
  return state === 'in_sync' ? { label: `${count} · in sync`, tone: 'good' } : quiet(count);
}
