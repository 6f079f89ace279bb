// A docked panel asks where it is before it draws anything, and believes the browser as well as the background.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { confirmPlace } from '../../../utils/confirm-place.ts';

vi.mock('wxt/browser', () => ({ browser: fakeBrowser }));

const origin = 'https://acme.lightning.force.com';
const send = vi.fn(async (_message: unknown): Promise<unknown> => ({ ok: true, value: { origin } }));
beforeEach(() => {
  fakeBrowser.reset();
  send.mockReset().mockResolvedValue({ ok: true, value: { origin } });
  vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation(send as never);
  location.hash = '#the-nonce';
});
afterEach(() => surroundedBy(undefined));

/** happy-dom has no `ancestorOrigins`, as some browsers have none. */
function surroundedBy(ancestorOrigins: string[] | undefined) {
  Object.defineProperty(location, 'ancestorOrigins', { value: ancestorOrigins, configurable: true });
}

test('it asks with its nonce, and nothing else', async () => {
  expect(await confirmPlace()).toBe(true);
  expect(send.mock.calls).toEqual([
    [{ to: 'background', name: 'panel.confirm', input: {}, nonce: 'the-nonce' }],
  ]);
});

test('a refusal, and a background that does not answer, are both no', async () => {
  send.mockResolvedValueOnce({ ok: false, problem: { title: 'no' } });
  expect(await confirmPlace()).toBe(false);
  send.mockRejectedValueOnce(new Error('Extension context invalidated.'));
  expect(await confirmPlace()).toBe(false);
});

test.each([
  [[origin], true],
  [['https://evil.example'], false],
  [[origin, 'https://evil.example'], false],
  [['https://acme.vf.force.com', origin], false],
  [[], false],
])('surrounded by %j: %s', async (around, confirmed) => {
  surroundedBy(around);
  expect(await confirmPlace()).toBe(confirmed);
});
