// Which page is on screen: only what a Setup page's own launcher said, for the tab it said it from.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Caller } from '../../../entrypoints/background/callers.ts';
import {
  currentPageOf,
  forgetPage,
  keepPage,
  pageOfTab,
} from '../../../entrypoints/background/current-page.ts';
import { openDock, takePending } from '../../../entrypoints/background/panel.ts';
import { stored } from '../../../utils/storage.ts';

vi.mock('wxt/browser', () => ({ browser: fakeBrowser }));

const origin = 'https://acme.my.salesforce-setup.com';
const url = `${origin}/lightning/setup/ApexClasses/page?address=%2F01p5g00000AbCdEAAV`;
const launcher = (tabId: number, documentId = 'D1'): Extract<Caller, { speaker: 'launcher' }> => ({
  speaker: 'launcher',
  tabId,
  windowId: 1,
  origin,
  documentId,
});

beforeEach(() => fakeBrowser.reset());

function active(tabs: { id: number; windowId: number }[]) {
  vi.spyOn(fakeBrowser.tabs, 'query').mockResolvedValue(tabs as never);
}

describe('reports', () => {
  test('are kept per tab', async () => {
    expect(await keepPage(launcher(7), { url, fresh: false }, 1)).toBe(true);
    expect(await pageOfTab(7)).toMatchObject({
      tabId: 7,
      page: { kind: 'component', metadataType: 'ApexClass' },
    });
    expect(await pageOfTab(8)).toEqual({});
  });

  test.each([
    'https://other.my.salesforce-setup.com/lightning/setup/ApexClasses/home',
    'http://acme.my.salesforce-setup.com/',
    'nowhere',
  ])('an address that is not the sender’s own is dropped: %s', async (address) => {
    expect(await keepPage(launcher(7), { url: address, fresh: false }, 1)).toBe(false);
    expect(await pageOfTab(7)).toEqual({});
  });

  test('a document that left takes only its own report along', async () => {
    await keepPage(launcher(7, 'D2'), { url, fresh: false }, 1);
    await forgetPage(launcher(7, 'D1'));
    expect(await pageOfTab(7)).toMatchObject({ tabId: 7 });
    await forgetPage(launcher(7, 'D2'));
    expect(await pageOfTab(7)).toEqual({});
  });

  test('what no longer has its shape is as good as absent', async () => {
    await fakeBrowser.storage.session.set({ 'tab:7': { url: 7 } });
    expect(await pageOfTab(7)).toEqual({});
  });
});

describe('the page on screen', () => {
  beforeEach(async () => {
    await keepPage(launcher(7), { url, fresh: false }, 1);
    await keepPage(launcher(8), { url: `${origin}/lightning/setup/Flows/home`, fresh: false }, 2);
  });

  test('a docked panel belongs to its tab, whatever is in front', async () => {
    active([{ id: 8, windowId: 1 }]);
    const caller = { speaker: 'docked', tabId: 7, nonce: 'n' } as const;
    expect((await currentPageOf(caller, 1)).tabId).toBe(7);
  });

  test('side panel and popup follow the active tab of their window', async () => {
    active([{ id: 8, windowId: 1 }]);
    expect((await currentPageOf({ speaker: 'side' }, 1)).tabId).toBe(8);
    expect(fakeBrowser.tabs.query).toHaveBeenCalledWith({ active: true, windowId: 1 });
    active([{ id: 9, windowId: 1 }]);
    expect(await currentPageOf({ speaker: 'popup' }, undefined)).toEqual({});
    active([]);
    expect(await currentPageOf({ speaker: 'popup' }, undefined)).toEqual({});
  });

  test('opened as a tab, a page of ours is about the Setup page seen last in its window', async () => {
    active([{ id: 20, windowId: 1 }]);
    expect((await currentPageOf({ speaker: 'popup', tabId: 20 }, 1)).tabId).toBe(8);
    active([{ id: 20, windowId: 2 }]);
    expect(await currentPageOf({ speaker: 'popup', tabId: 20 }, 2)).toEqual({});
  });
});

describe('the dock', () => {
  test('each opening has a nonce of its own; the one before is worth nothing', async () => {
    const first = await openDock(7);
    const second = await openDock(7);
    expect(first.nonce).not.toBe(second.nonce);
    expect(await stored.dock(7).read()).toMatchObject({ nonce: second.nonce });
  });

  test('what was asked before the panel listened is told once', async () => {
    await stored.dock(7).write({ compare: true });
    const { nonce } = await openDock(7);
    expect(await takePending(7)).toEqual({ compare: true });
    expect(await takePending(7)).toEqual({ compare: false });
    expect(await stored.dock(7).read()).toEqual({ nonce });
  });
});
