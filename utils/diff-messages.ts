// What a page and the diff worker say to each other: a comparison is asked for once and answered in many small steps.

import type { ComponentSource } from '#core/component.ts';
import type { TextDiff } from '#core/diff/change.ts';
import type { DiffStep } from '#core/diff/steps.ts';

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
      readonly task: DiffTask;
      /** Steps that the page already has: they are not sent again. */
      readonly from: number;
    }
  | { readonly ask: 'cancel'; readonly id: number }
  | { readonly ask: 'lines'; readonly id: number; readonly task: DiffTask };

export type DiffAnswer =
  | { readonly id: number; readonly kind: 'step'; readonly step: DiffStep }
  | { readonly id: number; readonly kind: 'lines'; readonly files: readonly PackedLines[] }
  | { readonly id: number; readonly kind: 'stopped' }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };

/** The line hunks of one file, four numbers each: tens of thousands of objects would keep the page from its work. */
export interface PackedLines {
  readonly hunks: Int32Array<ArrayBuffer>;
  readonly exact: boolean;
}

export function packLines({ hunks, exact }: TextDiff): PackedLines {
  const packed = new Int32Array(hunks.length * 4);
  hunks.forEach(({ beforeStart, beforeCount, afterStart, afterCount }, index) => {
    packed.set([beforeStart, beforeCount, afterStart, afterCount], index * 4);
  });
  return { hunks: packed, exact };
}
