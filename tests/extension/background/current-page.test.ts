// Which page is on screen: only what a Setup page's own launcher said, for the tab it said it from.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Caller } from '../../../entrypoints/background/callers.ts';
import {
  currentPageOf,
  forgetPage,
  keepPage,
  moveTab,
  pageOfTab,
} from '../../../entrypoints/background/current-page.ts';
import { confirmDock, openDock, takePending } from '../../../entrypoints/background/panel.ts';
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

beforeEach(() => {
  fakeBrowser.reset();
  vi.restoreAllMocks();
  launcherListens(true);
});

function launcherListens(there: boolean) {
  vi.spyOn(fakeBrowser.tabs, 'sendMessage').mockImplementation((async () => {
    if (!there) throw new Error('Could not establish connection. Receiving end does not exist.');
  }) as never);
}

function active(tabs: { id: number; windowId: number }[]) {
  vi.spyOn(fakeBrowser.tabs, 'query').mockResolvedValue(tabs as never);
}

describe('reports', () => {
  test('are kept per tab', async () => {
    expect(await keepPage(launcher(7), { url, fresh: false, loginAs: false }, 1)).toBe(true);
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
    expect(await keepPage(launcher(7), { url: address, fresh: false, loginAs: false }, 1)).toBe(false);
    expect(await pageOfTab(7)).toEqual({});
  });

  test('a tab that was moved to another window is known there, with all that it shows', async () => {
    await keepPage(launcher(7), { url, fresh: false, loginAs: true }, 1);
    const before = await stored.tab(7).read();
    await moveTab(7, 5);
    expect(await stored.tab(7).read()).toEqual({ ...before, windowId: 5 });
    await moveTab(8, 5);
    expect(await stored.tab(8).read()).toBeUndefined();
  });

  test('a document that left takes only its own report along', async () => {
    await keepPage(launcher(7, 'D2'), { url, fresh: false, loginAs: false }, 1);
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
    await keepPage(launcher(7), { url, fresh: false, loginAs: false }, 1);
    await keepPage(
      launcher(8),
      { url: `${origin}/lightning/setup/Flows/home`, fresh: false, loginAs: false },
      2,
    );
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

  test('a document that went away unheard, as while the background slept, is on screen no more', async () => {
    active([{ id: 8, windowId: 1 }]);
    launcherListens(false);
    expect(await currentPageOf({ speaker: 'side' }, 1)).toEqual({});
    expect(await stored.tab(8).read()).toBeUndefined();
    expect(fakeBrowser.tabs.sendMessage).toHaveBeenCalledWith(8, { to: 'nobody' }, { frameId: 0 });
    // Nothing is said of another tab.
    expect(await pageOfTab(7)).toMatchObject({ tabId: 7 });
  });

  test('a document that reports while the one before it is asked for is kept', async () => {
    active([{ id: 8, windowId: 1 }]);
    vi.spyOn(fakeBrowser.tabs, 'sendMessage').mockImplementation((async () => {
      await keepPage(launcher(8, 'D2'), { url, fresh: true, loginAs: false }, 3);
      throw new Error('Could not establish connection. Receiving end does not exist.');
    }) as never);
    expect(await currentPageOf({ speaker: 'side' }, 1)).toMatchObject({
      tabId: 8,
      page: { metadataType: 'ApexClass' },
    });
  });

  test('a document that the browser froze, and that hears nothing, is still there', async () => {
    active([{ id: 20, windowId: 1 }]);
    vi.spyOn(fakeBrowser.tabs, 'sendMessage').mockImplementation((() => new Promise(() => {})) as never);
    expect((await currentPageOf({ speaker: 'popup', tabId: 20 }, 1)).tabId).toBe(8);
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
    const first = await openDock(launcher(7));
    const second = await openDock(launcher(7));
    expect(first.nonce).not.toBe(second.nonce);
    expect(await stored.dock(7).read()).toMatchObject({ nonce: second.nonce });
  });

  test('what was asked before the panel listened is told once', async () => {
    await stored.dock(7).write({ compare: true });
    const { nonce } = await openDock(launcher(7));
    expect(await takePending(7)).toEqual({ compare: true });
    expect(await takePending(7)).toEqual({ compare: false });
    expect(await stored.dock(7).read()).toMatchObject({ nonce, compare: false });
  });
});

describe('a panel is confirmed', () => {
  const asking = (nonce: string, more: Partial<{ tabId: number; frameId: number }> = {}) =>
    ({ speaker: 'unconfirmed', tabId: 7, frameId: 3, nonce, ...more }) as const;
  let nonce = '';
  beforeEach(async () => {
    await keepPage(launcher(7), { url, fresh: true, loginAs: false }, 1);
    ({ nonce } = await openDock(launcher(7)));
  });

  test('in the tab and under the document that asked for it, and is told the page around it', async () => {
    expect(await confirmDock(asking(nonce))).toEqual({ origin });
    expect(await stored.dock(7).read()).toMatchObject({ nonce, frameId: 3 });
  });

  test('once: of two frames that show the nonce at the same time one is refused', async () => {
    const both = await Promise.all([confirmDock(asking(nonce)), confirmDock(asking(nonce, { frameId: 4 }))]);
    expect(both).toEqual([{ origin }, undefined]);
    expect(await confirmDock(asking(nonce, { frameId: 5 }))).toBeUndefined();
  });

  test('never with a guessed nonce, nor with one that a later opening replaced', async () => {
    expect(await confirmDock(asking(crypto.randomUUID()))).toBeUndefined();
    await openDock(launcher(7));
    expect(await confirmDock(asking(nonce))).toBeUndefined();
  });

  test('never with the nonce of another tab', async () => {
    await keepPage(launcher(8), { url, fresh: true, loginAs: false }, 1);
    const other = await openDock(launcher(8));
    expect(await confirmDock(asking(other.nonce))).toBeUndefined();
    expect(await confirmDock(asking(nonce, { tabId: 8 }))).toBeUndefined();
  });

  test('never once the tab has gone on to another page, of the same or of another origin', async () => {
    await keepPage(launcher(7, 'D2'), { url, fresh: true, loginAs: false }, 2);
    expect(await confirmDock(asking(nonce))).toBeUndefined();
  });

  test('never when only the page’s address was told, by a document that is not the one that asked', async () => {
    await keepPage(launcher(7, 'D2'), { url, fresh: false, loginAs: false }, 2);
    expect(await confirmDock(asking(nonce))).toBeUndefined();
  });

  test('never once the page has left', async () => {
    await forgetPage(launcher(7));
    expect(await confirmDock(asking(nonce))).toBeUndefined();
  });

  test('never under a host that is not Setup’s', async () => {
    const elsewhere = { ...launcher(7), origin: 'https://login.salesforce.com' };
    await keepPage(elsewhere, { url: 'https://login.salesforce.com/', fresh: false, loginAs: false }, 1);
    expect(await confirmDock(asking(nonce))).toBeUndefined();
  });
});
