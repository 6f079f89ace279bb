// Esc leads from the docked panel back to the page.

import { expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { createHost } from '../../../utils/create-host.ts';

vi.mock('wxt/browser', () => ({ browser: fakeBrowser }));

const send = vi.fn(async (_message: unknown) => ({ ok: true, value: null }));
vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation(send as never);
vi.spyOn(fakeBrowser.windows, 'getCurrent').mockResolvedValue({ id: 3 } as never);

test('Esc leaves the docked panel, but not while a field or a menu wants it', () => {
  createHost('docked');
  const closes = () =>
    send.mock.calls.filter(([message]) => (message as { name: string }).name === 'panel.close').length;
  const press = (target: EventTarget, prevented = false) => {
    const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
    if (prevented) event.preventDefault();
    target.dispatchEvent(event);
  };
  const field = document.body.appendChild(document.createElement('input'));
  press(field);
  press(document.body, true);
  expect(closes()).toBe(0);
  press(document.body);
  expect(closes()).toBe(1);
});
