// Who sent a message: the first question of the background. Anybody it can't name is refused.

import { type HostKind, readHost } from '#core/setup/host.ts';
import type { Speaker } from '../../utils/messages.ts';
import type { DockRecord } from '../../utils/storage.ts';

/** What browsers tell of a sender; of it only these fields are believed. */
export interface Sender {
  readonly id?: string;
  readonly url?: string;
  readonly origin?: string;
  readonly frameId?: number;
  readonly documentId?: string;
  readonly tab?: { readonly id?: number; readonly windowId?: number };
}

export type Caller =
  | { readonly speaker: 'side' | 'popup' | 'options'; readonly tabId?: number }
  | { readonly speaker: 'docked'; readonly tabId: number; readonly nonce: string }
  | {
      readonly speaker: 'unconfirmed';
      readonly tabId: number;
      readonly frameId: number;
      readonly nonce: string;
    }
  | {
      readonly speaker: 'launcher';
      readonly tabId: number;
      readonly windowId?: number;
      readonly origin: string;
      readonly documentId?: string;
    }
  | {
      readonly speaker: 'frame';
      readonly tabId: number;
      readonly frameId: number;
      readonly origin: string;
      readonly documentId?: string;
    };

interface Ours {
  readonly id: string;
  /** `chrome-extension://<id>`, without a slash at the end. */
  readonly origin: string;
  /** The panel that our content script opened in a tab. */
  dock(tabId: number): Promise<DockRecord | undefined>;
  /** The document that last spoke from the top frame of a tab. */
  topDocument(tabId: number): Promise<string | undefined>;
}

const surfaces: Readonly<Record<string, Speaker>> = {
  '/panel.html': 'docked',
  '/sidepanel.html': 'side',
  '/popup.html': 'popup',
  '/options.html': 'options',
};

export async function readCaller(sender: Sender, nonce: unknown, ours: Ours): Promise<Caller | undefined> {
  if (sender.id !== ours.id || !sender.url) return undefined;
  const at = URL.parse(sender.url);
  if (!at || (sender.origin !== undefined && sender.origin !== originOf(at))) return undefined;
  const tabId = sender.tab?.id;
  if (originOf(at) === ours.origin) {
    const speaker = surfaces[at.pathname];
    if (speaker === 'docked') return docked(sender, nonce, ours);
    // One of our pages inside another page would be a frame; none of ours has frames.
    if (tabId !== undefined && sender.frameId !== 0) return undefined;
    return speaker === 'side' || speaker === 'popup' || speaker === 'options'
      ? { speaker, tabId }
      : undefined;
  }
  if (tabId === undefined) return undefined;
  const { documentId, frameId } = sender;
  const origin = originOf(at);
  if (isSetupOrigin(at) && (await inTopFrame(sender, tabId, ours)))
    return { speaker: 'launcher', tabId, windowId: sender.tab?.windowId, origin, documentId };
  // A frame without an origin of its own, sandboxed or made of text, is anybody's.
  const kind = frameId && sender.origin !== undefined ? hostKind(at) : undefined;
  return frameId && (kind === 'api' || kind === 'visualforce')
    ? { speaker: 'frame', tabId, frameId, origin, documentId }
    : undefined;
}

/** While it leaves, a top document is no longer in frame 0; its id stays its own. */
async function inTopFrame({ frameId, documentId }: Sender, tabId: number, ours: Ours): Promise<boolean> {
  return frameId === 0 || (documentId !== undefined && documentId === (await ours.topDocument(tabId)));
}

/** A nonce serves one frame: in any other it is nobody's. */
async function docked({ tab, frameId }: Sender, nonce: unknown, ours: Ours): Promise<Caller | undefined> {
  const tabId = tab?.id;
  if (tabId === undefined || !frameId || typeof nonce !== 'string') return undefined;
  const dock = await ours.dock(tabId);
  if (dock?.nonce === undefined || nonce !== dock.nonce) return undefined;
  if (dock.frameId === undefined) return { speaker: 'unconfirmed', tabId, frameId, nonce };
  return dock.frameId === frameId ? { speaker: 'docked', tabId, nonce } : undefined;
}

/** `URL.origin` is `null` for extension schemes in some browsers. */
function originOf(at: URL): string {
  return `${at.protocol}//${at.host}`;
}

/** Hosts whose pages may have a launcher and a docked panel. */
export function isSetupOrigin(at: URL): boolean {
  const kind = hostKind(at);
  return kind === 'lightning' || kind === 'setup' || kind === 'api' || kind === 'builder';
}

function hostKind(at: URL): HostKind | undefined {
  return at.protocol === 'https:' && at.port === '' ? readHost(at.hostname)?.kind : undefined;
}
