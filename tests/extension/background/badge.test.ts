// The toolbar button's badge: one mark for all that is wrong, and each says for itself when it is over.

import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { setAlarm } from '../../../entrypoints/background/badge.ts';

const action = {
  setBadgeText: vi.fn(async (_: { text: string }) => {}),
  setBadgeBackgroundColor: vi.fn(async (_: { color: string }) => {}),
  setTitle: vi.fn(async (_: { title: string }) => {}),
};
vi.mock('wxt/browser', async () => {
  const { fakeBrowser: browser } = await import('wxt/testing/fake-browser');
  return {
    browser: new Proxy(browser, { get: (of, name) => (name === 'action' ? action : Reflect.get(of, name)) }),
  };
});

const shown = () => [
  action.setBadgeText.mock.lastCall?.[0].text,
  action.setTitle.mock.lastCall?.[0].title.split('\n'),
];

beforeEach(() => fakeBrowser.reset());

test('stays while anything is wrong, and its title says all of it', async () => {
  await Promise.all([setAlarm('log', 'The log broke.'), setAlarm('logins', 'A login is unknown.')]);
  expect(shown()).toEqual(['!', ['Canvasback', 'The log broke.', 'A login is unknown.']]);
  await setAlarm('log', undefined);
  expect(shown()).toEqual(['!', ['Canvasback', 'A login is unknown.']]);
  await setAlarm('logins', undefined);
  expect(shown()).toEqual(['', ['Canvasback']]);
});
