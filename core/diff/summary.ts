// Says a whole difference in one sentence.

import type { Change } from './change.ts';
import type { Told } from './wording.ts';

const longestValue = 60;
const mostGroups = 3;

/** One change as itself: `Field permission Account.Rating: read on → off`. */
export function changeInWords({ kind, where, before, after, path }: Change): string {
  // A checkbox that is not there is neither on nor off; it does not come and go as an item of a list does.
  const isFlag = path.at(-1)?.key === undefined && /^(?:on|off)$/.test(after ?? before ?? '');
  switch (kind) {
    case 'added':
      if (isFlag) return `${where} set to ${after}`;
      return after ? `${where} added: ${short(after)}` : `${where} added`;
    case 'removed':
      if (isFlag) return `${where} no longer set (was ${before})`;
      return `${where} removed`;
    case 'moved':
      return `${where} moved from ${before} to ${after}`;
    default:
      return before === undefined || after === undefined
        ? `${where} changed`
        : `${where} ${arrow(before, after)}`;
  }
}

/** `500 → 1000`; of long texts the part that differs. */
function arrow(before: string, after: string): string {
  const [old, now] = [flat(before), flat(after)];
  if (old === now) {
    const [exactly, instead] = [JSON.stringify(before), JSON.stringify(after)];
    return exactly.length + instead.length > 2 * longestValue
      ? 'changed in blank space only'
      : `${exactly} → ${instead}`;
  }
  if (old.length <= longestValue && now.length <= longestValue)
    return `${old || '(empty)'} → ${now || '(empty)'}`;
  const from = commonStart(old, now);
  const upTo = commonEnd(old.slice(from), now.slice(from));
  return `${excerpt(old, from, upTo)} → ${excerpt(now, from, upTo)}`;
}

function flat(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}

function short(value: string): string {
  const line = flat(value);
  return line.length > longestValue ? `${line.slice(0, longestValue - 1)}…` : line;
}

/** How many characters both begin with, back to the start of a word. */
function commonStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return one.lastIndexOf(' ', at - 1) + 1;
}

function commonEnd(one: string, other: string): number {
  let count = 0;
  while (count < one.length && count < other.length && one.at(-1 - count) === other.at(-1 - count)) count++;
  const space = one.slice(one.length - count).indexOf(' ');
  return space < 0 ? 0 : count - space;
}

function excerpt(line: string, from: number, upTo: number): string {
  const middle = short(line.slice(from, line.length - upTo));
  return `${from > 0 ? '…' : ''}${middle || '(nothing)'}${upTo > 0 && !middle.endsWith('…') ? '…' : ''}`;
}

/** `told` without noise; `noise` only adds whether something moved on the canvas. */
export function summarize(told: readonly Told[], noise: readonly Change[]): string {
  const moves = noise.filter((change) => change.path.at(-1)?.tag === 'location').length;
  if (told.length === 0) {
    if (moves > 0) return moves === 1 ? 'Moved on canvas' : `${moves} elements moved on canvas`;
    if (noise.length === 0) return 'No change';
    return noise.every((change) => change.path.at(-1)?.tag === '#formatting')
      ? 'Formatting only'
      : 'Editor settings only';
  }
  const [only] = told;
  const main = told.length === 1 && only ? changeInWords(only.change) : inGroups(told);
  return moves > 0 ? `${main}; moved on canvas` : main;
}

function inGroups(told: readonly Told[]): string {
  const sentences = [...groupedBy(told, ({ tag }) => tag).values()].map((group) => ({
    text: groupInWords(group),
    size: group.length,
  }));
  const shown = sentences.length > mostGroups ? sentences.slice(0, mostGroups) : sentences;
  const rest = sentences.slice(shown.length).reduce((sum, { size }) => sum + size, 0);
  const parts = shown.map(({ text }) => text);
  if (rest > 0) parts.push(rest === 1 ? '1 more change' : `${rest} more changes`);
  return parts.join('; ');
}

function groupedBy(told: readonly Told[], by: (one: Told) => string): Map<string, Told[]> {
  const groups = new Map<string, Told[]>();
  for (const one of told) {
    const group = groups.get(by(one));
    if (group) group.push(one);
    else groups.set(by(one), [one]);
  }
  return groups;
}

/** Changes of one kind of item: `3 field permissions removed, 1 added`, or the one item they are about. */
function groupInWords(group: readonly Told[]): string {
  const topics = groupedBy(group, ({ topic }) => topic);
  if (topics.size === 1) return topicInWords(group);
  const byName = twoByName([...topics.values()]);
  if (byName) return byName;
  const verbs = new Map<string, number>();
  for (const changes of topics.values()) {
    const verb = verbOf(changes);
    verbs.set(verb, (verbs.get(verb) ?? 0) + 1);
  }
  const [first] = group;
  return ['removed', 'added', 'renamed', 'moved', 'changed']
    .filter((verb) => verbs.has(verb))
    .map((verb, index) => {
      const count = verbs.get(verb) ?? 0;
      if (index > 0) return `${count} ${verb}`;
      return `${count} ${count === 1 ? first?.noun : first?.nouns} ${verb}`;
    })
    .join(', ');
}

const longestLine = 140;

/** `Field permission Account.Rating removed, Account.Site: read on → off`, where two items fit on a line. */
function twoByName(topics: readonly (readonly Told[])[]): string | undefined {
  const [[first] = [], [second] = []] = topics;
  if (topics.length !== 2 || !first || !second) return undefined;
  const noun = first.topic.slice(0, first.noun.length + 1);
  if (noun.toLowerCase() !== `${first.noun.toLowerCase()} ` || !second.topic.startsWith(noun))
    return undefined;
  const text = topics.map(topicInWords).map((told, at) => (at === 0 ? told : told.slice(noun.length)));
  const line = text.join(', ');
  return line.length <= longestLine && topics.every((changes) => changes.length === 1) ? line : undefined;
}

function verbOf(changes: readonly Told[]): string {
  const own = changes.filter(({ below }) => below === '').map(({ change }) => change.kind);
  return own.find((kind) => kind !== 'changed') ?? 'changed';
}

/** Everything is about one item: `Decision Is VIP: rule Platinum changed, rule Gold added`. */
function topicInWords(group: readonly Told[]): string {
  const [first] = group;
  if (!first) return '';
  if (group.length === 1) return changeInWords(first.change);
  const line = fewInWords(group, first.topic);
  if (line) return line;
  const places = new Map<string, string>();
  for (const { below, change, topic } of group) {
    const isWhole = below === '' || change.where.endsWith(`› ${below}`);
    const text = isWhole ? change.kind : change.where === `${topic}: ${below}` ? gist(change) : 'changed';
    const place = below === '' ? topic : below;
    places.set(place, places.has(place) ? 'changed' : text);
  }
  if (places.size > mostGroups) return `${first.topic}: ${group.length} changes`;
  const parts = [...places].map(([place, text]) => (place === first.topic ? text : `${place} ${text}`));
  const own = parts.length === 1 && places.has(first.topic);
  return own ? `${first.topic} ${parts[0]}` : `${first.topic}: ${parts.join(', ')}`;
}

/** `Section Details: column 1 › field Rating added, column 2 › field Rating removed`. */
function fewInWords(group: readonly Told[], topic: string): string | undefined {
  if (group.length > mostGroups) return undefined;
  const rests = group.map(({ change }) => changeInWords(change).slice(topic.length));
  if (
    !group.every(({ change }) => change.where.startsWith(topic)) ||
    rests.some((rest) => !/^(?: ›|:)? /.test(rest))
  )
    return undefined;
  const line = `${topic}: ${rests.map((rest) => rest.replace(/^(?: ›|:)? /, '')).join(', ')}`;
  return line.length <= longestLine ? line : undefined;
}

const shortest = 20;

/** `off → on`, when both are short enough to be told among others. */
function gist({ kind, before, after }: Change): string {
  if (kind !== 'changed' || before === undefined || after === undefined) return kind;
  return before.length <= shortest && after.length <= shortest ? arrow(before, after) : 'changed';
}
