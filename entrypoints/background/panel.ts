// The docked panel: opened by our content script, confirmed by its nonce and its page, told what to do by message.

import { browser } from 'wxt/browser';
import type { LauncherOrder, PageEvent } from '../../utils/messages.ts';
import { allDocks, stored } from '../../utils/storage.ts';
import { type Caller, isSetupOrigin } from './callers.ts';
import { inTurn } from './current-page.ts';

type Speaking<S extends Caller['speaker']> = Extract<Caller, { speaker: S }>;

/** A new nonce for the panel in this tab; the one before stops being good. */
export async function openDock({ tabId, documentId }: Speaking<'launcher'>): Promise<{ nonce: string }> {
  return inTurn(tabId, async () => {
    const nonce = crypto.randomUUID();
    const kept = await stored.dock(tabId).read();
    await stored.dock(tabId).write({ nonce, openedIn: documentId, compare: kept?.compare });
    return { nonce };
  });
}

/**
 * Gives the nonce to the one frame that shows it, in a tab whose top document is the Setup page that asked for the panel;
 * undefined for everybody else.
 */
export async function confirmDock(caller: Speaking<'unconfirmed'>): Promise<{ origin: string } | undefined> {
  const { tabId, frameId, nonce } = caller;
  return inTurn(tabId, async () => {
    const [dock, tab] = await Promise.all([stored.dock(tabId).read(), stored.tab(tabId).read()]);
    if (dock?.nonce !== nonce || (dock.frameId ?? frameId) !== frameId) return undefined;
    const at = tab && URL.parse(tab.url);
    if (!at || tab.documentId !== dock.openedIn || !isSetupOrigin(at)) return undefined;
    await stored.dock(tabId).write({ ...dock, frameId });
    return { origin: at.origin };
  });
}

/** What was asked of the panel before it could listen; told once. */
export async function takePending(tabId: number): Promise<{ compare: boolean }> {
  return inTurn(tabId, async () => {
    const kept = await stored.dock(tabId).read();
    if (!kept?.compare) return { compare: false };
    await stored.dock(tabId).write({ ...kept, compare: false });
    return { compare: true };
  });
}

/** Says something to the launcher of a tab; false when there is none (not a Salesforce page, or a reload is due). */
export async function order(tabId: number, message: LauncherOrder): Promise<boolean> {
  try {
    await browser.tabs.sendMessage(tabId, message, { frameId: 0 });
    return true;
  } catch {
    return false;
  }
}

/** Tells our open pages; true when one of them took it as meant for itself alone. */
export async function tellPages(event: Omit<PageEvent, 'to'>): Promise<boolean> {
  const message: PageEvent = { to: 'pages', ...event };
  // Firefox counts a frame in a page among content scripts, which hear only what is sent to their tab.
  if (!('sidePanel' in globalThis.chrome)) await tellDocks(message);
  try {
    return (await browser.runtime.sendMessage(message)) === true;
  } catch {
    // None is open.
    return false;
  }
}

async function tellDocks(message: PageEvent): Promise<void> {
  const docks = await allDocks();
  const telling = docks.map(({ tabId, frameId }) => browser.tabs.sendMessage(tabId, message, { frameId }));
  // A frame that has just gone hears nothing.
  await Promise.allSettled(telling);
}

/** The side panel's page in a tab beside the Setup page, where a browser opens no side panel for a docked one. */
export async function openInTab(tabId: number): Promise<void> {
  const windowId = (await stored.tab(tabId).read())?.windowId;
  await browser.tabs.create({
    url: `${location.origin}/sidepanel.html`,
    openerTabId: tabId,
    ...(windowId === undefined ? {} : { windowId }),
  });
}

/** The side panel, or its page in a tab, compares as soon as it listens; true when it did. */
export async function compareInSide(tabId: number, canOpenBeside: boolean): Promise<boolean> {
  const windowId = (await stored.tab(tabId).read())?.windowId;
  if (windowId === undefined) return false;
  for (let tries = 0; tries < 50; tries++) {
    if (await tellPages({ what: 'compare', windowId })) return true;
    if (tries === 0 && !canOpenBeside) await openInTab(tabId);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** The shortcut: compares in the side panel of the window when it is open, else in the docked one. */
export async function compareIn(tabId: number, windowId: number): Promise<void> {
  if (await tellPages({ what: 'compare', windowId })) return;
  const dock = await stored.dock(tabId).read();
  if (dock?.nonce) {
    await tellPages({ what: 'compare', nonce: dock.nonce });
    return;
  }
  await stored.dock(tabId).write({ compare: true });
  if (!(await order(tabId, { to: 'launcher', do: 'open' }))) await stored.dock(tabId).remove();
}
