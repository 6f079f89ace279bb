// What `canvasback audit verify` says: whether the log is what it was, what is wrong from where on, and what was not checked.

import type { CheckedKept, Verified, Wrong } from './verify.ts';

const mostFindings = 20;

export function reportInWords(report: Verified): string[] {
  const { file, findings, origin, entries, from, to, checkpoint, notes } = report;
  const span = from === undefined || to === undefined ? '' : `, from ${time(from)} to ${time(to)}`;
  return [
    verdict(report),
    '',
    ...findings.slice(0, mostFindings).map((one) => `${finding(one)}`),
    ...(findings.length > mostFindings
      ? [`And ${count(findings.length - mostFindings, 'finding')} more.`]
      : []),
    ...(findings.length > 0 ? [''] : []),
    `File: ${file}`,
    `Log: ${origin}`,
    `Entries: ${number(entries)}${span}`,
    checkpoint
      ? `Checkpoint: ${count(checkpoint.size, 'entry', 'entries')}, signed with a key that is trusted`
      : 'Checkpoint: none at its end that a trusted key signed',
    ...kept(report),
    ...erased(report),
    ...notes.map((note) => `Note: ${note}`),
  ];
}

function verdict({ exitCode, findings, kept, entries }: Verified): string {
  if (exitCode === 0)
    return `The log is what it was: ${count(entries, 'entry', 'entries')}, and what was kept fits.`;
  const notChecked =
    'Truncation and forks were not checked: that takes a checkpoint that was kept (--checkpoint FILE).';
  if (exitCode === 3) return `Nothing is wrong within the file. ${notChecked}`;
  const [first] = findings;
  const also = kept.length === 0 ? ` ${notChecked}` : '';
  if (first) return `THE LOG IS NOT WHAT IT WAS. The first bad entry is ${place(first)}.${also}`;
  if (kept.every(({ state }) => state === 'other_log' || state === 'kept'))
    return 'NOT SHOWN: what was kept is of another log than this file.';
  return 'NOT SHOWN: of what was kept, not everything is signed with a key that is trusted.';
}

const place = ({ index, last }: Wrong) =>
  last === undefined || last === index
    ? `entry ${index}`
    : `somewhere between entry ${index} and entry ${last}`;

const words: Readonly<Record<Wrong['code'], (at: string, index: number) => string>> = {
  malformed: (at) => `At ${at}: what stands there is no entry, or no line of an export.`,
  changed: (at) => `Changed: ${at} is not what was written.`,
  dropped: (at) => `Dropped: ${at} is missing. What follows was not looked at.`,
  reordered: (at) => `Reordered: ${at} stands in another place. What follows was not looked at.`,
  inserted: (at) => `Inserted: ${at} was not there before.`,
  truncated: (_, index) => `Truncated: the log had an entry ${index} and more; the file ends before it.`,
  forked: (at) => `Forked: this is another log than the one that was kept, from ${at} on.`,
  resigned: () =>
    'Signed with another key: the checkpoint at the end is not of this log by a key that is trusted.',
  erased_unrecorded: (at) => `Erased without a record: a text of ${at} is gone, and no entry says so.`,
};

function finding(one: Wrong): string {
  const known = [one.kind, one.at === undefined ? undefined : time(one.at)].filter(
    (fact) => fact !== undefined,
  );
  const facts = known.length === 0 ? '' : ` (It says of itself: ${known.join(', ')}.)`;
  return `${words[one.code](place(one), one.index)}${facts}`;
}

const states: Readonly<Record<CheckedKept['state'], string>> = {
  kept: 'fits',
  forked: 'DOES NOT FIT: it is of another log of the same name',
  truncated: 'DOES NOT FIT: the log had more entries than the file',
  other_log: 'is of another log, and was not looked at',
  not_signed:
    'IS NOT SIGNED with the key that was given, or one that followed it; with an older key, give the first one',
};

function kept({ kept: all }: Verified): string[] {
  if (all.length === 0) return ['Kept checkpoints: none was given'];
  const fitting = all.filter(({ state, size }) => state === 'kept' && size > 0);
  const others = all.filter(({ state }) => state !== 'kept');
  const empty = all.some(({ state, size }) => state === 'kept' && size === 0);
  const largest = fitting.at(-1);
  return [
    `Kept checkpoints: ${fitting.length} of ${all.length} fit${largest ? `; the largest has ${count(largest.size, 'entry', 'entries')}` : ''}`,
    ...(empty ? ['  One is of the empty log, which says nothing of what came later'] : []),
    ...others
      .slice(0, mostFindings)
      .map(
        ({ where, size, state, origin }) =>
          `  ${where}: ${count(size, 'entry', 'entries')}: ${states[state]}${state === 'other_log' ? ` (${origin})` : ''}`,
      ),
    ...(others.length > mostFindings ? [`  and ${others.length - mostFindings} more that do not`] : []),
  ];
}

function erased({ erased: { texts, personal, records, recorded } }: Verified): string[] {
  if (texts + personal + recorded === 0) return ['Erased: nothing'];
  return [
    `Erased: ${count(personal, 'personal text')} and the texts of ${count(texts, 'entry', 'entries')}; ${count(recorded, 'erasure')} on record`,
    ...records.slice(0, mostFindings).map(({ index, at, person, below }) => {
      const what = person === undefined ? `texts below entry ${below}` : `the person ${person}`;
      return `  entry ${index}, ${time(at)}: ${what}`;
    }),
    ...(recorded > mostFindings ? [`  and ${recorded - mostFindings} more`] : []),
  ];
}

const number = (value: number) => value.toLocaleString('en-US');
const time = (at: number) => (Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at));

export function count(value: number, noun: string, several = `${noun}s`): string {
  return `${number(value)} ${value === 1 ? noun : several}`;
}
