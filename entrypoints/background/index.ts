// The background: holds the session, answers our own pages and launchers, and refuses everybody else.

import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { deployment } from '../../utils/current-deployment.ts';
import { closeToContentScripts, stored } from '../../utils/storage.ts';
import { auth0, restoreSignIn } from './auth0.ts';
import { readCaller } from './callers.ts';
import { createGateway } from './gateway.ts';
import { createHandlers } from './handlers.ts';
import { compareIn, order, tellPages } from './panel.ts';
import { createRouter } from './router.ts';
import { createSession } from './session.ts';

export default defineBackground(() => {
  const session = createSession({
    auth0,
    restoreSignIn,
    record: stored.session,
    account: stored.account,
    changed: () => {
      void tellPages({ what: 'session' });
      void refreshLaunchers();
      void personChanged();
    },
  });
  const gateway = createGateway({ apiOrigin: deployment.apiOrigin, session, fetch: auth0.fetch });
  const { handlers, texts, personChanged, refreshLauncher, refreshLaunchers, tabGone, tabMoved } =
    createHandlers({ gateway, session, api: deployment.apiOrigin, now: Date.now });
  const ours = {
    id: browser.runtime.id,
    origin: location.origin,
    dock: (tabId: number) => stored.dock(tabId).read(),
    topDocument: async (tabId: number) => (await stored.tab(tabId).read())?.documentId,
  };
  const route = createRouter({
    handlers,
    texts,
    callerOf: (sender, nonce) => readCaller(sender, nonce, ours),
  });

  browser.runtime.onMessage.addListener((message, sender) => route(message, sender));
  browser.tabs.onRemoved.addListener((tabId) => void tabGone(tabId));
  browser.tabs.onActivated.addListener(({ tabId }) => {
    void tellPages({ what: 'page' });
    void refreshLauncher(tabId);
  });
  browser.tabs.onAttached.addListener((tabId, { newWindowId }) => void tabMoved(tabId, newWindowId));
  browser.windows.onFocusChanged.addListener(() => void tellPages({ what: 'page' }));
  browser.commands.onCommand.addListener((command, tab) => {
    if (tab?.id === undefined) return;
    if (command === 'open-panel') void order(tab.id, { to: 'launcher', do: 'toggle' });
    if (command === 'compare') void compareIn(tab.id, tab.windowId);
  });
  void closeToContentScripts();
});
