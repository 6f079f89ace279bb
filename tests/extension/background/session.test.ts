// The session: signed in by a click, renewed without one, ended for good when Auth0 says so.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Auth0 } from '../../../entrypoints/background/auth0.ts';
import {
  Auth0Unreachable,
  createSession,
  NoSession,
  signInProblem,
} from '../../../entrypoints/background/session.ts';
import { WebAuthError, webAuthReason } from '../../../entrypoints/background/web-auth.ts';
import { stored } from '../../../utils/storage.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));

const loginRequired = Object.assign(new Error('End-User authentication is required'), {
  error: 'login_required',
});
const unreachable = new WebAuthError('unreachable', new Error('Authorization page could not be loaded.'));

function setup() {
  let token: string | undefined;
  let issued = 0;
  const auth0 = {
    authorize: vi.fn(async (_prompt?: 'none' | 'login'): Promise<string | undefined> => {
      token = `token-${++issued}`;
      return 'Ada King';
    }),
    subject: vi.fn(async (): Promise<string | undefined> => 'auth0|ada'),
    cachedToken: vi.fn(async () => token),
    fetch: vi.fn<Auth0['fetch']>(),
    answers: vi.fn(async () => false),
    logout: vi.fn(async () => {
      token = undefined;
    }),
    forget: vi.fn(async () => {
      token = undefined;
    }),
  };
  const changed = vi.fn();
  /** A worker that starts anew keeps nothing but what is stored. */
  const wake = () =>
    createSession({
      auth0,
      restoreSignIn: async () => {},
      record: stored.session,
      account: stored.account,
      changed,
    });
  return { auth0, changed, wake, expire: () => (token = undefined) };
}

beforeEach(async () => {
  await stored.session.remove();
  await stored.account.remove();
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

describe('signing in', () => {
  test('by a click, and known to the next worker', async () => {
    const { wake, auth0, changed } = setup();
    const first = wake();
    expect(await first.current()).toEqual({ state: 'signed_out' });
    expect(await first.signIn()).toMatchObject({ state: 'signed_in', name: 'Ada King' });
    expect(changed).toHaveBeenCalledTimes(2);
    expect(await wake().current()).toMatchObject({ state: 'signed_in', name: 'Ada King' });
    expect(auth0.authorize).toHaveBeenCalledExactlyOnceWith(undefined);
  });

  test('two clicks open one window', async () => {
    const { wake, auth0 } = setup();
    const session = wake();
    await Promise.all([session.signIn(), session.signIn()]);
    expect(auth0.authorize).toHaveBeenCalledTimes(1);
  });

  test('a closed window leaves things as they were and says so', async () => {
    const { wake, auth0 } = setup();
    auth0.authorize.mockRejectedValueOnce(new WebAuthError('closed', undefined));
    expect(await wake().signIn()).toMatchObject({
      state: 'signed_out',
      problem: 'The sign-in window was closed before it finished.',
    });
  });

  test('a wrong password, at which the browser closes the window, is told from an Auth0 that is away', async () => {
    const { wake, auth0 } = setup();
    auth0.authorize.mockRejectedValue(unreachable);
    const session = wake();
    expect((await session.signIn()).problem).toBe('Auth0 could not be reached.');
    auth0.answers.mockResolvedValue(true);
    expect((await session.signIn()).problem).toContain('did not accept what was entered');
  });

  test('cut off by the worker’s death: one silent try, then signed out', async () => {
    const { wake, auth0 } = setup();
    await stored.session.write({ state: 'signing_in' });
    auth0.authorize.mockRejectedValue(loginRequired);
    const session = wake();
    expect(await session.current()).toMatchObject({ state: 'signed_out' });
    await session.current();
    expect(auth0.authorize).toHaveBeenCalledExactlyOnceWith('none');
  });

  test('cut off after Auth0 had let the person in: the silent try finds the session', async () => {
    const { wake } = setup();
    await stored.session.write({ state: 'signing_in' });
    expect(await wake().current()).toMatchObject({ state: 'signed_in', name: 'Ada King' });
  });
});

test('a sign-in cut off after a sign-out that Auth0 does not know of signs nobody in', async () => {
  const { wake, auth0 } = setup();
  const session = wake();
  await session.signIn();
  auth0.logout.mockRejectedValueOnce(unreachable);
  await session.signOut(async () => {});
  auth0.authorize.mockImplementationOnce(async () => {
    await auth0.authorize();
    return new Promise(() => {});
  });
  void session.signIn();
  await vi.waitFor(async () => expect(await auth0.cachedToken()).toBe('token-2'));
  expect(await stored.session.read()).toMatchObject({ state: 'signing_in' });
  auth0.authorize.mockClear();
  const next = wake();
  expect(await next.current()).toEqual({ state: 'signed_out' });
  expect(auth0.authorize).not.toHaveBeenCalled();
  expect(auth0.forget).toHaveBeenCalledTimes(1);
  expect(await auth0.cachedToken()).toBeUndefined();
  await next.signIn();
  expect(auth0.authorize).toHaveBeenCalledExactlyOnceWith('login');
});

describe('a new browser session', () => {
  test('renews silently for a person who was signed in before', async () => {
    const { wake, auth0 } = setup();
    await stored.account.write({ returning: true, ask: false });
    expect(await wake().current()).toMatchObject({ state: 'signed_in', name: 'Ada King' });
    expect(auth0.authorize).toHaveBeenCalledExactlyOnceWith('none');
  });

  test('asks Auth0 nothing where nobody ever signed in', async () => {
    const { wake, auth0 } = setup();
    expect(await wake().current()).toEqual({ state: 'signed_out' });
    expect(auth0.authorize).not.toHaveBeenCalled();
  });
});

describe('tokens', () => {
  test('come from the cache while they live', async () => {
    const { wake, auth0 } = setup();
    const session = wake();
    await session.signIn();
    expect(await session.token()).toBe('token-1');
    expect(auth0.authorize).toHaveBeenCalledTimes(1);
  });

  test('many callers share one renewal', async () => {
    const { wake, auth0, expire } = setup();
    const session = wake();
    await session.signIn();
    expire();
    expect(await Promise.all([session.token(), session.token(), session.token()])).toEqual(
      Array(3).fill('token-2'),
    );
    expect(auth0.authorize).toHaveBeenCalledTimes(2);
    expect(auth0.authorize).toHaveBeenLastCalledWith('none');
  });

  test('none without a session, and Auth0 is not asked', async () => {
    const { wake, auth0 } = setup();
    await expect(wake().token()).rejects.toBeInstanceOf(NoSession);
    expect(auth0.authorize).not.toHaveBeenCalled();
  });

  test('`login_required` ends the session; only a click tries again', async () => {
    const { wake, auth0, expire } = setup();
    const session = wake();
    await session.signIn();
    expire();
    auth0.authorize.mockRejectedValue(loginRequired);
    await expect(session.token()).rejects.toBeInstanceOf(NoSession);
    expect(await session.current()).toMatchObject({ state: 'ended', name: 'Ada King' });
    await expect(session.token()).rejects.toBeInstanceOf(NoSession);
    await expect(session.tokenAfterRefusal('token-1')).rejects.toBeInstanceOf(NoSession);
    expect(auth0.authorize).toHaveBeenCalledTimes(2);
    auth0.authorize.mockReset().mockResolvedValue('Ada King');
    expect(await session.signIn()).toMatchObject({ state: 'signed_in' });
  });

  test('Auth0 out of reach ends nothing', async () => {
    const { wake, auth0, expire } = setup();
    const session = wake();
    await session.signIn();
    expire();
    auth0.authorize.mockRejectedValueOnce(unreachable);
    await expect(session.token()).rejects.toBeInstanceOf(Auth0Unreachable);
    expect(await session.current()).toMatchObject({ state: 'signed_in' });
    expect(await session.token()).toBe('token-2');
  });

  test('a refused token is renewed, unless a newer one is there already', async () => {
    const { wake, auth0 } = setup();
    const session = wake();
    await session.signIn();
    expect(await session.tokenAfterRefusal('token-0')).toBe('token-1');
    expect(auth0.authorize).toHaveBeenCalledTimes(1);
    expect(await session.tokenAfterRefusal('token-1')).toBe('token-2');
    expect(auth0.authorize).toHaveBeenCalledTimes(2);
  });
});

describe('signing out', () => {
  test('ends the token at the API, then everything here', async () => {
    const { wake, auth0 } = setup();
    const session = wake();
    await session.signIn();
    const endAtApi = vi.fn(async (_token: string) => {
      expect(auth0.logout).not.toHaveBeenCalled();
    });
    expect(await session.signOut(endAtApi)).toEqual({ state: 'signed_out', problem: undefined });
    expect(endAtApi).toHaveBeenCalledExactlyOnceWith('token-1');
    expect(auth0.logout).toHaveBeenCalledTimes(1);
    await expect(session.token()).rejects.toBeInstanceOf(NoSession);
    expect(await stored.account.read()).toEqual({ returning: false, ask: false });
  });

  test('no token is fetched only to be ended', async () => {
    const { wake, auth0, expire } = setup();
    const session = wake();
    await session.signIn();
    expire();
    const endAtApi = vi.fn();
    await session.signOut(endAtApi);
    expect(endAtApi).not.toHaveBeenCalled();
    expect(auth0.authorize).toHaveBeenCalledTimes(1);
  });

  test('is told to all pages at once, however long the API takes to hear of it', async () => {
    const { wake, auth0, changed } = setup();
    const session = wake();
    await session.signIn();
    changed.mockClear();
    void session.signOut(() => new Promise(() => {}));
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
    expect(await session.current()).toEqual({ state: 'signed_out' });
    expect(await stored.account.read()).toEqual({ returning: false, ask: true });
    expect(auth0.logout).not.toHaveBeenCalled();
  });

  test('works while the API is down', async () => {
    const { wake } = setup();
    const session = wake();
    await session.signIn();
    const endAtApi = () => Promise.reject(new TypeError('Failed to fetch'));
    expect((await session.signOut(endAtApi)).state).toBe('signed_out');
  });

  test('while Auth0 is down it says what is left, and the next sign-in asks for the password', async () => {
    const { wake, auth0 } = setup();
    const session = wake();
    await session.signIn();
    auth0.logout.mockRejectedValueOnce(unreachable);
    expect(await session.signOut(async () => {})).toMatchObject({
      state: 'signed_out',
      problem: expect.stringContaining('Auth0 could not be reached'),
    });
    await wake().signIn();
    expect(auth0.authorize).toHaveBeenLastCalledWith('login');
  });

  test('two clicks are one', async () => {
    const { wake, auth0 } = setup();
    const session = wake();
    await session.signIn();
    await Promise.all([session.signOut(async () => {}), session.signOut(async () => {})]);
    expect(auth0.logout).toHaveBeenCalledTimes(1);
  });

  test('calls that were under way, refused by then, do not bring the session back', async () => {
    const { wake, auth0 } = setup();
    const session = wake();
    await session.signIn();
    const after: unknown[] = [];
    const refused = async () => {
      after.push(await session.tokenAfterRefusal('token-1').catch((error) => error));
      after.push(await session.token().catch((error) => error));
    };
    await session.signOut(refused);
    expect(after).toEqual([expect.any(NoSession), expect.any(NoSession)]);
    expect(auth0.authorize).toHaveBeenCalledTimes(1);
    expect(await session.current()).toMatchObject({ state: 'signed_out' });
  });

  describe.each([
    ['brings a token', (settle: PromiseWithResolvers<string>) => settle.resolve('Ada King')],
    ['is refused', (settle: PromiseWithResolvers<string>) => settle.reject(loginRequired)],
    ['reaches nobody', (settle: PromiseWithResolvers<string>) => settle.reject(unreachable)],
  ])('what was begun before and %s after', (_, end) => {
    test.each(['during', 'after'])('a renewal that ends %s it', async (when) => {
      const { wake, auth0, changed, expire } = setup();
      const session = wake();
      await session.signIn();
      expire();
      const settle = Promise.withResolvers<string>();
      auth0.authorize.mockReturnValueOnce(settle.promise);
      const asked = session.token().catch((error: unknown) => error);
      await vi.waitFor(() => expect(auth0.authorize).toHaveBeenCalledTimes(2));
      if (when === 'during')
        auth0.logout.mockImplementationOnce(async () => {
          end(settle);
          await asked;
        });
      await session.signOut(async () => {});
      end(settle);
      expect(await asked).toBeInstanceOf(Error);
      expect(await session.current()).toEqual({ state: 'signed_out', problem: undefined });
      expect(changed).toHaveBeenCalledTimes(4);
      expect(await wake().current()).toMatchObject({ state: 'signed_out' });
      expect(await auth0.cachedToken()).toBeUndefined();
      expect(await session.signIn()).toMatchObject({ state: 'signed_in' });
    });

    test('a sign-in', async () => {
      const { wake, auth0 } = setup();
      const session = wake();
      const settle = Promise.withResolvers<string>();
      auth0.authorize.mockReturnValueOnce(settle.promise);
      const asked = session.signIn();
      await vi.waitFor(() => expect(auth0.authorize).toHaveBeenCalledTimes(1));
      await session.signOut(async () => {});
      end(settle);
      expect(await asked).toEqual({
        state: 'signed_out',
        problem: 'You signed out meanwhile. Sign in again.',
      });
      expect((await session.current()).state).toBe('signed_out');
      expect(await session.signIn()).toMatchObject({ state: 'signed_in' });
    });
  });

  test('what a late renewal brought is forgotten', async () => {
    const { wake, auth0, expire } = setup();
    const session = wake();
    await session.signIn();
    expire();
    const settle = Promise.withResolvers<string>();
    auth0.authorize.mockReturnValueOnce(settle.promise);
    const asked = session.token().catch((error: unknown) => error);
    await vi.waitFor(() => expect(auth0.authorize).toHaveBeenCalledTimes(2));
    await session.signOut(async () => {});
    expect(auth0.forget).not.toHaveBeenCalled();
    settle.resolve('Ada King');
    expect(await asked).toBeInstanceOf(NoSession);
    expect(auth0.forget).toHaveBeenCalledTimes(1);
  });

  test.each(['token', 'tokenAfterRefusal'] as const)(
    'nor does a %s that looked at the session just before, however the looks and the writes of the two fall',
    async (asking) => {
      const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const { auth0, changed, wake, expire } = setup();
      const slow = <Stored extends object>(item: Stored & { read(): Promise<unknown> }): Stored => ({
        ...item,
        read: async () => {
          await sleep(4);
          return item.read();
        },
      });
      for (const ahead of [-1, 0, 2, 4, 6, 8, 10, 12, 16]) {
        await wake().signIn();
        expire();
        auth0.cachedToken.mockImplementation(async () => void (await sleep(8)));
        auth0.authorize.mockImplementationOnce(async () => {
          await sleep(80);
          return 'Ada King';
        });
        const session = createSession({
          ...{ auth0, changed, restoreSignIn: async () => {}, account: stored.account },
          record: slow(stored.session),
        });
        await session.current();
        const out = ahead < 0 ? session.signOut(async () => {}) : undefined;
        const asked = session[asking]('token-0').catch((error: unknown) => error);
        await sleep(Math.max(0, ahead));
        await (out ?? session.signOut(async () => {}));
        expect(await asked, `${ahead} ms ahead`).toBeInstanceOf(NoSession);
        expect((await session.current()).state, `${ahead} ms ahead`).toBe('signed_out');
        expect(await stored.account.read()).toEqual({ returning: false, ask: false });
        auth0.authorize.mockReset().mockResolvedValue('Ada King');
      }
    },
  );

  test('a sign-in clicked meanwhile waits for its end', async () => {
    const { wake, auth0 } = setup();
    const session = wake();
    await session.signIn();
    const settle = Promise.withResolvers<void>();
    auth0.logout.mockReturnValueOnce(settle.promise);
    const out = session.signOut(async () => {});
    const into = session.signIn();
    await vi.waitFor(() => expect(auth0.logout).toHaveBeenCalledTimes(1));
    expect(auth0.authorize).toHaveBeenCalledTimes(1);
    settle.resolve();
    expect(await out).toMatchObject({ state: 'signed_out' });
    expect(await into).toMatchObject({ state: 'signed_in' });
  });

  test('cut off by the worker’s death: signed out, the rest is cleared, and the next sign-in asks', async () => {
    const { wake, auth0 } = setup();
    const session = wake();
    await session.signIn();
    auth0.logout.mockReturnValueOnce(new Promise(() => {}));
    void session.signOut(async () => {});
    await vi.waitFor(() => expect(auth0.logout).toHaveBeenCalledTimes(1));
    expect(await auth0.cachedToken()).toBe('token-1');
    const next = wake();
    expect(await next.current()).toEqual({ state: 'signed_out' });
    expect(auth0.forget).toHaveBeenCalledTimes(1);
    expect(await auth0.cachedToken()).toBeUndefined();
    await next.signIn();
    expect(auth0.authorize).toHaveBeenLastCalledWith('login');
  });
});

describe('a stay', () => {
  test('ends with a sign-out, before anybody else is told of it', async () => {
    const { wake, changed } = setup();
    const session = wake();
    await session.signIn();
    const before = session.stay();
    changed.mockImplementation(() => expect(session.stay()).not.toBe(before));
    await session.signOut(async () => {});
    expect(changed).toHaveBeenCalled();
  });

  test.each([
    ['the same person goes on with it', 'auth0|ada', true],
    ['it ends when it finds somebody else', 'auth0|bob', false],
  ])('is asked of each renewal: %s', async (_, subject, goesOn) => {
    const { wake, auth0, expire } = setup();
    await wake().signIn();
    const session = wake();
    await session.current();
    const before = session.stay();
    expire();
    auth0.subject.mockResolvedValue(subject);
    await session.token();
    expect(session.stay() === before).toBe(goesOn);
  });

  test('ends with a sign-in of somebody else after a session that could not be renewed', async () => {
    const { wake, auth0, expire } = setup();
    const session = wake();
    await session.signIn();
    const before = session.stay();
    expire();
    auth0.authorize.mockRejectedValueOnce(loginRequired);
    await expect(session.token()).rejects.toBeInstanceOf(NoSession);
    expect(session.stay()).toBe(before);
    auth0.subject.mockResolvedValue('auth0|bob');
    await session.signIn();
    expect(session.stay()).not.toBe(before);
  });

  test('is not ended by the first renewal of a new browser session, which may come late', async () => {
    const { wake, auth0 } = setup();
    await stored.account.write({ returning: true, ask: false });
    auth0.authorize.mockRejectedValueOnce(unreachable);
    const session = wake();
    await session.current();
    const before = session.stay();
    expect(await session.token()).toBe('token-1');
    expect(session.stay()).toBe(before);
  });
});

test('where the browser says the same of an Auth0 that asks and of one that is away, it is asked which', async () => {
  const { wake, auth0, expire } = setup();
  const session = wake();
  await session.signIn();
  expire();
  auth0.authorize.mockRejectedValue(new WebAuthError('needs_person', undefined));
  await expect(session.token()).rejects.toBeInstanceOf(Auth0Unreachable);
  expect(await session.current()).toMatchObject({ state: 'signed_in' });
  auth0.answers.mockResolvedValue(true);
  await expect(session.token()).rejects.toBeInstanceOf(NoSession);
  expect(await session.current()).toMatchObject({ state: 'ended' });
});

describe('words', () => {
  test.each([
    [new WebAuthError('closed', undefined), 'The sign-in window was closed before it finished.'],
    [unreachable, 'Auth0 could not be reached.'],
    [new TypeError('Failed to fetch'), 'Auth0 could not be reached.'],
    [
      Object.assign(new Error('x'), {
        error: 'access_denied',
        error_description: 'Your account is blocked.',
      }),
      'Auth0 refused the sign-in: Your account is blocked.',
    ],
    [new Error('Invalid state'), 'The sign-in did not finish.'],
  ])('%s', (error, words) => {
    expect(signInProblem(error)).toBe(words);
  });

  test.each([
    ['The user did not approve access.', 'closed'],
    ['User cancelled or denied access.', 'closed'],
    ['User interaction required.', 'needs_person'],
    ['User interaction required. Try setting `abortOnLoadForNonInteractive`', 'needs_person'],
    ['Requires user interaction', 'needs_person'],
    ['Authorization page could not be loaded.', 'unreachable'],
    ['Invalid request', 'unreachable'],
    ['Something new', 'other'],
  ])('browser’s “%s” is %s', (message, reason) => {
    expect(webAuthReason(message)).toBe(reason);
  });
});
