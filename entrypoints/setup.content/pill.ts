// The pill: an icon and words of state. A click opens the panel, a drag or the arrow keys move it along the edge.

import type { LauncherView } from '../../utils/launcher-view.ts';
import { ask } from './ask.ts';
import { element, follow } from './element.ts';

export function createPill(into: ShadowRoot, toggle: () => void) {
  const words = element('span', {});
  const pill = element('button', { className: 'pill' }, words);
  const menu = element('div', { className: 'menu', role: 'menu', hidden: true });
  let edge = 0;
  let dragged = false;
  let hidden = false;
  pill.hidden = true;
  into.append(pill, menu);

  function place(next: number) {
    edge = Math.min(1, Math.max(0, next));
    pill.style.top = menu.style.top = `calc((100vh - 28px) * ${edge})`;
  }

  function item(label: string, act: () => void) {
    const onclick = ({ isTrusted }: Event) => {
      if (!isTrusted) return;
      hidden = pill.hidden = menu.hidden = true;
      act();
    };
    menu.append(element('button', { role: 'menuitem', onclick }, label));
  }
  item('Hide on this page', () => {});
  item('Hide for this org', () => void ask('launcher.hideOrg', {}));

  pill.oncontextmenu = (event) => {
    event.preventDefault();
    menu.hidden = false;
    (menu.firstChild as HTMLElement).focus();
  };
  // A handler that answers false would keep Enter and Tab from the items.
  menu.onkeydown = ({ key }) => {
    if (key === 'Escape') pill.focus();
  };
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    menu.hidden = !menu.contains(relatedTarget as Node | null);
  });
  pill.onclick = ({ isTrusted }) => {
    if (isTrusted && !dragged) toggle();
    dragged = false;
  };
  pill.onkeydown = (event) => {
    const step = { ArrowUp: -0.02, ArrowDown: 0.02 }[event.key];
    if (!step) return;
    event.preventDefault();
    place(edge + step);
    void ask('launcher.place', { edge });
  };
  follow(
    pill,
    (event, from) => {
      if (!dragged && Math.abs(event.clientY - from.clientY) < 4) return;
      dragged = true;
      place((event.clientY - 14) / (innerHeight - 28));
    },
    () => dragged && void ask('launcher.place', { edge }),
  );

  function say(label: string) {
    words.textContent = label;
    words.hidden = !label;
    pill.ariaLabel = `Canvasback: ${label || 'version history'}`;
  }

  return {
    /** The words belong to the page before; the next ones are on their way. */
    forget: () => say(''),
    show(view: LauncherView) {
      pill.hidden = hidden || !view.show;
      say(view.label);
      pill.dataset.tone = view.tone;
      place(view.edge);
    },
    focus: () => pill.focus(),
  };
}
