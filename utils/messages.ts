// Every message the background accepts: who may send it, what it must look like, what comes back.

import * as z from 'zod/mini';
import { accessEntry } from '../contract/audit.ts';
import { orgId } from '../contract/components.ts';
import type { EndpointName, OutputOf } from '../contract/index.ts';
import type { CurrentPage, HostError, PanelState, Session, Settings, StoredItem } from './extension-host.ts';
import type { LauncherView } from './launcher-view.ts';
import type { LogState, RowsChecked } from './log-state.ts';
import type { LeftOut } from './long-texts.ts';
import { panelRecord, settingsRecord } from './storage.ts';

/**
 * Who speaks: one of our pages, or our content script in the top frame of a Setup page or in a frame of one. A docked panel is `unconfirmed`
 * until the background knows the page around it.
 */
export type Speaker = 'unconfirmed' | 'docked' | 'side' | 'popup' | 'options' | 'launcher' | 'frame';

const pages = ['docked', 'side', 'popup', 'options'] as const;
/** Pages that no other site's page can lay anything over. */
const ownWindows = ['side', 'popup'] as const;
const launcher = ['launcher'] as const;
const frame = ['frame'] as const;

const nothing = z.object({});
const key = z.string().check(z.minLength(1), z.maxLength(1000));
/** Salesforce says on the page that an admin is signed in as somebody else. */
const loginAs = z.boolean();
const address = z.string().check(z.maxLength(8192));

export const messages = {
  'api.call': {
    from: pages,
    input: z.object({
      endpoint: z.string(),
      input: z.unknown(),
      /** The page's name for a call that it may leave. */
      asking: z.optional(z.uuid()),
    }),
  },
  'api.leave': { from: pages, input: z.object({ asking: z.uuid() }) },
  'api.piece': { from: pages, input: z.object({ id: z.string(), piece: z.int() }) },
  'session.get': { from: pages, input: nothing },
  'session.signIn': { from: pages, input: nothing },
  'session.signOut': { from: ['side', 'popup', 'options'], input: nothing },
  'org.connect': {
    from: ['side', 'popup', 'options'],
    input: z.object({
      apiHost: z.string(),
      integrationUsername: z.optional(z.string()),
      anew: z.optional(z.boolean()),
    }),
  },
  'guide.open': { from: pages, input: z.object({ apiHost: z.string() }) },
  'page.current': { from: pages, input: z.object({ windowId: z.optional(z.int()) }) },
  'panel.open': { from: ownWindows, input: z.object({ windowId: z.optional(z.int()) }) },
  'panel.confirm': { from: ['unconfirmed'], input: nothing },
  'panel.close': { from: ['docked'], input: nothing },
  'panel.compareInSide': { from: ['docked'], input: nothing },
  'panel.openInTab': { from: ['docked'], input: nothing },
  'panel.pageDrawn': { from: ['docked'], input: nothing },
  'panel.pending': { from: ['docked'], input: nothing },
  'panelState.get': { from: pages, input: z.object({ key }) },
  'panelState.set': { from: pages, input: z.object({ key, state: panelRecord }) },
  'settings.get': { from: pages, input: nothing },
  'settings.change': { from: pages, input: z.partial(settingsRecord) },
  'log.state': { from: pages, input: nothing },
  /** `asked`: by a person, who need not wait for the next minute. */
  'log.check': { from: pages, input: z.object({ asked: z.boolean() }) },
  /** Entries of one page of the list. */
  'log.rows': {
    from: pages,
    input: z.object({ orgId, entries: z.array(accessEntry).check(z.maxLength(50)) }),
  },
  'log.trust': {
    from: ['side', 'popup', 'options'],
    input: z.object({ vkey: z.string().check(z.maxLength(1000)) }),
  },
  'log.file': { from: pages, input: nothing },
  'stored.list': { from: ['options', 'popup'], input: nothing },
  'stored.erase': { from: ['options', 'popup'], input: nothing },
  'frame.page': { from: frame, input: z.object({ url: address }) },
  'frame.left': { from: frame, input: nothing },
  'launcher.page': { from: launcher, input: z.object({ url: address, fresh: z.boolean(), loginAs }) },
  'launcher.left': { from: launcher, input: nothing },
  'launcher.open': { from: launcher, input: z.object({ loginAs }) },
  'launcher.closed': { from: launcher, input: nothing },
  'launcher.hideOrg': { from: launcher, input: nothing },
  'launcher.place': {
    from: launcher,
    input: z.object({
      edge: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
      width: z.optional(z.number().check(z.minimum(340), z.maximum(900))),
    }),
  },
} as const satisfies Record<string, { from: readonly Speaker[]; input: z.ZodMiniType }>;

export type Messages = typeof messages;
export type MessageName = keyof Messages;
export type InputOfMessage<N extends MessageName> = z.infer<Messages[N]['input']>;

/** What each message is answered with. */
export interface Answers extends Record<MessageName, unknown> {
  'api.call': OutputOf<EndpointName>;
  'api.leave': null;
  'api.piece': string;
  'session.get': Session;
  'session.signIn': Session;
  'session.signOut': Session;
  'org.connect': OutputOf<'orgs.connectFinish'>;
  'guide.open': null;
  'page.current': CurrentPage;
  'panel.open': null;
  /** Of the Setup page that the panel is docked in. */
  'panel.confirm': { origin: string };
  'panel.close': null;
  'panel.compareInSide': null;
  'panel.openInTab': null;
  'panel.pageDrawn': null;
  'panel.pending': { compare: boolean };
  'panelState.get': PanelState;
  'panelState.set': null;
  'settings.get': Settings;
  'settings.change': Settings;
  'log.state': LogState;
  'log.check': LogState;
  'log.rows': RowsChecked;
  'log.trust': LogState;
  /** Text of the file. */
  'log.file': string;
  'stored.list': readonly StoredItem[];
  'stored.erase': null;
  'frame.page': null;
  'frame.left': null;
  'launcher.page': LauncherView;
  'launcher.left': null;
  'launcher.open': { nonce: string };
  'launcher.closed': null;
  'launcher.hideOrg': null;
  'launcher.place': null;
}

/** How a message travels. A docked panel shows with `nonce` that our content script opened it. */
export const envelope = z.object({
  to: z.literal('background'),
  name: z.string(),
  input: z.unknown(),
  nonce: z.optional(z.string()),
});
export type Envelope = z.infer<typeof envelope>;

export type Answer<T = unknown> =
  /** Of long texts only the place is in `value`; they follow in pieces. */
  | { readonly ok: true; readonly value: T; readonly leftOut?: readonly LeftOut[] }
  | { readonly ok: false; readonly problem: HostError['problem'] };

/** What the background tells our pages; a hint to ask again, never data. */
export interface PageEvent {
  readonly to: 'pages';
  readonly what: 'session' | 'page' | 'settings' | 'component' | 'compare' | 'log';
  /** Set when only one docked panel, or the side panel of one window, is meant. */
  readonly nonce?: string;
  readonly windowId?: number;
}

/** What the background asks of the frames of one tab: where they are. */
export interface FrameOrder {
  readonly to: 'frames';
}

/** Asks nothing: that a launcher listens at all says that its document is still there. */
export interface Presence {
  readonly to: 'nobody';
}

/** What the background tells the launcher of one tab. */
export type LauncherOrder =
  /** `draw` is answered when the page has drawn a frame. */
  | { readonly to: 'launcher'; readonly do: 'open' | 'close' | 'toggle' | 'draw' }
  | {
      readonly to: 'launcher';
      readonly do: 'show';
      /** The address that the view is about; the page may be elsewhere by now. */
      readonly url: string;
      readonly view: LauncherView;
    };
