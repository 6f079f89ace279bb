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

/** Tells our open pages; nobody listening is no failure. */
export function tellPages(event: Omit<PageEvent, 'to'>): void {
  void browser.runtime.sendMessage({ to: 'pages', ...event }).catch(() => undefined);
}

/** The shortcut: compares in the side panel of the window when it is open, else in the docked one. */
export async function compareIn(tabId: number, windowId: number | undefined): Promise<void> {
  if (await sidePanelIsOpen(windowId)) return tellPages({ what: 'compare', windowId });
  const dock = await stored.dock(tabId).read();
  if (dock?.nonce) return tellPages({ what: 'compare', nonce: dock.nonce });
  await stored.dock(tabId).write({ compare: true });
  if (!(await order(tabId, { to: 'launcher', do: 'open' }))) await stored.dock(tabId).remove();
}

async function sidePanelIsOpen(windowId: number | undefined): Promise<boolean> {
  // Not in Firefox.
  const contexts = await globalThis.chrome?.runtime.getContexts?.({
    contextTypes: ['SIDE_PANEL' as chrome.runtime.ContextType.SIDE_PANEL],
  });
  return (contexts ?? []).some((context) => windowId === undefined || context.windowId === windowId);
}
