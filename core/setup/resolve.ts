// An address in Salesforce → what is on screen. Readers are asked in turn; the first answer wins.

import { type Address, readAddress } from './address.ts';
import { readHost } from './host.ts';
import type { SetupPage } from './page.ts';
import { readBuilder } from './pages/builders.ts';
import { readClassicPage } from './pages/classic-page.ts';
import { readFlowBuilder } from './pages/flow-builder.ts';
import { readListView } from './pages/list-view.ts';
import { readObjectManager } from './pages/object-manager.ts';
import { readRecordPage } from './pages/record-page.ts';
import { readSettingsPage } from './pages/settings-page.ts';
import { readSetupNode } from './pages/setup-node.ts';

const readers: readonly ((at: Address) => SetupPage | undefined)[] = [
  readSettingsPage,
  readObjectManager,
  readSetupNode,
  readFlowBuilder,
  readBuilder,
  readRecordPage,
  readListView,
  readClassicPage,
];

/** Never throws: an address that is not Salesforce's is `foreign`, one that makes no sense `malformed`. */
export function resolveSetupPage(address: string): SetupPage {
  const at = readAddress(address);
  const host = at?.scheme === 'https' ? readHost(at.host) : undefined;
  if (!at || !host) return { kind: 'foreign', apiHost: null };
  const { kind, ...org } = host;
  // Browsers resolve dots in a path; one that is left or escaped is an attempt to mislead.
  if (/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(at.path)) return { kind: 'malformed', ...org };
  const target = kind === 'other' ? undefined : (legacyTarget(at) ?? at);
  for (const read of target ? readers : []) {
    const page = target && read(target);
    if (!page) continue;
    return { ...(target === at ? page : asLegacy(page)), ...org };
  }
  return { kind: 'none', ...org };
}

/** `/one/one.app#/setup/…` kept the Setup path in the fragment. */
function legacyTarget(at: Address): Address | undefined {
  if (at.path !== '/one/one.app' || !at.fragment.startsWith('/')) return undefined;
  const sObject = /^\/sObject\/([0-9A-Za-z]+)(?:\/|$)/.exec(at.fragment);
  if (sObject) return readAddress(`https://${at.host}/lightning/r/${sObject[1]}/view`);
  const path = at.fragment.startsWith('/setup/')
    ? `/lightning${at.fragment}`
    : at.fragment.replace(/^\/alohaRedirect/, '');
  return readAddress(`https://${at.host}${path}`);
}

function asLegacy({ classic: _, ...page }: SetupPage): SetupPage {
  return page.kind === 'malformed' ? page : { ...page, legacyHash: true };
}
