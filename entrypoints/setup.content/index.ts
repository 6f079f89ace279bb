// The launcher in Salesforce Setup: says which address is on screen, shows counts and state, opens the panel.

import { defineContentScript } from 'wxt/utils/define-content-script';
import { setupMatches } from '../../utils/manifest.ts';
import type { LauncherOrder } from '../../utils/messages.ts';
import { ask, isGone } from './ask.ts';
import { createDock } from './dock.ts';
import { createPill } from './pill.ts';
import { createRoot } from './root.ts';

export default defineContentScript({
  matches: [...setupMatches],
  runAt: 'document_idle',
  main() {
    const root = createRoot();
    const dock = createDock(root.shadow, () => pill.focus());
    const pill = createPill(root.shadow, dock.toggle);
    let reported = '';
    let turn = 0;

    async function report(fresh: boolean) {
      if (isGone()) return root.remove();
      const url = location.href;
      if (url === reported && !fresh) return;
      reported = url;
      const mine = ++turn;
      pill.forget();
      const view = await ask('launcher.page', { url, fresh });
      if (view && mine === turn) show(view);
    }

    function show(view: Extract<LauncherOrder, { do: 'show' }>['view']) {
      root.dress(view.theme);
      pill.show(view);
      dock.width(view.width);
    }

    chrome.runtime.onMessage.addListener((message: LauncherOrder, sender) => {
      if (sender.id !== chrome.runtime.id || sender.tab || message.to !== 'launcher') return;
      if (message.do === 'show') show(message.view);
      else dock[message.do]();
    });
    const { navigation } = window as { navigation?: EventTarget };
    const moved = () => void report(false);
    (navigation ?? window).addEventListener(navigation ? 'currententrychange' : 'popstate', moved);
    addEventListener('pagehide', () => void ask('launcher.left', {}));
    addEventListener('pageshow', (event) => event.persisted && void report(true));
    void report(true);
  },
});
