// What a frame of a Setup page may add to it, and everything that it may not.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Caller } from '../../../entrypoints/background/callers.ts';
import { forgetPage, keepPage, pageOfTab } from '../../../entrypoints/background/current-page.ts';
import { forgetFrame, keepFrame } from '../../../entrypoints/background/frames.ts';

vi.mock('wxt/browser', () => ({ browser: fakeBrowser }));

const setup = 'https://acme.my.salesforce-setup.com';
const api = 'https://acme.my.salesforce.com';
const visualforce = 'https://acme--c.vf.force.com';
const [one, other] = ['01p5g000000dVj3AAE', '01p5g000000eCW4AAM'];
const launcher = { speaker: 'launcher', tabId: 7, windowId: 1, origin: setup, documentId: 'TOP' } as const;
const frame = (origin = api, frameId = 3, documentId = 'F1'): Extract<Caller, { speaker: 'frame' }> => ({
  speaker: 'frame',
  tabId: 7,
  frameId,
  origin,
  documentId,
});
const go = (path: string, fresh = false) =>
  keepPage(launcher, { url: setup + path, fresh, loginAs: false }, 1);
const shown = async () => {
  const { page } = await pageOfTab(7);
  return page?.id18 ?? page?.kind;
};
const list = '/lightning/setup/ApexClasses/home';
const pageOf = (id: string) => `/lightning/setup/ApexClasses/page?address=%2F${id}`;

beforeEach(() => fakeBrowser.reset());

describe('where the address names no component', () => {
  beforeEach(async () => void (await go(list)));

  test.each([
    [api, `/${one}?isdtp=p1`],
    [visualforce, `/apexpages/setup/viewApexClass.apexp?id=${one}`],
  ])('a frame of %s does', async (origin, path) => {
    expect(await keepFrame(frame(origin), origin + path)).toBe(true);
    expect((await pageOfTab(7)).page).toMatchObject({
      kind: 'component',
      metadataType: 'ApexClass',
      id18: one,
      node: 'ApexClasses',
      apiHost: 'acme.my.salesforce.com',
      frame: 'inner',
    });
  });

  test('until it shows something else, or goes', async () => {
    await keepFrame(frame(), `${api}/${one}`);
    expect(await keepFrame(frame(), `${api}/01p`)).toBe(true);
    expect(await shown()).toBe('list');
    await keepFrame(frame(), `${api}/${one}`);
    await keepFrame(frame(api, 3, 'F2'), `${api}/${other}`);
    expect(await forgetFrame(frame(api, 3, 'F1'))).toBe(false);
    expect(await shown()).toBe(other);
    expect(await forgetFrame(frame(api, 3, 'F2'))).toBe(true);
    expect(await shown()).toBe('list');
  });

  test('or the page moves on; not when its address only says the same in other words', async () => {
    await keepFrame(frame(), `${api}/${one}`);
    await go(`${list}?setupApp=all`);
    expect(await shown()).toBe(one);
    await go('/lightning/setup/Flows/home');
    expect(await shown()).toBe('list');
    await go(list);
    expect(await shown()).toBe('list');
  });

  test('nor does it outlive its tab’s document', async () => {
    await keepFrame(frame(), `${api}/${one}`);
    await forgetPage(launcher);
    await go(list, true);
    expect(await shown()).toBe('list');
  });

  test('a report says something new once', async () => {
    expect(await keepFrame(frame(), `${api}/${one}`)).toBe(true);
    expect(await keepFrame(frame(), `${api}/${one}`)).toBe(false);
    expect(await keepFrame(frame(api, 9), `${api}/home/home.jsp`)).toBe(false);
  });

  test('of many frames the last that reported counts, and few are kept', async () => {
    for (let id = 1; id <= 30; id++) await keepFrame(frame(api, id), `${api}/${one}`);
    await keepFrame(frame(api, 40), `${api}/${other}`);
    expect(await shown()).toBe(other);
    const kept = (await fakeBrowser.storage.session.get('tab:7'))['tab:7'] as { frames: unknown[] };
    expect(kept.frames).toHaveLength(8);
  });

  test('what is kept of it is the component, and nothing else of its address', async () => {
    await keepFrame(frame(), `${api}/${one}?sid=SECRET&ticket=SECRET&retURL=SECRET`);
    expect(JSON.stringify(await fakeBrowser.storage.session.get(null))).not.toContain('SECRET');
  });
});

describe('where the address names one', () => {
  beforeEach(async () => void (await go(pageOf(one))));

  test('a frame that never showed it is not believed', async () => {
    await keepFrame(frame(), `${api}/${other}`);
    expect(await shown()).toBe(one);
  });

  test('nor is one that never showed it, once it has loaded another page', async () => {
    await keepFrame(frame(), `${api}/${other}`);
    await forgetFrame(frame());
    await keepFrame(frame(api, 3, 'F2'), `${api}/01p5g000000fff5AAA`);
    expect(await shown()).toBe(one);
  });

  test('the very frame that showed it is, when it moves on by itself, and back', async () => {
    await keepFrame(frame(), `${api}/${one}`);
    expect(await shown()).toBe(one);
    await keepFrame(frame(api, 3, 'F2'), `${api}/${other}`);
    expect(await shown()).toBe(other);
    await keepFrame(frame(api, 3, 'F3'), `${api}/${one}/e`);
    expect(await shown()).toBe(one);
  });

  test('also when it left the page before the next one reported, as every frame that loads one does', async () => {
    await keepFrame(frame(), `${api}/${one}`);
    await forgetFrame(frame());
    expect(await shown()).toBe(one);
    await keepFrame(frame(api, 3, 'F2'), `${api}/${other}`);
    expect(await shown()).toBe(other);
    await forgetFrame(frame(api, 3, 'F2'));
    expect(await shown()).toBe(one);
    await keepFrame(frame(api, 4, 'F9'), `${api}/${other}`);
    expect(await shown()).toBe(one);
  });

  test('and no longer once the page’s own address moves', async () => {
    await keepFrame(frame(), `${api}/${one}`);
    await keepFrame(frame(), `${api}/${other}`);
    await go(pageOf('01p5g000000fff5AAA'));
    expect(await shown()).toBe('01p5g000000fff5AAA');
  });
});

describe('what no frame may do', () => {
  test.each([
    [
      'speak of another org',
      frame('https://evil.my.salesforce.com'),
      `https://evil.my.salesforce.com/${one}`,
    ],
    [
      'speak of a sandbox',
      frame('https://acme--uat.sandbox.my.salesforce.com'),
      `https://acme--uat.sandbox.my.salesforce.com/${one}`,
    ],
    ['give an address that is not its own', frame(visualforce), `${api}/${one}`],
    ['give an address that is none', frame(), 'nowhere'],
    ['give an id that is none', frame(), `${api}/${one.slice(0, 16)}`],
  ])('%s', async (_, caller, url) => {
    await go(list);
    expect(await keepFrame(caller, url)).toBe(false);
    expect(await shown()).toBe('list');
  });

  test('name a component on a page that is none of Setup’s, or that nobody reported', async () => {
    expect(await keepFrame(frame(), `${api}/${one}`)).toBe(false);
    await go('/lightning/r/Account/0015g000000RDL7AAO/view');
    expect(await keepFrame(frame(visualforce), `${visualforce}/apex/theirs.apexp?id=${one}`)).toBe(false);
    expect(await shown()).not.toBe(one);
  });
});

test('of an address that is nothing to us only the place is kept', async () => {
  await keepPage(
    { ...launcher, origin: api },
    { url: `${api}/home/home.jsp?sid=SECRET#SECRET`, fresh: true, loginAs: false },
    1,
  );
  await expect(fakeBrowser.storage.session.get('tab:7')).resolves.toMatchObject({
    'tab:7': { url: `${api}/home/home.jsp` },
  });
});
