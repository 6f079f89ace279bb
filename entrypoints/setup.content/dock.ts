// The docked panel: a frame of our own origin over the page's right side, as wide as the person left it.

import { ask, isLoginAs } from './ask.ts';
import { element, follow } from './element.ts';

export function createDock(into: ShadowRoot, returned: () => void) {
  const grip = element('div', {
    className: 'grip',
    role: 'separator',
    tabIndex: 0,
    ariaOrientation: 'vertical',
    ariaLabel: 'Panel width',
    ariaValueMin: '340',
    ariaValueMax: '900',
  });
  const dock = element('div', { className: 'dock' }, grip);
  let frame: HTMLIFrameElement | undefined;
  let width = 440;
  let opening = false;

  function resize(next: number) {
    width = Math.round(Math.min(900, Math.max(340, next)));
    dock.style.width = `${width}px`;
    grip.ariaValueNow = `${width}`;
  }
  const keep = () => {
    dock.classList.remove('held');
    void ask('launcher.place', { width });
  };

  follow(
    grip,
    (event) => {
      dock.classList.add('held');
      resize(innerWidth - event.clientX);
    },
    keep,
  );
  grip.onkeydown = (event) => {
    const step = { ArrowLeft: 20, ArrowRight: -20 }[event.key];
    if (event.key === 'Escape') close();
    if (!step) return;
    event.preventDefault();
    resize(width + step);
    keep();
  };

  async function open() {
    if (frame || opening) return frame?.focus();
    opening = true;
    const answer = await ask('launcher.open', { loginAs: isLoginAs() });
    opening = false;
    if (!answer) return;
    const src = `${chrome.runtime.getURL('panel.html')}#${answer.nonce}`;
    frame = element('iframe', {
      src,
      title: 'Canvasback',
      onload() {
        frame?.focus();
        // The page took it out and it came back: a nonce serves one frame once.
        this.onload = () => {
          close();
          void open();
        };
      },
    });
    dock.append(frame);
    into.append(dock);
  }

  function close() {
    if (!frame) return;
    frame.remove();
    dock.remove();
    frame = undefined;
    void ask('launcher.closed', {});
    returned();
  }

  return { open, close, toggle: () => (frame ? close() : void open()), width: resize };
}
