// The host of one of our pages: everything it may ask, turned into messages to the background.

import { browser } from 'wxt/browser';
import { callApi, send, speakWith } from './call-api.ts';
import { callbackPaths } from './deployment.ts';
import { createDiffer } from './diff-in-worker.ts';
import type { ExtensionHost } from './extension-host.ts';
import type { PageEvent } from './messages.ts';

type Listener = Parameters<ExtensionHost['subscribe']>[0];

export function createHost(surface: ExtensionHost['surface']): ExtensionHost {
  if (surface === 'docked') speakWith(location.hash.slice(1));
  // Asked for at once: a side panel may only be opened in the very turn of a click. A frame in a page has no `windows` in Firefox.
  const asked = (browser as Partial<typeof browser>).windows?.getCurrent();
  const windowId = Promise.resolve(asked).then(
    (own) => own?.id,
    () => undefined,
  );
  let ownWindow: number | undefined;
  void windowId.then((id) => {
    ownWindow = id;
  });
  const listeners = new Set<Listener>();
  const diff = createDiffer();

  function tell(what: PageEvent['what']) {
    for (const listener of listeners) listener(what);
  }

  browser.runtime.onMessage.addListener((message: unknown, sender: { id?: string; tab?: unknown }) => {
    if (sender.id !== browser.runtime.id || sender.tab || !isPageEvent(message)) return undefined;
    if (message.nonce !== undefined && message.nonce !== location.hash.slice(1)) return undefined;
    // A page that shows nothing yet takes nothing: whoever told it asks again.
    if (listeners.size === 0) return undefined;
    const forWindow = message.windowId !== undefined;
    if (forWindow && (surface !== 'side' || message.windowId !== ownWindow)) return undefined;
    tell(message.what);
    return forWindow ? Promise.resolve(true) : undefined;
  });

  // A page that left while the background slept could not say so; what comes after it may be none of Salesforce's.
  if (surface === 'side')
    browser.tabs.onUpdated.addListener((_, { status }, { active, windowId }) => {
      if (status && active && windowId === ownWindow) tell('page');
    });

  const host: ExtensionHost = {
    surface,
    call: callApi,
    session: () => send('session.get', {}),
    signIn: () => send('session.signIn', {}),
    signOut: () => send('session.signOut', {}),
    connect: (apiHost, integrationUsername, anew) =>
      send('org.connect', { apiHost, integrationUsername, anew }),
    callbackAddress: () => browser.identity.getRedirectURL(callbackPaths.salesforce),
    async openGuide(apiHost) {
      await send('guide.open', { apiHost });
      if (surface === 'popup') window.close();
    },
    currentPage: async () => send('page.current', { windowId: await windowId }),
    async openPanel() {
      await send('panel.open', { windowId: await windowId });
      if (surface === 'popup') window.close();
    },
    async openSidePanel() {
      await openSidePanel(ownWindow);
      if (surface === 'popup') window.close();
      if (surface === 'docked') await host.closePanel();
    },
    async compareInSidePanel() {
      // Elsewhere the background knows whether one is open.
      if (globalThis.chrome.sidePanel) await openSidePanel(ownWindow);
      await send('panel.compareInSide', {});
      await host.closePanel();
    },
    async closePanel() {
      if (surface === 'docked') await send('panel.close', {});
      else window.close();
    },
    async pageDrawn() {
      await send('panel.pageDrawn', {});
    },
    diff,
    panelState: (key) => send('panelState.get', { key }),
    async rememberPanelState(key, state) {
      await send('panelState.set', { key, state });
    },
    settings: () => send('settings.get', {}),
    changeSettings: (change) =>
      send('settings.change', {
        ...change,
        ...(change.hiddenOrgs ? { hiddenOrgs: [...change.hiddenOrgs] } : {}),
      } as Parameters<typeof send<'settings.change'>>[1]),
    async shortcuts() {
      const commands = await browser.commands.getAll();
      return commands
        .filter(({ description }) => description)
        .map(({ description = '', shortcut = '' }) => ({ what: description, keys: shortcut }));
    },
    async openShortcutSettings() {
      // Firefox's own name for it; absent from the shared types. Chromium and Edge have an address for it.
      const { commands } = browser as unknown as { commands: { openShortcutSettings?(): Promise<void> } };
      if (commands.openShortcutSettings) await commands.openShortcutSettings();
      else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
    },
    logState: () => send('log.state', {}),
    checkLog: (asked) => send('log.check', { asked }),
    checkRows: (orgId, entries) => send('log.rows', { orgId, entries }),
    trustLog: (vkey) => send('log.trust', { vkey }),
    keptLog: () => send('log.file', {}),
    stored: () => send('stored.list', {}),
    async eraseStored() {
      await send('stored.erase', {});
    },
    subscribe(listener) {
      const first = listeners.size === 0;
      listeners.add(listener);
      if (first && surface === 'docked') {
        void send('panel.pending', {}).then(
          ({ compare }) => compare && tell('compare'),
          () => undefined,
        );
      }
      return () => listeners.delete(listener);
    },
  };
  if (surface === 'docked') returnOnEscape(host);
  return host;
}

/** Menus, dialogs and search fields of the panel take the key first. */
function returnOnEscape(host: ExtensionHost) {
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (!(event.target instanceof HTMLInputElement)) void host.closePanel();
  });
}

async function openSidePanel(windowId: number | undefined): Promise<void> {
  const { sidePanel } = globalThis.chrome;
  if (sidePanel && windowId !== undefined) return sidePanel.open({ windowId });
  // Firefox's own name for it; absent from the shared types, and from a frame in a page, which gets a tab instead.
  const { sidebarAction } = browser as unknown as { sidebarAction?: { open(): Promise<void> } };
  if (sidebarAction) await sidebarAction.open();
  else await send('panel.openInTab', {});
}

function isPageEvent(message: unknown): message is PageEvent {
  return typeof message === 'object' && message !== null && 'to' in message && message.to === 'pages';
}
