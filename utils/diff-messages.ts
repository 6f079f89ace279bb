// What a page and the diff worker say to each other: a comparison is asked for once and answered in many small steps.

import type { ComponentSource } from '#core/component.ts';
import type { Hunk, TextDiff } from '#core/diff/change.ts';
import type { LineOptions } from '#core/diff/line-options.ts';
import type { DiffStep } from '#core/diff/steps.ts';
import type { SentTask } from './pack-task.ts';

/** What is to be compared. `live`: one side was read from the org, whose formatting means nothing. */
export interface DiffTask {
  readonly before: ComponentSource | null;
  readonly after: ComponentSource | null;
  readonly live: boolean;
}

export type DiffRequest =
  | {
      readonly ask: 'start';
      readonly id: number;
      readonly task: SentTask;
      /** Steps that the page already has: they are not sent again. */
      readonly from: number;
    }
  | { readonly ask: 'cancel'; readonly id: number }
  | { readonly ask: 'lines'; readonly id: number; readonly task: SentTask; readonly options: LineOptions };

export type DiffAnswer =
  | { readonly id: number; readonly kind: 'step'; readonly step: DiffStep }
  | { readonly id: number; readonly kind: 'lines'; readonly files: readonly PackedLines[] }
  | { readonly id: number; readonly kind: 'stopped' }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };

/** What the worker tells of one file's lines: hundreds of thousands of objects would keep the page from its work. */
export interface PackedLines extends Omit<TextDiff, 'hunks' | 'moves'> {
  /** Five numbers for each hunk; the last is 1 where it was to be ignored. */
  readonly hunks: Int32Array<ArrayBuffer>;
  /** Four numbers for each moved block; the last is 1 where its indent differs. */
  readonly moves: Int32Array<ArrayBuffer>;
}

export function packLines({ hunks, moves = [], ...rest }: TextDiff): PackedLines {
  const packed = new Int32Array(hunks.length * 5);
  hunks.forEach(({ beforeStart, beforeCount, afterStart, afterCount, ignored }, index) => {
    packed.set([beforeStart, beforeCount, afterStart, afterCount, ignored ? 1 : 0], index * 5);
  });
  const blocks = new Int32Array(moves.length * 4);
  moves.forEach(({ beforeStart, afterStart, count, reindented }, index) => {
    blocks.set([beforeStart, afterStart, count, reindented ? 1 : 0], index * 4);
  });
  return { ...rest, hunks: packed, moves: blocks };
}

export function unpackHunks({ hunks: packed }: PackedLines): Hunk[] {
  const hunks: Hunk[] = [];
  for (let at = 0; at < packed.length; at += 5) {
    const number = (place: number) => packed[at + place] as number;
    const hunk = {
      beforeStart: number(0),
      beforeCount: number(1),
      afterStart: number(2),
      afterCount: number(3),
    };
    hunks.push(number(4) === 1 ? { ...hunk, ignored: true } : hunk);
  }
  return hunks;
}
