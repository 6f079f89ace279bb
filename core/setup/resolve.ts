// An address in Salesforce → what is on screen. Readers are asked in turn; the first answer wins.

import { type Address, readAddress } from './address.ts';
import { readHost } from './host.ts';
import type { SetupPage } from './page.ts';
import { readFlowBuilder } from './pages/flow-builder.ts';
import { readObjectManager } from './pages/object-manager.ts';
import { readRecordPage } from './pages/record-page.ts';
import { readSettingsPage } from './pages/settings-page.ts';
import { readSetupNode } from './pages/setup-node.ts';

const readers: readonly ((at: Address) => SetupPage | undefined)[] = [
  readSettingsPage,
  readSetupNode,
  readObjectManager,
  readFlowBuilder,
  readRecordPage,
];

/** Never throws: an address that is no Salesforce org's is `foreign`, one that makes no sense `malformed`. */
export function resolveSetupPage(address: string): SetupPage {
  const at = readAddress(address);
  const host = at?.scheme === 'https' ? readHost(at.host) : undefined;
  if (!at || !host) return { kind: 'foreign', apiHost: null };
  // Browsers resolve dots in a path; one that is left or escaped is an attempt to mislead.
  if (/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(at.path)) return { kind: 'malformed', apiHost: host.apiHost };
  const target = legacyTarget(at) ?? at;
  for (const read of readers) {
    const page = read(target);
    if (page) {
      const legacy = target !== at && page.kind !== 'malformed' ? { legacyHash: true } : {};
      return { ...page, ...legacy, apiHost: host.apiHost };
    }
  }
  return { kind: 'none', apiHost: host.apiHost };
}

/** `/one/one.app#/setup/…` kept the Setup path in the fragment. */
function legacyTarget(at: Address): Address | undefined {
  if (at.path !== '/one/one.app' || !at.fragment.startsWith('/')) return undefined;
  const path = at.fragment.startsWith('/setup/')
    ? `/lightning${at.fragment}`
    : at.fragment.replace(/^\/alohaRedirect/, '');
  return readAddress(`https://${at.host}${path}`);
}
