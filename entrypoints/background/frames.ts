// What the frames of a Setup page say they show, and what of it is believed.

import { browser } from 'wxt/browser';
import type { SetupPage } from '#core/setup/page.ts';
import { componentOf, orgHostOf } from '#core/setup/page-component.ts';
import { resolveSetupPage } from '#core/setup/resolve.ts';
import type { FrameOrder } from '../../utils/messages.ts';
import { type FrameRecord, stored, type TabRecord } from '../../utils/storage.ts';
import type { Caller } from './callers.ts';
import { inTurn } from './current-page.ts';
import { sameComponent } from './join-frames.ts';

type FrameCaller = Extract<Caller, { speaker: 'frame' }>;

/** Of a tab's frames; those beyond are no Setup page's. */
const most = 8;

/**
 * Keeps what a frame shows. Nothing is kept of an address that is not of the origin that sent it, of another org than the
 * page's, under a page that is none of Setup's, or of what is no component. True when something changed.
 */
export async function keepFrame(caller: FrameCaller, url: string): Promise<boolean> {
  const { tabId, frameId, documentId, origin } = caller;
  return inTurn(tabId, async () => {
    const tab = await stored.tab(tabId).read();
    if (!tab || URL.parse(url)?.origin !== origin || !isSetupPage(tab.url)) return false;
    const top = resolveSetupPage(tab.url);
    const shown = resolveSetupPage(url);
    const page = orgHostOf(shown) === orgHostOf(top) ? recordOf(shown) : undefined;
    const before = tab.frames?.find((each) => each.frameId === frameId);
    const others = (tab.frames ?? []).filter((each) => each !== before);
    if (!page) return before ? write(tab, [...whatStays({ ...before, documentId }), ...others]) : false;
    const followed = before?.followed === true || sameComponent(page, top);
    return write(tab, [{ frameId, documentId, followed, page }, ...others]);
  });
}

/** The frame's document went away, unless a newer one in it has reported already. */
export async function forgetFrame({ tabId, frameId, documentId }: FrameCaller): Promise<boolean> {
  return inTurn(tabId, async () => {
    const tab = await stored.tab(tabId).read();
    const left = tab?.frames?.flatMap((each) =>
      each.frameId === frameId && each.documentId === documentId ? whatStays(each) : [each],
    );
    return tab && left ? write(tab, left) : false;
  });
}

/** A frame that loads its next page leaves the one before first: that it showed what the page names is still known then. */
function whatStays({ frameId, documentId, followed }: FrameRecord): FrameRecord[] {
  return followed ? [{ frameId, documentId, followed }] : [];
}

async function write(tab: TabRecord, frames: readonly FrameRecord[]): Promise<boolean> {
  const kept = frames.slice(0, most);
  if (JSON.stringify(kept) === JSON.stringify(tab.frames)) return false;
  await stored.tab(tab.tabId).write({ ...tab, frames: kept });
  return true;
}

/** A new document is on screen: frames that loaded before it could report say where they are. */
export async function askFrames(tabId: number): Promise<void> {
  const order: FrameOrder = { to: 'frames' };
  // Nobody answers, and where there is no frame nobody hears it.
  await browser.tabs.sendMessage(tabId, order).catch(() => undefined);
}

function recordOf(page: SetupPage): FrameRecord['page'] {
  const { kind, metadataType, id, id18, name, objectName, objectId } = page;
  if ((kind !== 'component' && kind !== 'componentByName') || !metadataType || !componentOf(page))
    return undefined;
  return { kind, metadataType, id, id18, name, objectName, objectId };
}

function isSetupPage(url: string): boolean {
  return URL.parse(url)?.pathname.startsWith('/lightning/setup/') === true;
}
