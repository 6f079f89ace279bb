// What the background asks of Auth0 beside its SDK.

import { afterEach, expect, test, vi } from 'vitest';
import { auth0 } from '../../../entrypoints/background/auth0.ts';
import { timedByFakes } from './timed-by-fakes.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
vi.mock('../../../utils/current-deployment.ts', () => ({
  deployment: { auth0Domain: 'canvasback.auth0.test' },
}));

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('an Auth0 that says nothing for ten seconds is away', async () => {
  timedByFakes();
  vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  });
  const said = vi.fn();
  void auth0.answers().then(said);
  await vi.advanceTimersByTimeAsync(9_999);
  expect(said).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(said).toHaveBeenCalledExactlyOnceWith(false);
});

test('any answer at all, even a refusal, says that it is there', async () => {
  vi.stubGlobal('fetch', async () => new Response('no', { status: 500 }));
  expect(await auth0.answers()).toBe(true);
});
