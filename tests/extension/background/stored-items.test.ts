// The page that shows every stored byte: nothing is left out, nothing is unknown, and erasing erases.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { eraseStored, listStored } from '../../../entrypoints/background/stored-items.ts';
import { tokenCache } from '../../../entrypoints/background/token-cache.ts';
import { changePlace, changeSettings, readPlace, readSettings } from '../../../utils/settings.ts';
import { stored } from '../../../utils/storage.ts';

vi.mock('wxt/browser', () => ({ browser: fakeBrowser }));
vi.stubGlobal('indexedDB', { databases: async () => [{ name: 'auth0-spa-js', version: 1 }] });

async function fill() {
  await stored.session.write({ state: 'signed_in', name: 'Ada King' });
  await stored.signIn.write({ a: '1' });
  await stored.tab(7).write({ tabId: 7, url: 'https://acme.my.salesforce-setup.com/', seenAt: 1 });
  await stored.dock(7).write({ nonce: 'n' });
  await stored.panel('org|Flow|F').write({ tab: 'history' });
  await stored.account.write({ returning: true, ask: false });
  await stored
    .log('0a')
    .write({ api: 'https://api.canvasback.test', successions: [], kept: [], earlier: [] });
  await stored.logTry('0a').write({ at: 1 });
  await stored.alarms.write({ log: 'Broken.' });
  await changeSettings({ theme: 'dark' });
  await changePlace({ edge: 0.5 });
  await tokenCache.set('key', { body: {}, expiresAt: 1 });
}

beforeEach(() => fakeBrowser.reset());

describe('the list', () => {
  test('has every item with bytes, origin and lifetime', async () => {
    await fill();
    const items = await listStored();
    expect(items.map(({ key }) => key).sort()).toEqual([
      'account',
      'alarms',
      'auth0-spa-js',
      'auth0:key',
      'dock:7',
      'launcher',
      'log-try:0a',
      'log:0a',
      'panel:org|Flow|F',
      'session',
      'settings',
      'sign-in',
      'tab:7',
    ]);
    expect(items.filter(({ origin }) => origin === 'Unknown')).toEqual([]);
    const settings = items.find(({ key }) => key === 'settings');
    const bytes = 'settings'.length + JSON.stringify(await readSettings()).length;
    expect(settings).toMatchObject({ where: 'Extension storage', bytes });
  });

  test('shows what it does not know rather than hide it', async () => {
    await fakeBrowser.storage.local.set({ surprise: 1 });
    expect(await listStored()).toContainEqual(
      expect.objectContaining({ key: 'surprise', origin: 'Unknown' }),
    );
  });

  test('tells sizes, never content', async () => {
    await fill();
    expect(JSON.stringify(await listStored())).not.toContain('Ada King');
  });
});

test('erasing leaves only which pages are open', async () => {
  await fill();
  await eraseStored();
  expect((await listStored()).map(({ key }) => key).sort()).toEqual(['auth0-spa-js', 'dock:7', 'tab:7']);
  expect(await readSettings()).toEqual({ theme: 'system', diffColours: 'red-green', hiddenOrgs: [] });
});

test('erasing also leaves, without a gap, that Auth0 must ask for the password', async () => {
  await fill();
  await stored.account.write({ returning: false, ask: true });
  const absent = vi.fn();
  fakeBrowser.storage.local.onChanged.addListener(({ account }) => account && absent());
  await eraseStored();
  expect((await listStored()).map(({ key }) => key).sort()).toEqual([
    'account',
    'auth0-spa-js',
    'dock:7',
    'tab:7',
  ]);
  expect(await stored.account.read()).toEqual({ returning: false, ask: true });
  expect(absent).not.toHaveBeenCalled();
  const kept = (await listStored()).find(({ key }) => key === 'account');
  expect(kept?.lifetime).toContain('erasing keeps it');
});

describe('settings', () => {
  test('change one by one and keep the rest', async () => {
    await changeSettings({ theme: 'dark', hiddenOrgs: ['a', 'a', 'b'] });
    expect(await changeSettings({ diffColours: 'blue-orange' })).toEqual({
      theme: 'dark',
      diffColours: 'blue-orange',
      hiddenOrgs: ['a', 'b'],
    });
  });

  test('that an older version wrote otherwise give way to what holds at first', async () => {
    await fakeBrowser.storage.local.set({ settings: { theme: 'pink' }, launcher: 'left' });
    expect((await readSettings()).theme).toBe('system');
    expect(await readPlace()).toEqual({ edge: 0.4, width: 440 });
  });

  test('the launcher’s place and the panel’s width are kept apart', async () => {
    await changePlace({ width: 600 });
    await changePlace({ edge: 0.9 });
    expect(await readPlace()).toEqual({ edge: 0.9, width: 600 });
  });
});

test('the token cache gives back what it was given, under the SDK’s own keys', async () => {
  await tokenCache.set('one', { body: { access_token: 't' }, expiresAt: 1 });
  expect(await tokenCache.get('one')).toEqual({ body: { access_token: 't' }, expiresAt: 1 });
  expect(await tokenCache.allKeys?.()).toEqual(['one']);
  expect(await fakeBrowser.storage.local.get(null)).toEqual({});
  await tokenCache.remove('one');
  expect(await tokenCache.get('one')).toBeUndefined();
});
