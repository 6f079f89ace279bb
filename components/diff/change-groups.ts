// The structured list as flat rows: a heading where several changes share a place, then one row for each change.

import type { ComponentSource } from '#core/component.ts';
import type { Change, LineRange } from '#core/diff/change.ts';
import type { FileSoFar, Found } from '#core/diff/found.ts';
import { noiseInWords } from '#core/diff/noise-words.ts';
import { joined, listOf, type RowList } from '../ui/row-list.ts';
import { linesOf } from './file-lines.ts';
import type { Step } from './steps.ts';

export type ChangeListRow =
  | { readonly kind: 'file'; readonly key: string; readonly name: string; readonly count: number }
  | { readonly kind: 'fallback'; readonly key: string; readonly text: string }
  | { readonly kind: 'heading'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'change';
      readonly key: string | number;
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

type ChangeOfStep = { key: number; change: Change; text: string; alone: boolean };

/** The rows of one file's changes, which only ever grow at the end. */
interface Section {
  readonly rows: (ChangeOfStep | { readonly key: string; readonly heading: string })[];
  /** Where each change is among the rows. */
  readonly places: number[];
  /** True once a heading was needed. */
  headed: boolean;
  last: { readonly place: string; count: number } | undefined;
}

/** Takes in what a comparison finds, a batch at a time: what was grouped is not grouped again. */
export class ChangeRows {
  /** All changes of all files: what n and p walk through, whichever the lens. */
  readonly steps: Step[] = [];
  readonly found: Found;
  readonly sides: Sides;
  private readonly sections: Section[] = [];
  private readonly values = new Map<number, Change>();

  constructor(found: Found, sides: Sides) {
    this.found = found;
    this.sides = sides;
    this.catchUp();
  }

  /** Costs as much as what is new. */
  catchUp(): void {
    this.found.files.forEach(({ changes }, file) => {
      const section = this.section(file);
      for (let at = section.places.length; at < changes.length; at++) {
        const change = changes[at] as Change;
        append(section, change, this.steps.length);
        this.steps.push({ file, change });
      }
    });
  }

  /** @param openNoise keys of the folds of noise that are open */
  rows(openNoise: ReadonlySet<string>): RowList<ChangeListRow> {
    return joined(
      this.visible().flatMap(({ file, index, several }) => [
        listOf(headRows(file, index, several)),
        this.changesOf(index),
        ...noiseRows(file, index, openNoise),
      ]),
    );
  }

  /** The row of a step in the list that `rows` gives with the same folds open. */
  rowOf(step: number, openNoise: ReadonlySet<string>): number {
    const at = this.steps[step];
    if (!at) return -1;
    let row = 0;
    for (const { file, index, several } of this.visible()) {
      row += headRows(file, index, several).length;
      const { rows, places } = this.section(index);
      if (index === at.file) return row + (places[step - this.firstStep(index)] as number);
      row += rows.length;
      for (const part of noiseRows(file, index, openNoise)) row += part.length;
    }
    return -1;
  }

  private visible() {
    const told = this.found.files.map((file) => file.changes.length + file.noise.length);
    const several = told.filter((count) => count > 0).length > 1;
    return this.found.files.flatMap((file, index) =>
      told[index] || file.found?.fallback ? [{ file, index, several: several && told[index] !== 0 }] : [],
    );
  }

  private changesOf(index: number): RowList<ChangeListRow> {
    const { rows, headed } = this.section(index);
    const { length } = rows;
    return {
      length,
      keyAt: (at) => rows[at]?.key ?? at,
      at: (at) => {
        const row = rows[at];
        if (!row) return undefined;
        if ('heading' in row) return { kind: 'heading', key: row.key, text: row.heading };
        const { key, text, alone } = row;
        return {
          kind: 'change',
          key,
          change: this.withLines(row, index),
          text,
          apart: headed && alone,
          step: key,
        };
      },
    };
  }

  /** Where a file was compared as lines, the lines themselves are the values. */
  private withLines({ key, change }: ChangeOfStep, index: number): Change {
    const file = this.found.files[index];
    if (file?.found?.by !== 'lines') return change;
    const known = this.values.get(key) ?? valuesOf(change, file, this.sides);
    this.values.set(key, known);
    return known;
  }

  private section(index: number): Section {
    this.sections[index] ??= { rows: [], places: [], headed: false, last: undefined };
    return this.sections[index];
  }

  private firstStep(file: number): number {
    return this.sections.slice(0, file).reduce((sum, { places }) => sum + places.length, 0);
  }
}

function append(section: Section, change: Change, step: number): void {
  const { rows, places, last } = section;
  const cut = cutOf(change.where);
  const place = cut ? change.where.slice(0, cut.at) : change.where;
  const rest = cut ? change.where.slice(cut.at + cut.length) : '';
  if (!last || last.place !== place || rest === '') {
    section.last = { place, count: 1 };
    places.push(rows.length);
    rows.push({ key: step, change, text: change.where, alone: true });
    return;
  }
  if (last.count === 1) {
    // The change before turns out to have company: both go under a heading.
    const first = rows.pop() as ChangeOfStep;
    rows.push({ key: `heading${first.key}`, heading: place });
    places[places.length - 1] = rows.length;
    rows.push({ ...first, text: restOf(first.change.where), alone: false });
    section.headed = true;
  }
  last.count += 1;
  places.push(rows.length);
  rows.push({ key: step, change, text: rest, alone: false });
}

function headRows(file: FileSoFar, index: number, several: boolean): ChangeListRow[] {
  const rows: ChangeListRow[] = [];
  if (several) rows.push({ kind: 'file', key: `file${index}`, name: file.name, count: file.changes.length });
  if (file.found?.fallback) {
    const { side, message, line, column } = file.found.fallback;
    const which = side === 'both' ? 'both sides' : side === 'before' ? 'the older side' : 'the newer side';
    rows.push({
      kind: 'fallback',
      key: `fallback${index}`,
      text: `Compared as lines: line ${line}, column ${column} of ${which}: ${message}`,
    });
  }
  return rows;
}

function noiseRows(file: FileSoFar, index: number, openNoise: ReadonlySet<string>): RowList<ChangeListRow>[] {
  const { noise } = file;
  if (noise.length === 0) return [];
  const key = `noise${index}`;
  const open = openNoise.has(key);
  const fold = listOf<ChangeListRow>([{ kind: 'noise', key, text: noiseInWords(noise), open }]);
  if (!open) return [fold];
  const { length } = noise;
  const keyAt = (at: number) => `${key}-${at}`;
  const at = (place: number): ChangeListRow | undefined => {
    const change = noise[place];
    return change && { kind: 'change', key: keyAt(place), change, text: change.where, apart: false };
  };
  return [fold, { length, at, keyAt }];
}

/** Where the item ends and the way below it begins: `Decision Is VIP › rule VIP: label`. */
function cutOf(where: string): { at: number; length: number } | undefined {
  const colon = where.indexOf(': ');
  const step = where.indexOf(' › ');
  if (colon < 0 && step < 0) return undefined;
  return step < 0 || (colon >= 0 && colon < step) ? { at: colon, length: 2 } : { at: step, length: 3 };
}

function restOf(where: string): string {
  const cut = cutOf(where);
  return cut ? where.slice(cut.at + cut.length) : '';
}

/** More lines than this belong in the lens Lines. */
const mostLines = 60;

function valuesOf(change: Change, file: FileSoFar, { before, after }: Sides): Change {
  const cut = (source: ComponentSource | null, range: LineRange | undefined) =>
    range &&
    linesOf(source, file)
      .slice(range.start - 1, Math.min(range.end, range.start - 1 + mostLines))
      .join('\n');
  const left = change.before ?? cut(before, change.beforeLines);
  const right = change.after ?? cut(after, change.afterLines);
  const indent = commonIndent(`${left ?? ''}\n${right ?? ''}`);
  return {
    ...change,
    ...(left === undefined ? {} : { before: left.replaceAll(indent, '') }),
    ...(right === undefined ? {} : { after: right.replaceAll(indent, '') }),
  };
}

/** Matches, at each line's start, the blanks that all lines begin with. */
function commonIndent(text: string): RegExp {
  const widths = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.search(/\S/)]));
  return new RegExp(`^[ \\t]{${widths.length ? Math.min(...widths) : 0}}`, 'gm');
}
