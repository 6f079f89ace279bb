// Who may speak to the background: every sender that is not exactly ours is nobody.

import { describe, expect, test } from 'vitest';
import { readCaller, type Sender } from '../../../entrypoints/background/callers.ts';

const id = 'blaklhebcmppkaocbpggkjpamibbphpn';
const origin = `chrome-extension://${id}`;
const nonce = 'b1f0';
const ours = {
  id,
  origin,
  dock: async (tabId: number) =>
    tabId === 7 ? { nonce, frameId: 3 } : tabId === 9 ? { nonce: 'c2' } : undefined,
  topDocument: async (tabId: number) => (tabId === 7 ? 'TOP' : undefined),
};
const tab = { id: 7, windowId: 1 };
const setup = 'https://acme.my.salesforce-setup.com';

const page = (path: string, more: Sender = {}): Sender => ({ id, url: `${origin}${path}`, origin, ...more });
const inPage = (url: string, more: Sender = {}): Sender => ({
  id,
  url,
  origin: new URL(url).origin,
  frameId: 0,
  tab,
  ...more,
});

describe('our own pages', () => {
  test.each([
    ['/popup.html', 'popup'],
    ['/sidepanel.html', 'side'],
    ['/options.html', 'options'],
  ])('%s is the %s', async (path, speaker) => {
    expect(await readCaller(page(path), undefined, ours)).toMatchObject({ speaker });
    expect(await readCaller(page(path, { tab, frameId: 0 }), undefined, ours)).toMatchObject({ speaker });
  });

  test.each([
    ['inside a frame of a tab', page('/popup.html', { tab, frameId: 4 })],
    ['of another extension', page('/popup.html', { id: 'a'.repeat(32) })],
    ['with another origin than its address', page('/popup.html', { origin: 'https://evil.example' })],
    ['at an address we have no page at', page('/other.html')],
    ['without an address', { id, origin }],
    ['that only begins like ours', { id, url: `${origin}.evil.example/popup.html`, tab, frameId: 0 }],
  ])('a page %s is refused', async (_, sender) => {
    expect(await readCaller(sender, undefined, ours)).toBeUndefined();
  });
});

describe('the docked panel', () => {
  const docked = page('/panel.html', { tab, frameId: 3 });

  test('speaks with the nonce of its own tab', async () => {
    expect(await readCaller(docked, nonce, ours)).toEqual({ speaker: 'docked', tabId: 7, nonce });
  });

  test.each([
    ['without a nonce', docked, undefined],
    ['with an empty nonce', docked, ''],
    ['with another nonce', docked, 'b1f1'],
    ['with a nonce that is no text', docked, ['b1f0']],
    ['in a tab where none was opened', page('/panel.html', { tab: { id: 8 }, frameId: 3 }), nonce],
    ['in a tab where another was opened', page('/panel.html', { tab: { id: 9 }, frameId: 3 }), nonce],
    ['in a second frame that shows the same nonce', page('/panel.html', { tab, frameId: 4 }), nonce],
    ['as a tab of its own', page('/panel.html', { tab, frameId: 0 }), nonce],
    ['outside a tab', page('/panel.html'), nonce],
  ])('is refused %s', async (_, sender, given) => {
    expect(await readCaller(sender, given, ours)).toBeUndefined();
  });

  test('is unconfirmed, whatever it shows, until one frame was given the nonce', async () => {
    const sender = page('/panel.html', { tab: { id: 9 }, frameId: 5 });
    const unconfirmed = { speaker: 'unconfirmed', tabId: 9, frameId: 5, nonce: 'c2' };
    expect(await readCaller(sender, 'c2', ours)).toEqual(unconfirmed);
  });

  test('an absent nonce never equals an absent record', async () => {
    const sender = page('/panel.html', { tab: { id: 8 }, frameId: 3 });
    expect(await readCaller(sender, undefined, ours)).toBeUndefined();
  });
});

describe('the launcher', () => {
  test.each([
    `${setup}/lightning/setup/ApexClasses/home`,
    'https://acme.lightning.force.com/lightning/setup/Flows/home',
    'https://acme--uat.sandbox.my.salesforce-setup.com/',
    'https://acme.my.salesforce.com/01p5g000000dVj3',
    'https://acme.builder.salesforce-experience.com/sfsites/picasso/core/config/commeditor.jsp',
  ])('speaks from the top frame of %s', async (url) => {
    expect(await readCaller(inPage(url, { documentId: 'D' }), undefined, ours)).toEqual({
      speaker: 'launcher',
      tabId: 7,
      windowId: 1,
      origin: new URL(url).origin,
      documentId: 'D',
    });
  });

  test.each([
    ['from an inner frame', inPage(`${setup}/x`, { frameId: 2, documentId: 'INNER' })],
    ['from an inner frame without a document id', inPage(`${setup}/x`, { frameId: 2, tab: { id: 8 } })],
    ['from a sign-in host', inPage('https://login.salesforce.com/')],
    ['from a Visualforce page of its own', inPage('https://acme--c.vf.force.com/apex/Any')],
    ['from a site of an org', inPage('https://acme.my.site.com/')],
    ['from a look-alike', inPage('https://acme.my.salesforce-setup.com.evil.example/')],
    ['over plain http', inPage('http://acme.my.salesforce-setup.com/')],
    ['from another port', inPage('https://acme.my.salesforce-setup.com:8443/')],
    ['without a tab', inPage(`${setup}/x`, { tab: undefined })],
    ['from an address that is none', { id, url: 'nowhere', tab, frameId: 0 }],
    ['with another origin than its address', inPage(`${setup}/x`, { origin: 'https://evil.example' })],
  ])('is refused %s', async (_, sender) => {
    expect(await readCaller(sender, undefined, ours)).toBeUndefined();
  });

  test('still speaks while its document leaves the top frame', async () => {
    const leaving = inPage(`${setup}/x`, { frameId: 1, documentId: 'TOP' });
    expect(await readCaller(leaving, undefined, ours)).toMatchObject({ speaker: 'launcher', tabId: 7 });
    expect(await readCaller({ ...leaving, tab: { id: 8 } }, undefined, ours)).toBeUndefined();
  });
});

describe('a frame', () => {
  const api = 'https://acme.my.salesforce.com';
  const inFrame = (url: string, more: Sender = {}) => inPage(url, { frameId: 5, documentId: 'F', ...more });

  test.each([`${api}/01p5g000000dVj3`, 'https://acme--c.vf.force.com/any.apexp'])(
    'speaks from %s',
    async (url) => {
      expect(await readCaller(inFrame(url), undefined, ours)).toEqual({
        speaker: 'frame',
        tabId: 7,
        frameId: 5,
        origin: new URL(url).origin,
        documentId: 'F',
      });
    },
  );

  test.each([
    ['of a Setup page', inFrame(`${setup}/lightning/setup/Flows/home`)],
    ['of a look-alike', inFrame('https://acme--c.vf.force.com.evil.example/')],
    ['over plain http', inFrame('http://acme--c.vf.force.com/')],
    ['without an origin of its own', inFrame(`${api}/x`, { origin: 'null' })],
    ['whose origin the browser does not tell', inFrame(`${api}/x`, { origin: undefined })],
    ['of another extension', inFrame(`${api}/x`, { id: 'a'.repeat(32) })],
    ['that is no frame', inFrame('https://acme--c.vf.force.com/any.apexp', { frameId: 0 })],
    ['without a tab', inFrame(`${api}/x`, { tab: undefined })],
  ])('%s is refused', async (_, sender) => {
    expect(await readCaller(sender, undefined, ours)).toBeUndefined();
  });
});
