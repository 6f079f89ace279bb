// The structured list as flat rows: a heading where several changes share a place, then one row for each change.

import type { ComponentSource } from '#core/component.ts';
import type { Change, ComponentDiff, FileDiff, LineRange } from '#core/diff/change.ts';
import { noiseInWords } from '#core/diff/noise-words.ts';
import { linesOf } from './line-rows.ts';

export type ChangeListRow =
  | { readonly kind: 'file'; readonly key: string; readonly name: string; readonly count: number }
  | { readonly kind: 'fallback'; readonly key: string; readonly text: string }
  | { readonly kind: 'heading'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'change';
      readonly key: string;
      readonly change: Change;
      readonly text: string;
      /** Stands for a place of its own among headed groups, so that it does not read as part of the group above. */
      readonly apart: boolean;
      /** Position among the steps; absent for noise. */
      readonly step?: number;
    }
  | { readonly kind: 'noise'; readonly key: string; readonly text: string; readonly open: boolean };

export interface Sides {
  readonly before: ComponentSource | null;
  readonly after: ComponentSource | null;
}

/** @param openNoise keys of the folds of noise that are open */
export function changeRows(
  diff: ComponentDiff,
  sides: Sides,
  openNoise: ReadonlySet<string>,
): readonly ChangeListRow[] {
  const rows: ChangeListRow[] = [];
  let step = 0;
  const several = diff.files.filter((file) => file.changes.length + file.noise.length > 0).length > 1;
  diff.files.forEach((file, index) => {
    if (file.changes.length + file.noise.length === 0 && !file.fallback) return;
    if (several)
      rows.push({ kind: 'file', key: `file${index}`, name: file.name, count: file.changes.length });
    if (file.fallback) {
      const { side, message, line, column } = file.fallback;
      const which = side === 'both' ? 'both sides' : side === 'before' ? 'the older side' : 'the newer side';
      rows.push({
        kind: 'fallback',
        key: `fallback${index}`,
        text: `Compared as lines: line ${line}, column ${column} of ${which}: ${message}`,
      });
    }
    const found = groups(withLines(file, sides));
    const headed = found.some((group) => group.changes.length > 1);
    for (const group of found) {
      if (group.changes.length > 1) {
        rows.push({ kind: 'heading', key: `heading${index}-${step}`, text: group.place });
      }
      for (const change of group.changes) {
        rows.push({
          kind: 'change',
          key: `change${step}`,
          change,
          text: group.changes.length > 1 ? restOf(change.where) : change.where,
          apart: headed && group.changes.length === 1,
          step,
        });
        step += 1;
      }
    }
    if (file.noise.length === 0) return;
    const key = `noise${index}`;
    const open = openNoise.has(key);
    rows.push({ kind: 'noise', key, text: noiseInWords(file.noise), open });
    if (!open) return;
    file.noise.forEach((change, at) => {
      rows.push({ kind: 'change', key: `${key}-${at}`, change, text: change.where, apart: false });
    });
  });
  return rows;
}

function groups(changes: readonly Change[]): readonly { place: string; changes: Change[] }[] {
  const found: { place: string; changes: Change[] }[] = [];
  for (const change of changes) {
    const place = placeOf(change.where);
    const last = found.at(-1);
    if (last && last.place === place && restOf(change.where) !== '') last.changes.push(change);
    else found.push({ place, changes: [change] });
  }
  return found;
}

/** Where a change is: the item, and the way below it. */
const separator = /: | › /;

/** `Decision Is VIP › rule VIP: label` is at `Decision Is VIP`; the rest is said below that heading. */
function placeOf(where: string): string {
  const found = separator.exec(where);
  return found ? where.slice(0, found.index) : where;
}

function restOf(where: string): string {
  const found = separator.exec(where);
  return found ? where.slice(found.index + found[0].length) : '';
}

/** More lines than this belong in the lens Lines. */
const mostLines = 60;

/** Where a file was compared as lines, the lines themselves are the values. */
function withLines(file: FileDiff, { before, after }: Sides): readonly Change[] {
  if (file.by === 'structure') return file.changes;
  const old = linesOf(before, file);
  const now = linesOf(after, file);
  const cut = (lines: readonly string[], range: LineRange | undefined) =>
    range && lines.slice(range.start - 1, Math.min(range.end, range.start - 1 + mostLines)).join('\n');
  return file.changes.map((change) => {
    const left = change.before ?? cut(old, change.beforeLines);
    const right = change.after ?? cut(now, change.afterLines);
    const indent = commonIndent(`${left ?? ''}\n${right ?? ''}`);
    return {
      ...change,
      ...(left === undefined ? {} : { before: left.replaceAll(indent, '') }),
      ...(right === undefined ? {} : { after: right.replaceAll(indent, '') }),
    };
  });
}

/** Matches, at each line's start, the blanks that all lines begin with. */
function commonIndent(text: string): RegExp {
  const widths = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.search(/\S/)]));
  return new RegExp(`^[ \\t]{${widths.length ? Math.min(...widths) : 0}}`, 'gm');
}
