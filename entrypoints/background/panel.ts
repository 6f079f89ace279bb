// The docked panel: opened by our content script, known by a nonce, told what to do by message.

import { browser } from 'wxt/browser';
import type { LauncherOrder, PageEvent } from '../../utils/messages.ts';
import { stored } from '../../utils/storage.ts';

/** A new nonce for the panel in this tab; the one before stops being good. */
export async function openDock(tabId: number): Promise<{ nonce: string }> {
  const nonce = crypto.randomUUID();
  const kept = await stored.dock(tabId).read();
  await stored.dock(tabId).write({ nonce, compare: kept?.compare });
  return { nonce };
}

/** What was asked of the panel before it could listen; told once. */
export async function takePending(tabId: number): Promise<{ compare: boolean }> {
  const kept = await stored.dock(tabId).read();
  if (!kept?.compare) return { compare: false };
  await stored.dock(tabId).write({ nonce: kept.nonce });
  return { compare: true };
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
  try {
    return (await browser.runtime.sendMessage({ to: 'pages', ...event })) === true;
  } catch {
    // None is open.
    return false;
  }
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
