// What the launcher does on a page: says which address is on screen, shows counts and state, opens the panel.

import type { LauncherOrder } from '../../utils/messages.ts';
import { ask, isGone, isLoginAs } from './ask.ts';
import { createDock } from './dock.ts';
import { createPill } from './pill.ts';
import { createRoot } from './root.ts';

export function launch() {
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
    // The background may just be starting: asked again after 0.2, 1, 5 and 25 seconds.
    for (let pause = 200; mine === turn && pause < 60_000; pause *= 5) {
      const view = await ask('launcher.page', { url, fresh, loginAs: isLoginAs() });
      if (view && mine === turn) return show(view);
      await new Promise((done) => setTimeout(done, pause));
    }
  }

  function show(view: Extract<LauncherOrder, { do: 'show' }>['view']) {
    // Newer than whatever is still on its way.
    turn++;
    root.style.colorScheme = view.colorScheme;
    pill.show(view);
    dock.width(view.width);
  }

  chrome.runtime.onMessage.addListener((message: LauncherOrder, sender, reply) => {
    if (sender.id !== chrome.runtime.id || sender.tab || message.to !== 'launcher') return;
    if (message.do === 'show') message.url === reported && show(message.view);
    else if (message.do !== 'draw') dock[message.do]();
    else {
      // The second comes when the first has been drawn.
      requestAnimationFrame(() => requestAnimationFrame(reply));
      return true;
    }
  });
  navigation.addEventListener('currententrychange', () => report(false));
  addEventListener('pagehide', ({ isTrusted }) => {
    if (!isTrusted) return;
    dock.close();
    void ask('launcher.left', {});
  });
  addEventListener('pageshow', (event) => event.isTrusted && event.persisted && void report(true));
  void report(true);
}
