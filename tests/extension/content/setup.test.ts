// The content script as a whole: reports each address once, and shows only the answer to the latest.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { LauncherView } from '../../../utils/launcher-view.ts';
import type { LauncherOrder } from '../../../utils/messages.ts';

type Listener = (message: LauncherOrder, sender: { id?: string; tab?: unknown }) => void;

let hear: Listener = () => {};
const pending: {
  name: string;
  input: { url?: string; fresh?: boolean };
  answer(view: LauncherView): void;
  fail(): void;
}[] = [];
const runtime = {
  id: 'ours' as string | undefined,
  getURL: (path: string) => path,
  onMessage: { addListener: (listener: Listener) => (hear = listener) },
  sendMessage: vi.fn(
    ({ name, input }: { name: string; input: object }) =>
      new Promise((resolve, reject) =>
        pending.push({
          name,
          input,
          answer: (value) => resolve({ ok: true, value }),
          fail: () => reject(new Error('Could not establish connection')),
        }),
      ),
  ),
};
vi.stubGlobal('chrome', { runtime });
const navigation = new EventTarget();
vi.stubGlobal('navigation', navigation);

const { happyDOM } = window as unknown as { happyDOM: { setURL(address: string): void } };
const shadows: ShadowRoot[] = [];
const attachShadow = HTMLElement.prototype.attachShadow;
HTMLElement.prototype.attachShadow = function (init) {
  const root = attachShadow.call(this, init);
  shadows.push(root);
  return root;
};
const { launch } = await import('../../../entrypoints/setup.content/launch.ts');

const view: LauncherView = {
  show: true,
  label: 'one',
  tone: 'quiet',
  colorScheme: 'dark',
  edge: 0.4,
  width: 440,
};
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const shown = () => shadows.at(-1)?.querySelector('.pill')?.textContent;
const go = (path: string) => {
  history.pushState({}, '', path);
  navigation.dispatchEvent(new Event('currententrychange'));
};

beforeEach(() => {
  happyDOM.setURL('https://acme.my.salesforce-setup.com/lightning/setup/ApexClasses/home');
  pending.length = 0;
  runtime.id = 'ours';
  launch();
});

describe('the address', () => {
  test('is reported at the start and after each navigation inside the page, once', async () => {
    go('/lightning/setup/Flows/home');
    navigation.dispatchEvent(new Event('currententrychange'));
    const mine = pending.filter(({ name }) => name === 'launcher.page');
    expect(mine[0]?.input).toEqual({
      url: expect.stringContaining('/ApexClasses/home'),
      fresh: true,
      loginAs: false,
    });
    const flows = mine.filter(({ input }) => input.url?.endsWith('/Flows/home'));
    expect(flows.every(({ input }) => input.fresh === false)).toBe(true);
    expect(flows.length).toBe(shadows.length);
  });

  test('an answer that comes late does not overwrite the page on screen', async () => {
    const start = pending.length - 1;
    go('/lightning/setup/Flows/home');
    const [first, second] = [pending[start], pending.at(-1)];
    second?.answer({ ...view, label: 'second' });
    await settle();
    first?.answer({ ...view, label: 'first' });
    await settle();
    expect(shown()).toBe('second');
  });

  test('the words of the page before are gone at once', async () => {
    pending.at(-1)?.answer(view);
    await settle();
    expect(shown()).toBe('one');
    go('/lightning/setup/Flows/home');
    expect(shown()).toBe('');
  });

  test('a background that is just starting is asked again, until the page moves on', async () => {
    vi.useFakeTimers();
    try {
      const asked = () => pending.filter(({ name }) => name === 'launcher.page');
      const count = asked().length;
      asked().at(-1)?.fail();
      await vi.advanceTimersByTimeAsync(250);
      expect(asked()).toHaveLength(count + 1);
      expect(asked().at(-1)?.input).toEqual(asked().at(-2)?.input);
      asked().at(-1)?.answer(view);
      await vi.advanceTimersByTimeAsync(0);
      expect(shown()).toBe('one');
      await vi.advanceTimersByTimeAsync(60_000);
      expect(asked()).toHaveLength(count + 1);
    } finally {
      vi.useRealTimers();
    }
  });

  test('leaving is told', () => {
    const leaving = new Event('pagehide');
    Object.defineProperty(leaving, 'isTrusted', { value: true });
    dispatchEvent(leaving);
    expect(pending.at(-1)?.name).toBe('launcher.left');
  });

  test('a page that only says so does not leave, nor come back', () => {
    const before = pending.length;
    dispatchEvent(new Event('pagehide'));
    dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    expect(pending.length).toBe(before);
  });
});

describe('orders', () => {
  test('come from the background only', async () => {
    const url = location.href;
    const order = { to: 'launcher', do: 'show', url, view: { ...view, label: 'ordered' } } as const;
    hear(order, { id: 'other' });
    hear(order, { id: 'ours', tab: {} });
    hear({ ...order, to: 'pages' } as never, { id: 'ours' });
    expect(shown()).not.toBe('ordered');
    hear(order, { id: 'ours' });
    expect(shown()).toBe('ordered');
    // What the report of the page itself brings is older.
    pending.at(-1)?.answer(view);
    await settle();
    expect(shown()).toBe('ordered');
  });

  test('about another address are not for this page', () => {
    const url = 'https://acme.my.salesforce-setup.com/lightning/setup/Flows/home';
    hear({ to: 'launcher', do: 'show', url, view: { ...view, label: 'of Flows' } }, { id: 'ours' });
    expect(shown()).not.toBe('of Flows');
  });

  test('open asks for a nonce', () => {
    hear({ to: 'launcher', do: 'open' }, { id: 'ours' });
    expect(pending.at(-1)?.name).toBe('launcher.open');
  });
});

test('an updated extension leaves nothing behind in the page', () => {
  const host = shadows.at(-1)?.host;
  expect(host?.isConnected).toBe(true);
  runtime.id = undefined;
  go('/lightning/setup/PermSets/home');
  expect(host?.isConnected).toBe(false);
});
