// What our pages may ask of the background: the one interface between what people see and how it works.

import type { SetupPage } from '#core/setup/page.ts';
import type { Problem } from '../contract/errors.ts';
import type { EndpointName, InputOf, OutputOf } from '../contract/index.ts';
import type { DiffTask } from './diff-messages.ts';
import type { DiffRun } from './diff-run.ts';
import type { LogState, RowsChecked } from './log-state.ts';

export interface Session {
  /** `ended`: there was a session and it can't be renewed without a click. */
  readonly state: 'signed_out' | 'signed_in' | 'ended' | 'signing_in';
  readonly name?: string;
  /** Why the last sign-in did not happen, in words. */
  readonly problem?: string;
}

export interface CurrentPage {
  /** Absent when the active tab is not a Salesforce page we know of (or needs a reload). */
  readonly tabId?: number;
  readonly page?: SetupPage;
  /** Salesforce says on that page that an admin is signed in as somebody else. */
  readonly loginAs?: boolean;
}

/** Thrown by `call`; `code` `offline` and `reload` come from the extension itself. */
export class HostError extends Error {
  readonly problem: Omit<Problem, 'code' | 'type'> & {
    readonly code: Problem['code'] | 'offline' | 'reload';
  };
  constructor(problem: HostError['problem']) {
    super(problem.title);
    this.name = 'HostError';
    this.problem = problem;
  }
}

/** Which versions the list shows. Days are `2025-11-24`, in the person's own zone. */
export interface HistoryFilter {
  readonly words?: string | undefined;
  readonly author?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly kinds?: readonly OutputOf<'history.list'>['versions'][number]['kind'][] | undefined;
  readonly origin?: OutputOf<'history.list'>['versions'][number]['origin'] | undefined;
}

/** Which records are shown: of which log, and which of its entries. Days as in `HistoryFilter`. */
export interface RecordsFilter {
  readonly who?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly purposes?: readonly OutputOf<'audit.list'>['entries'][number]['purpose'][] | undefined;
  readonly outcomes?: readonly OutputOf<'audit.list'>['entries'][number]['outcome'][] | undefined;
  /** Of a whole org, what runs by the clock is left out unless this is set. */
  readonly routine?: 'with' | undefined;
  readonly kinds?: readonly OutputOf<'admin.count'>['kinds'][number]['value'][] | undefined;
}

/** A place in a long list: the row on top, and how many pixels of it are scrolled out. */
export interface Place {
  readonly row: number;
  readonly by: number;
}

/** What was looked at in a difference: of which pair of versions, through which lens. */
export interface Seen extends Place {
  readonly of: string;
  readonly lens: string;
  readonly step?: number | undefined;
  /** Folds that were opened. */
  readonly open?: readonly string[] | undefined;
}

export interface PanelState {
  readonly a?: string;
  readonly b?: string;
  readonly tab?: string;
  readonly lens?: string;
  /** What the line lenses overlook, in the words of core's line options. */
  readonly whitespace?: string;
  readonly blankLines?: string;
  /** In the list of versions, rows counted from the oldest. */
  readonly scroll?: Place | undefined;
  readonly seen?: Seen | undefined;
  readonly filter?: HistoryFilter;
  /** Which log the Access tab shows, and which of its entries. */
  readonly records?: string;
  readonly recordsFilter?: RecordsFilter;
  /** Steps of the connect page that the person ticked. */
  readonly done?: string[];
}

export interface ExtensionHost {
  /** Which page this is; the docked panel hides what only popup and side panel may confirm. */
  readonly surface: 'docked' | 'side' | 'popup' | 'options';
  /** Calls an endpoint of the API. Rejects with `HostError`; with the reason of `signal` once that is aborted. */
  call<N extends EndpointName>(name: N, input: InputOf<N>, signal?: AbortSignal): Promise<OutputOf<N>>;
  session(): Promise<Session>;
  signIn(): Promise<Session>;
  signOut(): Promise<Session>;
  /**
   * Salesforce's own sign-in, from start to finish; `anew`: the org that answers there now takes the place of the one
   * before. Never from the docked panel.
   */
  connect(
    apiHost: string,
    integrationUsername?: string,
    anew?: boolean,
  ): Promise<OutputOf<'orgs.connectFinish'>>;
  /** Where Salesforce's sign-in ends: the callback address of this very extension. */
  callbackAddress(): string;
  /** Opens the page that tells an admin what to create in an org, in a tab. */
  openGuide(apiHost: string): Promise<void>;
  currentPage(): Promise<CurrentPage>;
  openPanel(): Promise<void>;
  openSidePanel(): Promise<void>;
  /** Of the docked panel: goes on in the side panel, which compares once more, since it reads what it commits itself. */
  compareInSidePanel(): Promise<void>;
  closePanel(): Promise<void>;
  /** Of the docked panel: resolves once the page around it has drawn a frame; a page that is busy takes its time. */
  pageDrawn(): Promise<void>;
  /** Computes a difference off the main thread, step by step; joins the run of the same two sides. */
  diff(task: DiffTask): DiffRun;
  /** Remembered for the components looked at last, for the length of the browser session. */
  panelState(key: string): Promise<PanelState>;
  rememberPanelState(key: string, state: PanelState): Promise<void>;
  /** Settings of this browser profile. */
  settings(): Promise<Settings>;
  changeSettings(change: Partial<Settings>): Promise<Settings>;
  /** The keys that the browser has for our two commands; no keys where the person took them away. */
  shortcuts(): Promise<readonly Shortcut[]>;
  /** Opens the browser's own page of extension shortcuts, the only place where they are set. */
  openShortcutSettings(): Promise<void>;
  /** What is kept of the account's audit log, and how it was checked last. */
  logState(): Promise<LogState>;
  /** Checks that the log only grew; not more than once a minute, unless it is `asked` for. */
  checkLog(asked: boolean): Promise<LogState>;
  /** Whether entries of one page of a list are in the log, and are there what the list says. */
  checkRows(orgId: string, entries: OutputOf<'audit.list'>['entries']): Promise<RowsChecked>;
  /** What is shown now counts from now on. `vkey`: the key that the person was shown. Never from the docked panel. */
  trustLog(vkey: string): Promise<LogState>;
  /** Key, checkpoints and evidence, as the text of a file. */
  keptLog(): Promise<string>;
  /** Everything the extension stores, for the options page. */
  stored(): Promise<readonly StoredItem[]>;
  eraseStored(): Promise<void>;
  /** Fires when session, current page, settings, a verdict or the state of the log changed; returns the way to stop. */
  subscribe(
    listener: (what: 'session' | 'page' | 'settings' | 'component' | 'compare' | 'log') => void,
  ): () => void;
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly diffColours: 'red-green' | 'blue-orange';
  readonly hiddenOrgs: readonly string[];
}

export interface Shortcut {
  readonly what: string;
  /** `Alt+Shift+H`; empty when none is set. */
  readonly keys: string;
}

export interface StoredItem {
  readonly where: string;
  readonly key: string;
  readonly bytes: number;
  readonly origin: string;
  readonly lifetime: string;
}
