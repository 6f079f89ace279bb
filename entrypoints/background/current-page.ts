// Which Salesforce page each tab shows, as its content script said; kept until the browser closes.

import { browser } from 'wxt/browser';
import { resolveSetupPage } from '#core/setup/resolve.ts';
import type { CurrentPage } from '../../utils/extension-host.ts';
import { allTabs, stored } from '../../utils/storage.ts';
import type { Caller } from './callers.ts';

type LauncherCaller = Extract<Caller, { speaker: 'launcher' }>;

/** What was begun last for a tab: a reload's two documents report at the same time. */
const latest = new Map<number, Promise<unknown>>();

export function inTurn<T>(tabId: number, act: () => Promise<T>): Promise<T> {
  const mine = (latest.get(tabId) ?? Promise.resolve()).then(act, act);
  latest.set(tabId, mine);
  const done = () => latest.get(tabId) === mine && latest.delete(tabId);
  void mine.then(done, done);
  return mine;
}

/**
 * False when the address is not of the origin that sent it: then nothing is kept. A `fresh` document ends the panel of
 * the one before it.
 */
export async function keepPage(
  caller: LauncherCaller,
  { url, fresh }: { url: string; fresh: boolean },
  now: number,
): Promise<boolean> {
  const { tabId, windowId, documentId, origin } = caller;
  return inTurn(tabId, async () => {
    if (fresh) await stored.dock(tabId).remove();
    if (URL.parse(url)?.origin !== origin) return false;
    await stored.tab(tabId).write({ tabId, windowId, documentId, url, seenAt: now });
    return true;
  });
}

/** The document went away; a newer one in the same tab may have reported already. */
export async function forgetPage(caller: LauncherCaller): Promise<void> {
  return inTurn(caller.tabId, async () => {
    const kept = await stored.tab(caller.tabId).read();
    if (kept && kept.documentId === caller.documentId) await forgetTab(caller.tabId);
  });
}

export async function forgetTab(tabId: number): Promise<void> {
  await Promise.all([stored.tab(tabId).remove(), stored.dock(tabId).remove()]);
}

export async function pageOfTab(tabId: number): Promise<CurrentPage> {
  const kept = await stored.tab(tabId).read();
  return kept ? { tabId, page: resolveSetupPage(kept.url) } : {};
}

/** The page that one of ours is about: a docked panel's own tab, else the active tab of its window. */
export async function currentPageOf(caller: Caller, windowId: number | undefined): Promise<CurrentPage> {
  if (caller.speaker === 'docked' || caller.speaker === 'launcher') return pageOfTab(caller.tabId);
  const [active] = await browser.tabs.query({
    active: true,
    ...(windowId === undefined ? { lastFocusedWindow: true } : { windowId }),
  });
  if (active?.id === undefined) return {};
  if (active.id !== caller.tabId) return pageOfTab(active.id);
  // Opened as a tab, it is about the page that was on screen before it.
  const recent = (await allTabs())
    .filter((tab) => tab.windowId === active.windowId)
    .sort((one, other) => other.seenAt - one.seenAt)[0];
  return recent ? pageOfTab(recent.tabId) : {};
}
