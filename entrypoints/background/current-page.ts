// Which Salesforce page each tab shows, as its content script said; kept until the browser closes.

import { browser } from 'wxt/browser';
import { resolveSetupPage } from '#core/setup/resolve.ts';
import type { CurrentPage } from '../../utils/extension-host.ts';
import type { Presence } from '../../utils/messages.ts';
import { allTabs, stored } from '../../utils/storage.ts';
import type { Caller } from './callers.ts';
import { joinFrames } from './join-frames.ts';

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
  { url, fresh, loginAs }: { url: string; fresh: boolean; loginAs: boolean },
  now: number,
): Promise<boolean> {
  const { tabId, windowId, documentId, origin } = caller;
  return inTurn(tabId, async () => {
    if (fresh) await stored.dock(tabId).remove();
    if (URL.parse(url)?.origin !== origin) return false;
    const before = fresh ? undefined : await stored.tab(tabId).read();
    const kept = worthKeeping(url);
    // Frames belong to what the page showed when they reported; the same page in other words keeps them.
    const frames = before && sameView(before.url, kept) ? before.frames : undefined;
    await stored.tab(tabId).write({ tabId, windowId, documentId, url: kept, seenAt: now, loginAs, frames });
    return true;
  });
}

/** Of a page that is nothing to us only its place is kept: its address may say more than we need to know. */
function worthKeeping(url: string): string {
  const at = URL.parse(url);
  const { kind } = resolveSetupPage(url);
  const nothing = kind === 'none' || kind === 'foreign' || kind === 'record';
  return at && nothing && !at.pathname.startsWith('/lightning/setup/') ? at.origin + at.pathname : url;
}

function sameView(one: string, other: string): boolean {
  return (
    URL.parse(one)?.pathname === URL.parse(other)?.pathname &&
    JSON.stringify(resolveSetupPage(one)) === JSON.stringify(resolveSetupPage(other))
  );
}

/** Salesforce's banner comes after the page that it is on; a panel that opens asks once more. */
export async function noteLoginAs({ tabId }: LauncherCaller, loginAs: boolean): Promise<void> {
  return inTurn(tabId, async () => {
    const kept = await stored.tab(tabId).read();
    if (kept && kept.loginAs !== loginAs) await stored.tab(tabId).write({ ...kept, loginAs });
  });
}

/** The document went away; a newer one in the same tab may have reported already. */
export async function forgetPage(caller: LauncherCaller): Promise<void> {
  await forgetDocument(caller.tabId, caller.documentId);
}

function forgetDocument(tabId: number, documentId: string | undefined): Promise<void> {
  return inTurn(tabId, async () => {
    const kept = await stored.tab(tabId).read();
    if (kept && kept.documentId === documentId) await forgetTab(tabId);
  });
}

/** The tab was moved to another window. */
export async function moveTab(tabId: number, windowId: number): Promise<void> {
  return inTurn(tabId, async () => {
    const kept = await stored.tab(tabId).read();
    if (kept) await stored.tab(tabId).write({ ...kept, windowId });
  });
}

export async function forgetTab(tabId: number): Promise<void> {
  await Promise.all([stored.tab(tabId).remove(), stored.dock(tabId).remove()]);
}

export async function pageOfTab(tabId: number): Promise<CurrentPage> {
  const kept = await stored.tab(tabId).read();
  if (!kept) return {};
  const page = joinFrames(resolveSetupPage(kept.url), kept.frames);
  return { tabId, page, ...(kept.loginAs ? { loginAs: true } : {}) };
}

/**
 * The page of a tab whose document is still there. What a document says as it goes away is lost when it must first wake
 * the background (seen in Chromium 156), so its word alone is not enough.
 */
async function pageStillIn(tabId: number): Promise<CurrentPage> {
  const kept = await stored.tab(tabId).read();
  if (!kept) return {};
  if (await isGone(tabId)) await forgetDocument(tabId, kept.documentId);
  return pageOfTab(tabId);
}

/** A document that the browser froze hears us only when it is thawed: it is still there. */
const patienceMs = 1000;

async function isGone(tabId: number): Promise<boolean> {
  const presence: Presence = { to: 'nobody' };
  const heard = browser.tabs.sendMessage(tabId, presence, { frameId: 0 }).then(
    () => false,
    () => true,
  );
  const frozen = new Promise<false>((resolve) => setTimeout(() => resolve(false), patienceMs));
  return Promise.race([heard, frozen]);
}

/** The page that one of ours is about: a docked panel's own tab, else the active tab of its window. */
export async function currentPageOf(caller: Caller, windowId: number | undefined): Promise<CurrentPage> {
  if (caller.speaker === 'docked' || caller.speaker === 'launcher' || caller.speaker === 'frame')
    return pageOfTab(caller.tabId);
  const [active] = await browser.tabs.query({
    active: true,
    ...(windowId === undefined ? { lastFocusedWindow: true } : { windowId }),
  });
  if (active?.id === undefined) return {};
  if (active.id !== caller.tabId) return pageStillIn(active.id);
  // Opened as a tab, it is about the page that was on screen before it.
  const recent = (await allTabs())
    .filter((tab) => tab.windowId === active.windowId)
    .sort((one, other) => other.seenAt - one.seenAt)[0];
  return recent ? pageStillIn(recent.tabId) : {};
}
