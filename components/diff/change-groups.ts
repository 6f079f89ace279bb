// The structured list as flat rows: a heading where several changes share a place, then one row for each change.

import type { Change, ComponentDiff } from '#core/diff/change.ts';
import { noiseInWords } from './change-words.ts';

export type ChangeListRow =
  | { readonly kind: 'file'; readonly key: string; readonly name: string; readonly count: number }
  | { readonly kind: 'fallback'; readonly key: string; readonly text: string }
  | { readonly kind: 'heading'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'change';
      readonly key: string;
      readonly change: Change;
      readonly text: string;
      readonly indented: boolean;
      /** Position among the steps; absent for noise. */
      readonly step?: number;
    }
  | { readonly kind: 'noise'; readonly key: string; readonly text: string; readonly open: boolean };

/** @param openNoise keys of the folds of noise that are open */
export function changeRows(diff: ComponentDiff, openNoise: ReadonlySet<string>): readonly ChangeListRow[] {
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
    for (const group of groups(file.changes)) {
      if (group.changes.length > 1) {
        rows.push({ kind: 'heading', key: `heading${index}-${step}`, text: group.place });
      }
      for (const change of group.changes) {
        rows.push({
          kind: 'change',
          key: `change${step}`,
          change,
          text: group.changes.length > 1 ? restOf(change.where) : change.where,
          indented: group.changes.length > 1,
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
      rows.push({ kind: 'change', key: `${key}-${at}`, change, text: change.where, indented: true });
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

/** `Decision Is VIP: rule 2, value` is at `Decision Is VIP`; the rest is said below that heading. */
function placeOf(where: string): string {
  const colon = where.indexOf(': ');
  return colon < 0 ? where : where.slice(0, colon);
}

function restOf(where: string): string {
  const colon = where.indexOf(': ');
  return colon < 0 ? '' : where.slice(colon + 2);
}
