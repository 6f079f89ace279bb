// What our pages are told of the account's audit log: whether it is still the one this browser knows, and each entry's check.

import type { RowCheck } from '#core/log/row.ts';
import type { LogBreak } from './kept-log.ts';

export type { Difference, RowCheck } from '#core/log/row.ts';
export type { LogBreak } from './kept-log.ts';

/** Times are ISO 8601. */
export interface LogState {
  /** `unseen`: nothing is kept of it yet. `broken` stays until the person trusts it anew. */
  readonly state: 'unseen' | 'unchanged' | 'broken';
  /** The log as it was checked last; absent while unseen. */
  readonly log?: {
    /** When this browser first saw it, or somebody trusted it anew. */
    readonly since: string;
    readonly checkedAt: string;
    readonly origin: string;
    /** Entries. */
    readonly size: number;
    /** Base64. */
    readonly root: string;
    /** The verifier key that was pinned, and the SHA-256 of its public key, hex. */
    readonly vkey: string;
    readonly fingerprint: string;
    /** The newest checkpoint, a signed note, and the notes by which keys followed the pinned one. */
    readonly note: string;
    /** After so many days the texts of entries are erased, as the server says; absent where it states none. */
    readonly retentionDays?: number;
    readonly successions: readonly string[];
  };
  /** Why the last try to check it came to nothing; quiet, since it says nothing about the log. */
  readonly missed?: { readonly at: string; readonly why: string };
  readonly broken?: {
    readonly at: string;
    readonly why: LogBreak;
    /** The entry that is not in the log as it was listed. */
    readonly index?: number;
    /** What was shown instead, as far as it can be read. */
    readonly size?: number;
    readonly origin?: string;
    readonly vkey?: string;
    /** Of that key; empty for what is no key. */
    readonly fingerprint?: string;
  };
  /** It was broken before, and trusted all the same. */
  readonly anew?: { readonly at: string; readonly brokenAt: string; readonly why: LogBreak };
}

export interface RowsChecked {
  /** Of the checkpoint that they were checked against; absent while there is none that can be believed. */
  readonly checkedAt?: string;
  /** By the index of the entry; entries that nothing can prove are not among them. */
  readonly rows: readonly { readonly index: number; readonly check: RowCheck }[];
}

/** What the toolbar button says while it is so. */
export const brokenSentence =
  'The audit log is not the one that this browser knows. Open a panel to see what that means.';
