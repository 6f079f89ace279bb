// Every byte the extension stores, for the page that shows it, and the way to erase it all.

import { browser } from 'wxt/browser';
import type { StoredItem } from '../../utils/extension-host.ts';
import { stored } from '../../utils/storage.ts';
import { mostPanels } from './panel-states.ts';

const lifetimes = {
  local: 'until you erase it or remove the extension',
  session: 'until the browser closes',
  database: 'until you sign out',
} as const;

/** By the beginning of a key: where its content comes from. */
const origins: readonly (readonly [prefix: string, origin: string, lifetime?: string])[] = [
  ['settings', 'Your settings'],
  ['launcher', 'Where you put the launcher'],
  [
    'log:',
    'What was shown of your account’s audit log: its key and signed sizes, to find out if it is ever rewritten',
    'until you erase it or remove the extension; signing out keeps it',
  ],
  ['log-try:', 'When the audit log was asked for last'],
  ['alarms', 'What the mark on the toolbar button stands for'],
  [
    'account',
    'Whether somebody signed in here, and whether Auth0 must ask who it is next time',
    'until you erase it or remove the extension; if Auth0 could not be told that you signed out, erasing keeps it',
  ],
  ['session', 'Your name and id, from Auth0; what went wrong at the last sign-in or sign-out'],
  ['sign-in', 'A sign-in in progress'],
  ['auth0:', 'Auth0: your short session'],
  ['tab:', 'Address of a Salesforce tab'],
  ['dock:', 'A panel docked in a tab'],
  [
    'panel:',
    'What you had open in the panel: chosen versions, filter, place in the list',
    `until the browser closes, or ${mostPanels} other components were looked at since`,
  ],
];

export async function listStored(): Promise<readonly StoredItem[]> {
  const [local, session, databases] = await Promise.all([
    browser.storage.local.get(null),
    browser.storage.session.get(null),
    indexedDB.databases(),
  ]);
  return [
    ...rows('local', 'Extension storage', local),
    ...rows('session', 'Extension memory', session),
    ...databases.map(({ name = '' }) => ({
      where: 'Database',
      key: name,
      // Browsers tell no size of one database; a key pair and a few nonces.
      bytes: 0,
      origin: 'Auth0: the key that proves requests are yours; it can’t be read out',
      lifetime: lifetimes.database,
    })),
  ];
}

function rows(area: 'local' | 'session', where: string, all: Record<string, unknown>): StoredItem[] {
  return Object.entries(all).map(([key, value]) => {
    const [, origin = 'Unknown', lifetime = lifetimes[area]] =
      origins.find(([prefix]) => key.startsWith(prefix)) ?? [];
    const bytes = new TextEncoder().encode(key + JSON.stringify(value)).length;
    return { where, key, bytes, origin, lifetime };
  });
}

/**
 * After sign-out: what is left in either area. Pages stay known, so that open tabs go on working; and so does that Auth0 must ask
 * for the password, or the next person here would be signed in as the one before.
 */
export async function eraseStored(): Promise<void> {
  const mustAsk = (await stored.account.read())?.ask ?? false;
  const local = Object.keys(await browser.storage.local.get(null));
  await browser.storage.local.remove(local.filter((key) => !mustAsk || key !== stored.account.key));
  const session = await browser.storage.session.get(null);
  await browser.storage.session.remove(Object.keys(session).filter((key) => !/^(?:tab|dock):/.test(key)));
}
