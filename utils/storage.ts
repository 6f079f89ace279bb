// The extension's stored items: one table with each item's place, shape, life and reason.

import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import { accessOutcomes, accessPurposes, adminKinds } from '../contract/audit.ts';
import { versionKinds, versionOrigins } from '../contract/history.ts';
import { logRecord, logTry } from './kept-log.ts';

type Area = 'local' | 'session';

export interface Item<T> {
  readonly area: Area;
  readonly key: string;
  read(): Promise<T | undefined>;
  write(value: T): Promise<void>;
  remove(): Promise<void>;
}

/** Content that no longer fits its shape reads as absent: an older version wrote it. */
function item<T>(area: Area, key: string, shape: z.ZodMiniType<T>): Item<T> {
  const store = browser.storage[area];
  return {
    area,
    key,
    async read() {
      const parsed = shape.safeParse((await store.get(key))[key]);
      return parsed.success ? parsed.data : undefined;
    },
    write: (value) => store.set({ [key]: value }),
    remove: () => store.remove(key),
  };
}

export const sessionRecord = z.object({
  state: z.enum(['signed_out', 'signed_in', 'ended', 'signing_in']),
  name: z.optional(z.string()),
  /** Auth0’s subject, by which what is kept of the account’s log is found. */
  subject: z.optional(z.string()),
  problem: z.optional(z.string()),
});

/** A component that a frame of a Setup page shows, by the frame's own address. */
export const frameRecord = z.object({
  frameId: z.int(),
  documentId: z.optional(z.string()),
  /** It showed what the page's own address names, and moved on. */
  followed: z.boolean(),
  /** None while it is between two pages. */
  page: z.optional(
    z.object({
      kind: z.enum(['component', 'componentByName']),
      metadataType: z.string(),
      id: z.optional(z.string()),
      id18: z.optional(z.string()),
      name: z.optional(z.string()),
      objectName: z.optional(z.string()),
      objectId: z.optional(z.string()),
    }),
  ),
});
export type FrameRecord = z.infer<typeof frameRecord>;

/** A Setup page in a tab, as its content script reported it; frames newest first. */
export const tabRecord = z.object({
  tabId: z.int(),
  windowId: z.optional(z.int()),
  documentId: z.optional(z.string()),
  url: z.string(),
  seenAt: z.number(),
  /** The page shows Salesforce's banner of an admin who is signed in as somebody else. */
  loginAs: z.optional(z.boolean()),
  frames: z.optional(z.array(frameRecord).check(z.maxLength(20))),
});
export type TabRecord = z.infer<typeof tabRecord>;

/** A docked panel that a content script of ours opened, and what it shall do once it listens. */
export const dockRecord = z.object({
  nonce: z.optional(z.string()),
  /** The top document whose content script asked for it. */
  openedIn: z.optional(z.string()),
  /** The one frame that showed the nonce and was confirmed. */
  frameId: z.optional(z.int()),
  compare: z.optional(z.boolean()),
});
export type DockRecord = z.infer<typeof dockRecord>;

const filterRecord = z.object({
  words: z.optional(z.string()),
  author: z.optional(z.string()),
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  kinds: z.optional(z.readonly(z.array(z.enum(versionKinds)))),
  origin: z.optional(z.enum(versionOrigins)),
});

const recordsFilter = z.object({
  who: z.optional(z.string()),
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  purposes: z.optional(z.readonly(z.array(z.enum(accessPurposes)))),
  outcomes: z.optional(z.readonly(z.array(z.enum(accessOutcomes)))),
  routine: z.optional(z.literal('with')),
  kinds: z.optional(z.readonly(z.array(z.enum(adminKinds)))),
});

/** A place in a long list: the row on top, and how many pixels of it are scrolled out. */
const placeFields = { row: z.int(), by: z.number() };

/** What was looked at in a difference: of which pair, through which lens. */
const seenRecord = z.object({
  of: z.string(),
  lens: z.string(),
  ...placeFields,
  step: z.optional(z.int()),
  /** Folds that were opened, as many as are worth remembering. */
  open: z.optional(z.readonly(z.array(z.string().check(z.maxLength(400))).check(z.maxLength(100)))),
});

export const panelRecord = z.object({
  a: z.optional(z.string()),
  b: z.optional(z.string()),
  tab: z.optional(z.string()),
  lens: z.optional(z.string()),
  whitespace: z.optional(z.string()),
  blankLines: z.optional(z.string()),
  /** In the list of versions; rows are counted from the oldest, which new ones do not move. */
  scroll: z.optional(z.object(placeFields)),
  seen: z.optional(seenRecord),
  filter: z.optional(filterRecord),
  records: z.optional(z.string()),
  recordsFilter: z.optional(recordsFilter),
  done: z.optional(z.array(z.string())),
  /** When it was written, for the oldest to make room. */
  at: z.optional(z.number()),
});

export const settingsRecord = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  diffColours: z.enum(['red-green', 'blue-orange']),
  hiddenOrgs: z.array(z.string().check(z.maxLength(255))).check(z.maxLength(500)),
});

/** Where the launcher sits (share of the window's height) and how wide the docked panel is. */
export const launcherRecord = z.object({ edge: z.number(), width: z.number() });

/** `returning`: somebody signed in here before. `ask`: Auth0's session could not be ended, so it must ask again. */
export const accountRecord = z.object({ returning: z.boolean(), ask: z.boolean() });

export const stored = {
  session: item('session', 'session', sessionRecord),
  signIn: item('session', 'sign-in', z.record(z.string(), z.string())),
  tab: (tabId: number) => item('session', `tab:${tabId}`, tabRecord),
  dock: (tabId: number) => item('session', `dock:${tabId}`, dockRecord),
  panel: (key: string) => item('session', `panel:${key}`, panelRecord),
  settings: item('local', 'settings', settingsRecord),
  launcher: item('local', 'launcher', launcherRecord),
  account: item('local', 'account', accountRecord),
  /** By a hash of person and API, which says nothing about either. */
  log: (id: string) => item('local', `log:${id}`, logRecord),
  logTry: (id: string) => item('session', `log-try:${id}`, logTry),
  alarms: item('session', 'alarms', z.record(z.string(), z.string())),
};

/** Cache of Auth0's SDK: the ID token's claims and the access token. */
export const tokenPrefix = 'auth0:';

export async function allTabs(): Promise<readonly TabRecord[]> {
  const all = await browser.storage.session.get(null);
  return Object.entries(all)
    .filter(([key]) => key.startsWith('tab:'))
    .flatMap(([, value]) => {
      const parsed = tabRecord.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    });
}

/** Keys of what was open in the panel, those written longest ago first. */
export async function panelKeys(): Promise<readonly string[]> {
  const all = await browser.storage.session.get(null);
  return Object.entries(all)
    .filter(([key]) => key.startsWith('panel:'))
    .map(([key, value]) => ({
      key: key.slice('panel:'.length),
      at: panelRecord.safeParse(value).data?.at ?? 0,
    }))
    .sort((one, other) => one.at - other.at)
    .map(({ key }) => key);
}

/** Tab and frame of every docked panel that was confirmed. */
export async function allDocks(): Promise<readonly { tabId: number; frameId: number }[]> {
  const all = await browser.storage.session.get(null);
  return Object.entries(all).flatMap(([key, value]) => {
    const frameId = key.startsWith('dock:') ? dockRecord.safeParse(value).data?.frameId : undefined;
    return frameId === undefined ? [] : [{ tabId: Number(key.slice('dock:'.length)), frameId }];
  });
}

/** Only our own pages and background may read either area; content scripts ask the background. */
export async function closeToContentScripts(): Promise<void> {
  for (const area of [browser.storage.local, browser.storage.session]) {
    await area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
  }
}
