// An extension without an extension: answers what a scene says, after the time a scene wants.

import type { EndpointName, InputOf, OutputOf } from '../../contract/index.ts';
import { createDiffer } from '../../utils/diff-in-worker.ts';
import type {
  CurrentPage,
  ExtensionHost,
  PanelState,
  Session,
  Settings,
  StoredItem,
} from '../../utils/extension-host.ts';
import type { LogState, RowCheck } from '../../utils/log-state.ts';
import { inlineWorker } from './inline-worker.ts';

export type Answers = {
  [N in EndpointName]?: (input: InputOf<N>, left?: AbortSignal) => OutputOf<N> | Promise<OutputOf<N>>;
};

export interface Scene {
  readonly surface?: ExtensionHost['surface'];
  /** The org whose connect page is shown. */
  readonly guide?: string;
  readonly session?: Session;
  readonly page?: CurrentPage;
  readonly answers?: Answers;
  readonly connect?: ExtensionHost['connect'];
  readonly signIn?: () => Promise<Session>;
  /** After so many turns the worker says nothing more; without it, it goes on to the end. */
  readonly diffStalls?: number;
  readonly panelState?: Readonly<Record<string, PanelState>>;
  readonly settings?: Partial<Settings>;
  readonly stored?: readonly StoredItem[];
  readonly log?: LogState;
  /** What trusting it anew leads to; undefined where it is refused. */
  readonly trusted?: LogState;
  /** Of entries that are not as they are listed; the others are proven. */
  readonly rowChecks?: (index: number) => RowCheck | undefined;
}

export interface FakeHost extends ExtensionHost {
  /** What was asked so far, newest last. */
  readonly asked: readonly { readonly name: string; readonly input: unknown }[];
  /** What the panel wants to find again. */
  readonly remembered: ReadonlyMap<string, PanelState>;
  emit(what: Parameters<Parameters<ExtensionHost['subscribe']>[0]>[0]): void;
}

export function fakeHost(scene: Scene): FakeHost {
  let session: Session = scene.session ?? { state: 'signed_in', name: 'Ada King' };
  let settings: Settings = {
    theme: 'system',
    diffColours: 'red-green',
    hiddenOrgs: [],
    ...scene.settings,
  };
  let stored = scene.stored ?? [];
  let log: LogState = scene.log ?? { state: 'unseen' };
  const states = new Map<string, PanelState>(Object.entries(scene.panelState ?? {}));
  const listeners = new Set<Parameters<ExtensionHost['subscribe']>[0]>();
  const asked: { name: string; input: unknown }[] = [];
  const noted = async (name: string, input?: unknown) => {
    asked.push({ name, input });
  };
  return {
    surface: scene.surface ?? 'docked',
    asked,
    remembered: states,
    emit: (what) => {
      for (const listener of listeners) listener(what);
    },
    async call<N extends EndpointName>(name: N, input: InputOf<N>, left?: AbortSignal): Promise<OutputOf<N>> {
      await noted(name, input);
      const answer = scene.answers?.[name];
      if (!answer) throw new Error(`The scene has no answer for ${name}`);
      return answer(input, left);
    },
    session: async () => session,
    async signIn() {
      await noted('signIn');
      session = (await scene.signIn?.()) ?? { state: 'signed_in', name: 'Ada King' };
      return session;
    },
    async signOut() {
      await noted('signOut');
      session = { state: 'signed_out' };
      return session;
    },
    callbackAddress: () => 'https://blaklhebcmppkaocbpggkjpamibbphpn.chromiumapp.org/salesforce',
    openGuide: (apiHost) => noted('openGuide', { apiHost }),
    async connect(apiHost, integrationUsername) {
      await noted('connect', { apiHost, integrationUsername });
      if (!scene.connect) throw new Error('The scene connects nothing');
      return scene.connect(apiHost, integrationUsername);
    },
    currentPage: async () => scene.page ?? {},
    openPanel: () => noted('openPanel'),
    openSidePanel: () => noted('openSidePanel'),
    compareInSidePanel: () => noted('compareInSidePanel'),
    closePanel: () => noted('closePanel'),
    pageDrawn: async () => {},
    diff: createDiffer(() => inlineWorker(scene.diffStalls)),
    panelState: async (key) => states.get(key) ?? {},
    async rememberPanelState(key, state) {
      states.set(key, state);
    },
    settings: async () => settings,
    async changeSettings(change) {
      settings = { ...settings, ...change };
      return settings;
    },
    shortcuts: async () => [
      { what: 'Open or close the history panel', keys: 'Alt+Shift+H' },
      { what: 'Compare with the last committed version', keys: '' },
    ],
    openShortcutSettings: () => noted('openShortcutSettings'),
    logState: async () => log,
    async checkLog(again) {
      await noted('checkLog', { asked: again });
      return log;
    },
    async checkRows(orgId, entries) {
      await noted('checkRows', { orgId, entries });
      if (log.state !== 'unchanged') return { rows: [] };
      const proven: RowCheck = { state: 'proven' };
      return {
        ...(log.log ? { checkedAt: log.log.checkedAt } : {}),
        rows: entries
          .filter(({ provable }) => provable)
          .map(({ index }) => ({ index, check: scene.rowChecks?.(index) ?? proven })),
      };
    },
    async trustLog(vkey) {
      await noted('trustLog', { vkey });
      if (!scene.trusted) throw new Error('The scene trusts nothing anew');
      log = scene.trusted;
      return log;
    },
    keptLog: async () => 'What a browser kept of the audit log',
    stored: async () => stored,
    async eraseStored() {
      stored = [];
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
