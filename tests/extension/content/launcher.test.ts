// The launcher in a page: what it shows, what it asks, and that it comes back when the page throws it out.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { LauncherView } from '../../../utils/launcher-view.ts';

const ask = vi.fn(
  async (_message: { name: string; input: unknown }): Promise<unknown> => ({ ok: true, value: null }),
);
vi.stubGlobal('chrome', {
  runtime: { id: 'ours', sendMessage: ask, getURL: (path: string) => `chrome-extension://dynamic/${path}` },
});
const { createDock } = await import('../../../entrypoints/setup.content/dock.ts');
const { createPill } = await import('../../../entrypoints/setup.content/pill.ts');
const { createRoot } = await import('../../../entrypoints/setup.content/root.ts');

const view: LauncherView = {
  show: true,
  label: '14 versions · drifted',
  tone: 'attention',
  colorScheme: 'light dark',
  edge: 0.25,
  width: 500,
};
const names = () => ask.mock.calls.map(([{ name }]) => name);
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** happy-dom has no pointer capture. */
Object.assign(HTMLElement.prototype, { setPointerCapture() {} });

/** As a person does it: what a script makes is not trusted. */
function press(target: HTMLElement) {
  const click = new MouseEvent('click', { bubbles: true });
  Object.defineProperty(click, 'isTrusted', { value: true });
  target.dispatchEvent(click);
}

let shadow: ShadowRoot;
beforeEach(() => {
  document.documentElement.replaceChildren(document.createElement('body'));
  // Outside the document, where a frame loads nothing.
  shadow = document.createElement('div').attachShadow({ mode: 'open' });
  ask.mockReset().mockResolvedValue({ ok: true, value: { nonce: 'n-1' } });
});

function within<T extends Element>(selector: string): T {
  const found = shadow.querySelector<T>(selector);
  if (!found) throw new Error(`Nothing matches ${selector}`);
  return found;
}

describe('the pill', () => {
  test('shows the words, its tone and its place; a screen reader hears them with our name', () => {
    const pill = createPill(shadow, () => {});
    expect(within<HTMLElement>('.pill').hidden).toBe(true);
    pill.show(view);
    const shown = within<HTMLElement>('.pill');
    expect(shown.hidden).toBe(false);
    expect(shown.textContent).toBe('14 versions · drifted');
    expect(shown.dataset.tone).toBe('attention');
    expect(shown.ariaLabel).toBe('Canvasback: 14 versions · drifted');
    expect(shown.style.top).toContain('0.25');
  });

  test('forgets the words of the page before', () => {
    const pill = createPill(shadow, () => {});
    pill.show(view);
    pill.forget();
    expect(within('.pill').textContent).toBe('');
    expect(within<HTMLElement>('.pill').ariaLabel).toBe('Canvasback: version history');
  });

  test('stays away where there is nothing to say', () => {
    createPill(shadow, () => {}).show({ ...view, show: false });
    expect(within<HTMLElement>('.pill').hidden).toBe(true);
  });

  test('a click toggles, a drag moves and is remembered but does not toggle', () => {
    const toggle = vi.fn();
    createPill(shadow, toggle).show(view);
    const pill = within<HTMLElement>('.pill');
    press(pill);
    expect(toggle).toHaveBeenCalledTimes(1);
    pill.onpointerdown?.({ button: 0, pointerId: 1, clientY: 100 } as PointerEvent);
    pill.onpointermove?.({ clientY: innerHeight } as PointerEvent);
    pill.onlostpointercapture?.({} as PointerEvent);
    press(pill);
    expect(toggle).toHaveBeenCalledTimes(1);
    expect(ask).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ name: 'launcher.place', input: { edge: 1 } }),
    );
  });

  test('arrow keys move it', () => {
    createPill(shadow, () => {}).show(view);
    within('.pill').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));
    expect(ask).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ name: 'launcher.place', input: { edge: 0.27 } }),
    );
  });

  test('hidden on this page stays hidden; for the org, the background is told', () => {
    const pill = createPill(shadow, () => {});
    pill.show(view);
    const [page, org] = shadow.querySelectorAll<HTMLElement>('[role=menuitem]');
    if (page) press(page);
    pill.show(view);
    expect(within<HTMLElement>('.pill').hidden).toBe(true);
    expect(names()).toEqual([]);
    if (org) press(org);
    expect(names()).toEqual(['launcher.hideOrg']);
  });

  test('a click that a script made does nothing', () => {
    const toggle = vi.fn();
    createPill(shadow, toggle).show(view);
    for (const each of shadow.querySelectorAll<HTMLElement>('button')) {
      each.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    }
    expect(toggle).not.toHaveBeenCalled();
    expect(names()).toEqual([]);
    expect(within<HTMLElement>('.pill').hidden).toBe(false);
  });
});

describe('the dock', () => {
  test('opens our own page with the nonce it was given, once', async () => {
    const dock = createDock(shadow, () => {});
    dock.width(500);
    await Promise.all([dock.open(), dock.open()]);
    expect(shadow.querySelectorAll('iframe').length).toBe(1);
    expect(within<HTMLIFrameElement>('iframe').src).toBe('chrome-extension://dynamic/panel.html#n-1');
    expect(within<HTMLElement>('.dock').style.width).toBe('500px');
    expect(names()).toEqual(['launcher.open']);
  });

  test('a frame that loads again, as after the page took it out, is replaced by one with a new nonce', async () => {
    await createDock(shadow, () => {}).open();
    const first = within<HTMLIFrameElement>('iframe');
    first.onload?.call(first, new Event('load'));
    expect(within('iframe')).toBe(first);
    ask.mockResolvedValue({ ok: true, value: { nonce: 'n-2' } });
    first.onload?.call(first, new Event('load'));
    await settle();
    expect(within<HTMLIFrameElement>('iframe').src).toBe('chrome-extension://dynamic/panel.html#n-2');
    expect(names()).toEqual(['launcher.open', 'launcher.closed', 'launcher.open']);
  });

  test('stays shut when the background refuses', async () => {
    ask.mockResolvedValue({ ok: false, problem: {} });
    await createDock(shadow, () => {}).open();
    expect(shadow.querySelector('iframe')).toBeNull();
  });

  test('closing takes the frame away and returns to the pill', async () => {
    const returned = vi.fn();
    const dock = createDock(shadow, returned);
    await dock.open();
    dock.toggle();
    expect(shadow.querySelector('iframe')).toBeNull();
    expect(returned).toHaveBeenCalledTimes(1);
    dock.close();
    expect(names()).toEqual(['launcher.open', 'launcher.closed']);
  });

  test.each([
    [100, '340px'],
    [5000, '900px'],
    [512.4, '512px'],
  ])('a width of %d becomes %s', async (wanted, width) => {
    const dock = createDock(shadow, () => {});
    dock.width(wanted);
    await dock.open();
    expect(within<HTMLElement>('.dock').style.width).toBe(width);
    expect(within<HTMLElement>('.grip').ariaValueNow).toBe(width.replace('px', ''));
  });

  test('the keyboard resizes it', async () => {
    const dock = createDock(shadow, () => {});
    dock.width(500);
    await dock.open();
    within('.grip').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    expect(ask).toHaveBeenLastCalledWith(
      expect.objectContaining({ name: 'launcher.place', input: { width: 520 } }),
    );
  });
});

describe('the root', () => {
  test('lives beside the body, closed, and returns when everything is replaced', async () => {
    const root = createRoot();
    const host = root.shadow.host;
    expect(host.parentNode).toBe(document.documentElement);
    expect(host.shadowRoot).toBeNull();
    document.body.replaceWith(document.createElement('body'));
    expect(host.isConnected).toBe(true);
    document.documentElement.replaceChildren(document.createElement('body'));
    await settle();
    expect(host.parentNode).toBe(document.documentElement);
    root.remove();
    await settle();
    expect(host.isConnected).toBe(false);
  });
});
