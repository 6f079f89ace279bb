// The host of our pages: what it sends, what it makes of the answers, and which hints it listens to.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { createHost } from '../../../utils/create-host.ts';
import { HostError } from '../../../utils/extension-host.ts';

vi.mock('wxt/browser', () => ({ browser: fakeBrowser }));

const send = vi.fn(async (_message: unknown): Promise<unknown> => ({ ok: true, value: null }));
let hear: (message: unknown, sender: unknown) => unknown = () => undefined;

beforeEach(() => {
  fakeBrowser.reset();
  send.mockReset().mockResolvedValue({ ok: true, value: {} });
  vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation(send as never);
  vi.spyOn(fakeBrowser.runtime.onMessage, 'addListener').mockImplementation((listener) => {
    hear = listener as typeof hear;
  });
  vi.spyOn(fakeBrowser.windows, 'getCurrent').mockResolvedValue({ id: 3 } as never);
  location.hash = '';
});

const fromBackground = { id: fakeBrowser.runtime.id };

describe('asking', () => {
  test('an endpoint by name', async () => {
    send.mockResolvedValue({ ok: true, value: { orgs: [] } });
    expect(await createHost('popup').call('orgs.list', {})).toEqual({ orgs: [] });
    expect(send).toHaveBeenCalledWith({
      to: 'background',
      name: 'api.call',
      input: { endpoint: 'orgs.list', input: {} },
      nonce: undefined,
    });
  });

  test('and leaving it: rejected at once, and the background is told which', async () => {
    const leaving = new AbortController();
    send.mockReturnValueOnce(new Promise(() => {}));
    const call = createHost('docked').call('orgs.list', {}, leaving.signal);
    leaving.abort(new Error('another page'));
    await expect(call).rejects.toThrow('another page');
    const [asked, left] = send.mock.calls.map(([message]) => message) as {
      name: string;
      input: { asking: string };
    }[];
    expect([asked?.name, left?.name]).toEqual(['api.call', 'api.leave']);
    expect(left?.input.asking).toMatch(/^[\da-f-]{36}$/);
    expect(left?.input.asking).toBe(asked?.input.asking);
    await expect(createHost('docked').call('orgs.list', {}, AbortSignal.abort())).rejects.toThrow();
  });

  test('a docked panel shows its nonce with every message', async () => {
    location.hash = '#the-nonce';
    await createHost('docked').session();
    expect(send).toHaveBeenCalledWith(expect.objectContaining({ name: 'session.get', nonce: 'the-nonce' }));
  });

  test('a problem is thrown as it came', async () => {
    const problem = { code: 'not_linked', status: 403, title: 'T', action: 'A', retry: false };
    send.mockResolvedValue({ ok: false, problem });
    const error = await createHost('popup')
      .session()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HostError);
    expect((error as HostError).problem).toEqual(problem);
  });

  test.each([
    ['is gone', () => Promise.reject(new Error('Extension context invalidated.'))],
    ['says nothing', () => Promise.resolve(undefined)],
  ])('a background that %s means: reload', async (_, answer) => {
    send.mockImplementation(answer);
    await expect(createHost('popup').session()).rejects.toMatchObject({ problem: { code: 'reload' } });
  });

  test('a background that the browser stopped under way is worth another try', async () => {
    send.mockRejectedValue(new Error('The message channel closed before a response was received.'));
    await expect(createHost('popup').session()).rejects.toMatchObject({
      problem: { code: 'offline', retry: true },
    });
  });

  test('the page on screen is asked for with the window', async () => {
    await createHost('side').currentPage();
    expect(send).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'page.current', input: { windowId: 3 } }),
    );
  });
});

describe('hints', () => {
  function listen(surface: 'popup' | 'side' | 'docked') {
    const heard: string[] = [];
    const stop = createHost(surface).subscribe((what) => heard.push(what));
    return { heard, stop };
  }

  test('from the background reach who listens, until they stop', () => {
    const { heard, stop } = listen('popup');
    hear({ to: 'pages', what: 'session' }, fromBackground);
    stop();
    hear({ to: 'pages', what: 'session' }, fromBackground);
    expect(heard).toEqual(['session']);
  });

  test.each([
    ['another extension', { to: 'pages', what: 'session' }, { id: 'other' }],
    ['a content script', { to: 'pages', what: 'session' }, { ...fromBackground, tab: { id: 1 } }],
    ['a request to the background', { to: 'background', name: 'session.get' }, fromBackground],
    ['nothing at all', undefined, fromBackground],
  ])('%s is not heard', (_, message, sender) => {
    const { heard } = listen('popup');
    expect(hear(message, sender)).toBeUndefined();
    expect(heard).toEqual([]);
  });

  test('a compare is for one panel only', async () => {
    location.hash = '#mine';
    const { heard } = listen('docked');
    hear({ to: 'pages', what: 'compare', nonce: 'other' }, fromBackground);
    hear({ to: 'pages', what: 'compare', windowId: 3 }, fromBackground);
    expect(heard).toEqual([]);
    hear({ to: 'pages', what: 'compare', nonce: 'mine' }, fromBackground);
    expect(heard).toEqual(['compare']);
  });

  test('the side panel hears those of its window', async () => {
    const { heard } = listen('side');
    await Promise.resolve();
    await Promise.resolve();
    expect(hear({ to: 'pages', what: 'compare', windowId: 4 }, fromBackground)).toBeUndefined();
    expect(heard).toEqual([]);
    expect(await hear({ to: 'pages', what: 'compare', windowId: 3 }, fromBackground)).toBe(true);
    expect(heard).toEqual(['compare']);
  });

  test('the side panel looks again when the tab on screen in its window loads, whatever it loads', async () => {
    const { heard } = listen('side');
    await vi.waitFor(() =>
      expect(hear({ to: 'pages', what: 'compare', windowId: 3 }, fromBackground)).toBeDefined(),
    );
    heard.length = 0;
    const updated = (change: object, tab: object) =>
      fakeBrowser.tabs.onUpdated.trigger(7, change as never, tab as never);
    await updated({ status: 'complete' }, { active: false, windowId: 3 });
    await updated({ status: 'complete' }, { active: true, windowId: 4 });
    await updated({ title: 'Setup' }, { active: true, windowId: 3 });
    expect(heard).toEqual([]);
    await updated({ status: 'complete' }, { active: true, windowId: 3 });
    expect(heard).toEqual(['page']);
  });

  test('what was asked before a docked panel listened is told to those who listen then', async () => {
    send.mockResolvedValue({ ok: true, value: { compare: true } });
    const host = createHost('docked');
    const first = host.subscribe(() => expect.fail('unsubscribed before the answer'));
    first();
    const heard: string[] = [];
    host.subscribe((what) => heard.push(what));
    await vi.waitFor(() => expect(heard).toContain('compare'));
  });
});
