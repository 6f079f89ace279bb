// A comparison told step by step: what it found so far can be shown, and left off, before it is finished.

import type { FileRole } from '../component.ts';
import type { Change, ComponentDiff, Fallback, FileDiff, TextDiff } from './change.ts';

/** So many changes are put into words before anyone else gets a turn. */
export const batchSize = 500;

/** What is known of one file once both sides are read. */
export interface FileFound {
  readonly by: FileDiff['by'];
  readonly fallback?: Fallback;
  /** How many changes and how much noise are about to be told. */
  readonly count: number;
  readonly exact: boolean;
}

/** What a file's comparison yields on its way. `pause` says nothing: it lets others have a turn. */
export type FileStep =
  | { readonly kind: 'pause' }
  | { readonly kind: 'found'; readonly found: FileFound }
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  | { readonly kind: 'noise'; readonly noise: readonly Change[] };

export interface NamedFile {
  readonly name: string;
  readonly role: FileRole;
  /** Characters on both sides together. */
  readonly size: number;
}

/** The result without what was told before it. */
export type Outcome = Omit<ComponentDiff, 'files'>;

/** What a component's comparison yields on its way; `file` is a place among the files of `started`. */
export type DiffStep =
  | { readonly kind: 'pause' }
  | { readonly kind: 'started'; readonly files: readonly NamedFile[] }
  | { readonly kind: 'found'; readonly file: number; readonly found: FileFound }
  | { readonly kind: 'changes'; readonly file: number; readonly changes: readonly Change[] }
  | { readonly kind: 'noise'; readonly file: number; readonly noise: readonly Change[] }
  | { readonly kind: 'finished'; readonly outcome: Outcome }
  /** Only the line lenses need these, so they come last. */
  | { readonly kind: 'hunks'; readonly file: number; readonly text: TextDiff };

/** The changes in portions, each a step of its own. */
export function* inBatches(changes: readonly Change[]): Generator<FileStep, void> {
  for (let at = 0; at < changes.length; at += batchSize)
    yield { kind: 'changes', changes: changes.slice(at, at + batchSize) };
}
