// Puts line hunks into words: one change a hunk, and the methods they are in.

import { apexMethods } from './apex-method.ts';
import type { Change, Hunk } from './change.ts';
import type { FilePair } from './file.ts';
import { countLines } from './line-index.ts';
import type { MethodSpan } from './method-spans.ts';
import { scriptMethods } from './script-method.ts';
import { lineCounts } from './text.ts';

/** One change for each hunk, with its method where the code is Apex or a script. */
export function codeChanges(pair: FilePair, hunks: readonly Hunk[]): readonly Change[] {
  const methods = methodsOf(pair, hunks);
  return hunks.map((hunk) => ({
    kind: hunk.beforeCount === 0 ? 'added' : hunk.afterCount === 0 ? 'removed' : 'changed',
    lane: 'meaning',
    path: [],
    where: placeOf(hunk, methods),
    beforeLines: range(hunk.beforeStart, hunk.beforeCount),
    afterLines: range(hunk.afterStart, hunk.afterCount),
  }));
}

/** `12 lines added, 3 removed in method updateLead`. */
export function codeSummary(pair: FilePair, hunks: readonly Hunk[]): string {
  const { added, removed } = lineCounts(hunks);
  const lines = (count: number) => (count === 1 ? '1 line' : `${count} lines`);
  const counts =
    added > 0
      ? removed > 0
        ? `${lines(added)} added, ${removed} removed`
        : `${lines(added)} added`
      : `${lines(removed)} removed`;
  const methods = methodsOf(pair, hunks);
  const names = new Set(hunks.map((hunk) => methodOf(hunk, methods)));
  const [only] = names;
  return names.size === 1 && only ? `${counts} in method ${only}` : counts;
}

interface Methods {
  readonly before: readonly MethodSpan[];
  readonly after: readonly MethodSpan[];
}

/** Larger code is told by its lines alone. */
const largest = 2_000_000;

function methodsOf({ name, before, after }: FilePair, hunks: readonly Hunk[]): Methods {
  const find = /\.(?:cls|trigger)$/.test(name) ? apexMethods : /\.js$/.test(name) ? scriptMethods : undefined;
  const none = { before: [], after: [] };
  if (!find || hunks.length === 0 || before.length + after.length >= largest) return none;
  if (isMinified(before) || isMinified(after)) return none;
  return { before: find(before), after: find(after) };
}

/** Code that nobody writes by hand has no methods worth telling, and long lines to find them in. */
function isMinified(code: string): boolean {
  return code.length > 20_000 && countLines(code) * 200 < code.length;
}

function placeOf(hunk: Hunk, methods: Methods): string {
  const method = methodOf(hunk, methods);
  const onAfter = hunk.afterCount > 0;
  const start = (onAfter ? hunk.afterStart : hunk.beforeStart) + 1;
  const count = onAfter ? hunk.afterCount : hunk.beforeCount;
  const place = count === 1 ? `line ${start}` : `lines ${start}–${start + count - 1}`;
  return method ? `Method ${method}, ${place}` : place.charAt(0).toUpperCase() + place.slice(1);
}

function methodOf(hunk: Hunk, { before, after }: Methods): string | undefined {
  const now = around(after, hunk.afterStart, hunk.afterCount);
  const old = around(before, hunk.beforeStart, hunk.beforeCount);
  if (hunk.afterCount === 0) return old;
  if (hunk.beforeCount === 0) return now;
  return now === old ? now : undefined;
}

function around(methods: readonly MethodSpan[], start: number, count: number): string | undefined {
  let found: MethodSpan | undefined;
  for (const method of methods) {
    if (method.start > start) break;
    if (method.end >= start + count - 1) found = method;
  }
  return found?.name;
}

function range(start: number, count: number): { start: number; end: number } | undefined {
  return count === 0 ? undefined : { start: start + 1, end: start + count };
}
