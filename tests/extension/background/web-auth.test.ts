// The windows of the browser's own sign-in: nobody waits for ever for one that shows nothing.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebAuthError, webAuthFlow } from '../../../entrypoints/background/web-auth.ts';

const launchWebAuthFlow = vi.hoisted(() => vi.fn<() => Promise<string | undefined>>());
vi.mock('wxt/browser', () => ({ browser: { identity: { launchWebAuthFlow } } }));

const address = 'https://canvasback.auth0.test/authorize';
const redirect = 'https://id.chromiumapp.org/auth0?code=C';
const failure = (flow: Promise<string>) => flow.catch((error: unknown) => error);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a silent one that never settles is unreachable after half a minute', async () => {
  launchWebAuthFlow.mockReturnValue(new Promise(() => {}));
  const ended = vi.fn();
  const failed = failure(webAuthFlow(address, false)).finally(ended);
  await vi.advanceTimersByTimeAsync(29_999);
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toHaveBeenCalledOnce();
  const error = await failed;
  expect(error).toBeInstanceOf(WebAuthError);
  expect(error).toMatchObject({ reason: 'unreachable' });
});

test('one that a person types in may take as long as it takes', async () => {
  const shown = Promise.withResolvers<string>();
  launchWebAuthFlow.mockReturnValue(shown.promise);
  const flow = webAuthFlow(address, true);
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(3_600_000);
  shown.resolve(redirect);
  expect(await flow).toBe(redirect);
});

test.each([
  ['a redirect', () => Promise.resolve(redirect), redirect],
  [
    'a refusal',
    () => Promise.reject(new Error('User interaction required.')),
    expect.objectContaining({ reason: 'needs_person' }),
  ],
])('a silent one that ends with %s leaves no timer behind', async (_, settle, expected) => {
  launchWebAuthFlow.mockImplementation(settle);
  expect(await failure(webAuthFlow(address, false))).toEqual(expected);
  expect(vi.getTimerCount()).toBe(0);
});
