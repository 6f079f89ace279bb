// The audit log in words: since when it is unchanged, what is wrong with it, and how an entry differs from what is listed.

import type { Difference, LogBreak, LogState } from '../../utils/log-state.ts';
import { outcomeNames, purposeNames } from '../access/records-filter.ts';
import { counted, formatCount } from '../ui/counted.ts';
import { clockTime, dateInWords, exactTime, relativeTime } from '../ui/time-text.ts';

type Log = NonNullable<LogState['log']>;

/** `1,042 entries. Unchanged since 3 March 2026, when this browser first saw the log.` */
export function unchangedInWords({ size, since }: Log, anew: LogState['anew']): string {
  const when =
    anew?.at === since ? 'when the log was trusted anew here' : 'when this browser first saw the log';
  return `${counted(size, 'entry', 'entries')}. Unchanged since ${dateInWords(since)}, ${when}.`;
}

/** What is said of an alarm that was closed; a person who reads records must know of it. */
export function anewInWords({ at, brokenAt, why }: NonNullable<LogState['anew']>): string {
  return `On ${dateInWords(brokenAt)} it was not the log that this browser knew (${shortly[why]}). It was trusted anew on ${dateInWords(at)}.`;
}

const shortly: Readonly<Record<LogBreak, string>> = {
  malformed: 'it was not signed',
  other_key: 'signed with an unknown key',
  bad_signature: 'its signature did not hold',
  other_origin: 'it was another log',
  shrunk: 'entries were missing',
  forked: 'entries were changed',
  entry: 'an entry was not as it was listed',
};

export const brokenTitle = 'The audit log is not the one this browser knows';

/** What was found, in one or two sentences. */
export function brokenInWords({ log, broken }: LogState): string {
  if (!broken) return '';
  const kept = log ? `${counted(log.size, 'entry', 'entries')} on ${dateInWords(log.checkedAt)}` : '';
  switch (broken.why) {
    case 'shrunk':
      return `It had ${kept}; ${formatCount(broken.size ?? 0)} are shown now. Entries were cut off, or an older copy was put in its place.`;
    case 'forked':
      return `It had ${kept}. They are not the ones that are shown now: some were changed, removed or put in.`;
    case 'other_origin':
      return `Another log is shown: ${broken.origin ?? 'without a name'} in place of ${log?.origin ?? 'the one before'}. If you were moved to another account, that is why; else somebody put another log in its place.`;
    case 'other_key':
      return 'It is signed with a key that the key this browser pinned did not name as the next.';
    case 'bad_signature':
      return 'Its signature does not hold: what is shown is not what was signed.';
    case 'malformed':
      return 'What is shown is no signed log at all.';
    case 'entry':
      return `Entry ${formatCount(broken.index ?? 0)} is not in the log as it is listed: it was changed after it was recorded, or never recorded.`;
  }
}

/** `In the log, checked just now` */
export function provenInWords(checkedAt: string, now: number): string {
  return `In the log, checked ${relativeTime(checkedAt, now)}`;
}

const names: Readonly<Record<Difference['what'], string>> = {
  time: 'Time',
  org: 'Org',
  purpose: 'Purpose',
  component: 'Component',
  user: 'Salesforce user',
  outcome: 'Outcome',
  code: 'Code',
  reason: 'Reason',
};

/** `Purpose: listed as Compare, in the log Connect` */
export function differenceInWords({ what, shown, log }: Difference): string {
  const say = (value: string) => (value === '' ? 'nothing' : valueInWords(what, value));
  return `${names[what]}: listed as ${say(shown)}, in the log ${say(log)}`;
}

function valueInWords(what: Difference['what'], value: string): string {
  const words: Readonly<Record<string, string>> =
    what === 'purpose' ? purposeNames : what === 'outcome' ? outcomeNames : {};
  if (what !== 'time') return words[value] ?? value;
  const at = new Date(Number(value));
  return Number.isNaN(at.getTime()) ? value : exactTime(at.toISOString());
}

/** How long who, what and why can be read; hashes stay. */
export function keptInWords(days: number | undefined): string {
  return days === undefined
    ? 'as long as the log; no time is stated'
    : `${counted(days, 'day')}; after that their hashes alone`;
}

/** Groups of four, which people can compare. */
export function grouped(hex: string): string {
  return hex.match(/.{1,4}/g)?.join(' ') ?? '';
}

/** `canvasback-audit-log-2026-11-26-0912.txt`: of several, which came first. */
export function fileName(start: string, end: string, at: string): string {
  return `${start}-${at.slice(0, 10)}-${clockTime(at, 'en-GB').replace(':', '')}.${end}`;
}
