// What the background does for each message, from a page's report to a hidden org.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Caller } from '../../../entrypoints/background/callers.ts';
import type { Gateway } from '../../../entrypoints/background/gateway.ts';
import { createHandlers } from '../../../entrypoints/background/handlers.ts';
import { compareIn, tellPages } from '../../../entrypoints/background/panel.ts';
import { createSession, type PersonSession } from '../../../entrypoints/background/session.ts';
import { WebAuthError } from '../../../entrypoints/background/web-auth.ts';
import { readSettings } from '../../../utils/settings.ts';
import { stored } from '../../../utils/storage.ts';

vi.mock('wxt/browser', () => ({ browser: fakeBrowser }));
vi.stubGlobal('indexedDB', { databases: async () => [] });
vi.stubGlobal('chrome', { sidePanel: {} });

const origin = 'https://acme.my.salesforce-setup.com';
const url = `${origin}/lightning/setup/ApexClasses/page?address=%2F01p5g00000AbCdEAAV`;
const launcher = { speaker: 'launcher', tabId: 7, windowId: 1, origin, documentId: 'D' } as const;
const docked = { speaker: 'docked', tabId: 7, nonce: 'n' } as const;
const popup: Extract<Caller, { speaker: 'popup' }> = { speaker: 'popup' } as never;

let told: unknown[] = [];
let ordered: [number, unknown, unknown][] = [];
beforeEach(() => {
  fakeBrowser.reset();
  told = [];
  ordered = [];
  vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation(async (message: unknown) => {
    told.push(message);
  });
  vi.spyOn(fakeBrowser.tabs, 'sendMessage').mockImplementation((async (
    id: number,
    message: unknown,
    to: unknown,
  ) => {
    ordered.push([id, message, to]);
  }) as never);
  vi.spyOn(fakeBrowser.tabs, 'query').mockResolvedValue([{ id: 7, windowId: 1 }] as never);
});

function setup(answers: Record<string, unknown> = {}) {
  const gateway = {
    call: vi.fn(async (name: string, _input: unknown) => answers[name]),
    end: vi.fn(async (_token: string) => {}),
  } satisfies Gateway;
  const session = {
    current: vi.fn(async () => ({ state: 'signed_out' as const })),
    person: vi.fn(async (): Promise<string | undefined> => undefined),
    note: vi.fn(async (_problem: string | undefined) => {}),
    signOut: vi.fn(async (endAtApi: (token: string) => Promise<void>) => {
      await endAtApi('dying');
      return { state: 'signed_out' as const };
    }),
  };
  const made = createHandlers({
    gateway,
    session: session as unknown as PersonSession,
    api: 'https://api.canvasback.test',
    now: () => 5,
  });
  return { ...made, gateway, session };
}

describe('calls', () => {
  test('go to the gateway', async () => {
    const { handlers, gateway } = setup({ 'orgs.list': { orgs: [] } });
    expect(await handlers['api.call']({ endpoint: 'orgs.list', input: {} }, popup)).toEqual({ orgs: [] });
    expect(gateway.call).toHaveBeenCalledExactlyOnceWith('orgs.list', {});
    expect(told).toEqual([]);
  });

  describe('that a page may leave', () => {
    const asking = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    function waiting(caller: typeof docked | typeof popup) {
      const made = setup();
      const signals: AbortSignal[] = [];
      made.gateway.call.mockImplementation(((_: string, __: unknown, left: AbortSignal) => {
        signals.push(left);
        return new Promise((resolve) => left.addEventListener('abort', () => resolve({})));
      }) as never);
      const call = made.handlers['api.call']({ endpoint: 'history.list', input: {}, asking }, caller);
      return { ...made, call, ended: () => signals[0]?.aborted };
    }

    test('end when it says so, by their own name', async () => {
      const { handlers, ended, call } = waiting(popup);
      await handlers['api.leave']({ asking: '16fd2706-8baf-433b-82eb-8c7fada847da' }, popup);
      expect(ended()).toBe(false);
      await handlers['api.leave']({ asking }, popup);
      expect(ended()).toBe(true);
      await call;
    });

    test.each(['launcher.closed', 'launcher.left'] as const)(
      'end with the docked panel: %s',
      async (message) => {
        const { handlers, ended } = waiting(docked);
        await handlers[message]({}, { ...launcher, tabId: 8 });
        expect(ended()).toBe(false);
        await handlers[message]({}, launcher);
        expect(ended()).toBe(true);
      },
    );

    test('end with its tab; those of other pages go on', async () => {
      const [dock, other] = [waiting(docked), waiting(popup)];
      await Promise.all([dock.tabGone(7), other.tabGone(7)]);
      expect([dock.ended(), other.ended()]).toEqual([true, false]);
    });
  });

  test.each(['orgs.connectStart', 'orgs.connectFinish', 'orgs.connectRefused', 'session.end'])(
    '%s is the background’s own step',
    async (endpoint) => {
      const { handlers, gateway } = setup();
      await expect(handlers['api.call']({ endpoint, input: {} }, docked)).rejects.toMatchObject({
        problem: { code: 'forbidden' },
      });
      expect(gateway.call).not.toHaveBeenCalled();
    },
  );

  test.each([
    'orgs.disconnect',
    'orgs.unlink',
    'members.remove',
    'guide.makeKey',
    'guide.nameApp',
    'guide.leaveApp',
    'guide.keepApp',
  ])('%s: only popup and options page may end a connection or change its app', async (endpoint) => {
    const { handlers, gateway } = setup({ [endpoint]: {} });
    const side = { speaker: 'side' } as const;
    for (const speaker of [docked, side]) {
      await expect(handlers['api.call']({ endpoint, input: {} }, speaker)).rejects.toMatchObject({
        problem: { code: 'forbidden' },
      });
    }
    expect(gateway.call).not.toHaveBeenCalled();
    await handlers['api.call']({ endpoint, input: {} }, popup);
    expect(gateway.call).toHaveBeenCalledOnce();
  });

  test('that change a component are told to open pages and launchers', async () => {
    const { handlers } = setup({ 'compare.live': {} });
    await stored.tab(7).write({ tabId: 7, url, seenAt: 1 });
    await handlers['api.call']({ endpoint: 'compare.live', input: {} }, docked);
    expect(told).toEqual([{ to: 'pages', what: 'component' }]);
    await vi.waitFor(() =>
      expect(ordered).toEqual([[7, expect.objectContaining({ do: 'show' }), { frameId: 0 }]]),
    );
  });
});

describe('the launcher', () => {
  test('reports its page, is told what to show, and a new document ends the panel of the one before', async () => {
    const { handlers } = setup();
    await stored.dock(7).write({ nonce: 'old' });
    const view = await handlers['launcher.page']({ url, fresh: true, loginAs: false }, launcher);
    expect(view).toMatchObject({ show: true, label: '', width: 440 });
    await vi.waitFor(() =>
      expect(ordered).toEqual([
        [7, { to: 'frames' }, undefined],
        [7, { to: 'launcher', do: 'show', url, view: { ...view, label: 'sign in' } }, { frameId: 0 }],
      ]),
    );
    expect(await stored.dock(7).read()).toBeUndefined();
    expect(await stored.tab(7).read()).toMatchObject({ url, seenAt: 5, documentId: 'D' });
    expect(told).toEqual([{ to: 'pages', what: 'page' }]);
  });

  describe('refreshed twice at once', () => {
    async function overlapping() {
      const made = setup();
      await stored.tab(7).write({ tabId: 7, url, seenAt: 1 });
      made.session.current.mockResolvedValue({ state: 'signed_in' } as never);
      const answers: ((answer: unknown) => void)[] = [];
      made.gateway.call.mockImplementation(async (name: string) =>
        name === 'orgs.status' ? new Promise((resolve) => answers.push(resolve)) : { orgs: [] },
      );
      const refreshes: Promise<void>[] = [];
      for (const asked of [1, 2]) {
        refreshes.push(made.refreshLauncher(7));
        await vi.waitFor(() => expect(answers.length).toBe(asked));
      }
      const end = (index: number, state: string) => {
        answers[index]?.({ state, org: null });
        return refreshes[index];
      };
      return { ...made, older: () => end(0, 'not_connected'), newer: () => end(1, 'locked') };
    }
    const labels = () => ordered.map(([, message]) => (message as { view: { label: string } }).view.label);

    test('shows what the newer one found, though the older one ends after it', async () => {
      const { older, newer } = await overlapping();
      await newer();
      await older();
      expect(labels()).toEqual(['locked']);
    });

    test('shows nothing of a tab that is gone', async () => {
      const { older, newer, tabGone } = await overlapping();
      await tabGone(7);
      await newer();
      await older();
      expect(labels()).toEqual([]);
    });
  });

  test('shows at once, however long the API takes', async () => {
    const { handlers, session } = setup();
    session.current.mockReturnValue(new Promise(() => {}));
    expect(await handlers['launcher.page']({ url, fresh: true, loginAs: false }, launcher)).toMatchObject({
      show: true,
    });
  });

  test('the document before a reload may leave while the new one reports', async () => {
    const { handlers } = setup();
    const before = { ...launcher, documentId: 'before' };
    await handlers['launcher.page']({ url, fresh: true, loginAs: false }, before);
    const { session } = fakeBrowser.storage;
    const remove = session.remove.bind(session) as (key: unknown) => Promise<void>;
    const slowly = vi.spyOn(session, 'remove').mockImplementation(async (key: unknown) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await remove(key);
    });
    // Both messages waited for a worker that was just starting.
    const left = handlers['launcher.left']({}, before);
    const reported = handlers['launcher.page']({ url, fresh: false, loginAs: false }, launcher);
    await Promise.all([left, reported]);
    slowly.mockRestore();
    expect(await stored.tab(7).read()).toMatchObject({ url, documentId: 'D' });
  });

  test('moving on inside the page keeps the panel', async () => {
    const { handlers } = setup();
    await stored.dock(7).write({ nonce: 'n' });
    await handlers['launcher.page']({ url, fresh: false, loginAs: false }, launcher);
    expect(await stored.dock(7).read()).toEqual({ nonce: 'n' });
  });

  test('an address of another origin changes nothing', async () => {
    const { handlers } = setup();
    const view = await handlers['launcher.page'](
      { url: 'https://evil.example/', fresh: false, loginAs: false },
      launcher,
    );
    expect(view.show).toBe(false);
    expect(told).toEqual([]);
  });

  test('hides for its own org only, as its own page says', async () => {
    const { handlers } = setup();
    await handlers['launcher.page']({ url, fresh: true, loginAs: false }, launcher);
    await handlers['launcher.hideOrg']({}, launcher);
    expect((await readSettings()).hiddenOrgs).toEqual(['acme.my.salesforce.com']);
    expect((await handlers['launcher.page']({ url, fresh: false, loginAs: false }, launcher)).show).toBe(
      false,
    );
  });

  test('closing or leaving makes the nonce worthless', async () => {
    const { handlers } = setup();
    await handlers['launcher.open']({ loginAs: false }, launcher);
    await handlers['launcher.closed']({}, launcher);
    expect(await stored.dock(7).read()).toBeUndefined();
    await handlers['launcher.page']({ url, fresh: true, loginAs: false }, launcher);
    await handlers['launcher.open']({ loginAs: false }, launcher);
    await handlers['launcher.left']({}, launcher);
    expect(await stored.dock(7).read()).toBeUndefined();
  });
});

describe('connecting', () => {
  test('a failure is noted for the popup that closed meanwhile, and told', async () => {
    const { handlers, session } = setup();
    await expect(handlers['org.connect']({ apiHost: 'acme.my.salesforce.com' }, popup)).rejects.toThrow();
    expect(session.note.mock.calls).toEqual([[undefined], ['Connecting did not finish.']]);
    expect(told).toContainEqual({ to: 'pages', what: 'component' });
  });
});

describe('the compare shortcut', () => {
  test('reaches an open docked panel by its nonce', async () => {
    await stored.dock(7).write({ nonce: 'n' });
    await compareIn(7, 1);
    expect(told).toEqual([
      { to: 'pages', what: 'compare', windowId: 1 },
      { to: 'pages', what: 'compare', nonce: 'n' },
    ]);
    expect(ordered).toEqual([]);
  });

  test('is left to the side panel of the window when that takes it', async () => {
    await stored.dock(7).write({ nonce: 'n' });
    vi.mocked(fakeBrowser.runtime.sendMessage).mockResolvedValueOnce(true as never);
    await compareIn(7, 1);
    expect(told).toEqual([]);
    expect(ordered).toEqual([]);
  });

  test('opens the panel first when there is none, and waits for it', async () => {
    const { handlers } = setup();
    await compareIn(7, 1);
    expect(ordered).toEqual([[7, { to: 'launcher', do: 'open' }, { frameId: 0 }]]);
    await handlers['launcher.open']({ loginAs: false }, launcher);
    expect(await handlers['panel.pending']({}, docked)).toEqual({ compare: true });
    expect(await handlers['panel.pending']({}, docked)).toEqual({ compare: false });
  });

  test('where there is no launcher, nothing is left waiting', async () => {
    vi.spyOn(fakeBrowser.tabs, 'sendMessage').mockRejectedValue(new Error('Receiving end does not exist'));
    await compareIn(7, 1);
    expect(await stored.dock(7).read()).toBeUndefined();
  });
});

test('where frames in pages are left out of what pages are told, each docked panel is told by itself', async () => {
  vi.stubGlobal('chrome', {});
  await stored.dock(7).write({ nonce: 'n', frameId: 12 });
  await stored.dock(8).write({ nonce: 'not confirmed' });
  await tellPages({ what: 'session' });
  vi.stubGlobal('chrome', { sidePanel: {} });
  const event = { to: 'pages', what: 'session' };
  expect(ordered).toEqual([[7, event, { frameId: 12 }]]);
  expect(told).toEqual([event]);
});

test('signing out ends the token at the API', async () => {
  const { handlers, gateway } = setup();
  await handlers['session.signOut']({}, popup);
  expect(gateway.end).toHaveBeenCalledExactlyOnceWith('dying');
});

test('erasing signs out first', async () => {
  const { handlers, session } = setup();
  await handlers['settings.change']({ theme: 'dark' }, popup);
  await handlers['stored.erase']({}, popup);
  expect(session.signOut).toHaveBeenCalledTimes(1);
  expect((await readSettings()).theme).toBe('system');
});

test('erasing does not forget that Auth0 still knows the person: it is said, and the next sign-in asks', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const auth0 = {
    authorize: vi.fn(async (_prompt?: 'none' | 'login') => 'Ada King'),
    subject: async () => 'auth0|ada',
    cachedToken: async () => 'token',
    fetch: async () => new Response(),
    answers: async () => false,
    logout: vi.fn(() => Promise.reject(new WebAuthError('unreachable', undefined))),
    forget: async () => {},
  };
  const session = createSession({
    ...{ auth0, restoreSignIn: async () => {}, changed: () => {} },
    ...{ record: stored.session, account: stored.account },
  });
  const gateway = { call: async () => ({}), end: async () => {} };
  const { handlers } = createHandlers({ gateway, session, api: 'https://api.canvasback.test', now: () => 5 });
  await session.signIn();
  await handlers['settings.change']({ theme: 'dark' }, popup);
  await handlers['stored.erase']({}, popup);
  expect((await readSettings()).theme).toBe('system');
  expect(await stored.account.read()).toEqual({ returning: false, ask: true });
  expect(await session.current()).toEqual({
    state: 'signed_out',
    problem: expect.stringContaining('Auth0 could not be reached'),
  });
  await session.signIn();
  expect(auth0.authorize).toHaveBeenLastCalledWith('login');

  auth0.logout.mockImplementation(async () => undefined as never);
  await handlers['stored.erase']({}, popup);
  expect(await stored.account.read()).toBeUndefined();
  expect(await stored.session.read()).toBeUndefined();
});

test('signing out forgets texts that wait for a page', async () => {
  const { handlers, texts } = setup();
  const id = texts.keep(['a', 'b']);
  expect(await handlers['api.piece']({ id, piece: 0 }, popup)).toBe('a');
  await handlers['session.signOut']({}, popup);
  expect(() => texts.take(id, 1)).toThrow();
});
