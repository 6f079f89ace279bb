// Says a whole difference in one sentence.

import type { Change } from './change.ts';
import type { Told } from './wording.ts';

const longestValue = 60;
const mostGroups = 3;

/** One change as itself: `Field permission Account.Rating: read on → off`. */
export function changeInWords({ kind, where, before, after }: Change): string {
  const old = before === undefined ? undefined : short(before);
  const now = after === undefined ? undefined : short(after);
  switch (kind) {
    case 'added':
      return now ? `${where} added: ${now}` : `${where} added`;
    case 'removed':
      return `${where} removed`;
    case 'moved':
      return `${where} moved from ${old} to ${now}`;
    default:
      return old === undefined || now === undefined ? `${where} changed` : `${where} ${old} → ${now}`;
  }
}

function short(value: string): string {
  const line = value.replace(/\s+/g, ' ').trim();
  if (line === '') return '(empty)';
  return line.length > longestValue ? `${line.slice(0, longestValue - 1)}…` : line;
}

/** `told` without noise; `noise` only adds whether something moved on the canvas. */
export function summarize(told: readonly Told[], noise: readonly Change[]): string {
  const moves = noise.filter((change) => change.path.at(-1)?.tag === 'location').length;
  if (told.length === 0) {
    if (moves > 0) return moves === 1 ? 'Moved on canvas' : `${moves} elements moved on canvas`;
    return noise.length > 0 ? 'Formatting only' : 'No change';
  }
  const [only] = told;
  const main = told.length === 1 && only ? changeInWords(only.change) : inGroups(told);
  return moves > 0 ? `${main}; moved on canvas` : main;
}

function inGroups(told: readonly Told[]): string {
  const groups = new Map<string, Told[]>();
  for (const one of told) {
    const group = groups.get(one.tag);
    if (group) group.push(one);
    else groups.set(one.tag, [one]);
  }
  const sentences = [...groups.values()].map((group) => ({ text: groupInWords(group), size: group.length }));
  const shown = sentences.length > mostGroups ? sentences.slice(0, mostGroups) : sentences;
  const rest = sentences.slice(shown.length).reduce((sum, { size }) => sum + size, 0);
  const parts = shown.map(({ text }) => text);
  if (rest > 0) parts.push(rest === 1 ? '1 more change' : `${rest} more changes`);
  return parts.join('; ');
}

/** Changes of one kind of item: `3 field permissions removed, 1 added`, or the one item they are about. */
function groupInWords(group: readonly Told[]): string {
  const topics = new Map<string, Told[]>();
  for (const one of group) topics.set(one.topic, [...(topics.get(one.topic) ?? []), one]);
  if (topics.size === 1) return topicInWords(group);
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

function verbOf(changes: readonly Told[]): string {
  const own = changes.filter(({ below }) => below === '').map(({ change }) => change.kind);
  return own.find((kind) => kind !== 'changed') ?? 'changed';
}

/** Everything is about one item: `Decision Is VIP: rule Platinum changed, rule Gold added`. */
function topicInWords(group: readonly Told[]): string {
  const [first] = group;
  if (!first) return '';
  if (group.length === 1) return changeInWords(first.change);
  const places = new Map<string, string>();
  for (const { below, change, topic } of group) {
    const whole = below === '' || change.where.endsWith(`› ${below}`);
    const verb = whole ? change.kind : 'changed';
    const place = below === '' ? topic : below;
    places.set(place, places.has(place) ? 'changed' : verb);
  }
  if (places.size > mostGroups) return `${first.topic}: ${group.length} changes`;
  const parts = [...places].map(([place, verb]) => (place === first.topic ? verb : `${place} ${verb}`));
  return parts.length === 1 && places.has(first.topic)
    ? `${first.topic} ${parts[0]}`
    : `${first.topic}: ${parts.join(', ')}`;
}
