// Puts a difference into words: where it is, and the old and new value as people read them.

import type { Canon } from '../metadata/canonical.ts';
import { isMarker } from '../secrets/marker.ts';
import type { Change, LineRange, PathStep } from './change.ts';
import type { Delta, Place } from './delta.ts';
import { isOneValue } from './one-value.ts';
import { type Context, createContext, isOneOfSeveral } from './repeated.ts';
import { inWords, lowerFirst, plural, singular, type TypeWords, upperFirst } from './words/type-words.ts';

/** A change with what its summary needs: the item of the root it belongs to, and the rest of the way. */
export interface Told {
  readonly change: Change;
  /** Tag of the root's child. */
  readonly tag: string;
  /** The root's child in words: `Decision Is VIP`. */
  readonly topic: string;
  /** What the root's child is called, alone and in numbers: `decision`, `decisions`. */
  readonly noun: string;
  readonly nouns: string;
  /** The place below the topic: `rule Platinum`; empty when the change is the topic's own. */
  readonly below: string;
}

export function createTeller(words: TypeWords, before: Canon, after: Canon): (delta: Delta) => Told {
  const context = createContext(words, before, after);
  return (delta) => tell(delta, words, context);
}

function tell(delta: Delta, words: TypeWords, context: Context): Told {
  const { kind, trail } = delta;
  const last = trail[trail.length - 1] as Place;
  const told = withoutGist(spoken(trail, words), words);
  const first = told[0] as Place;
  const parentOf = (place: Place) => trail[trail.indexOf(place) - 1];
  const names = told.map((place, depth) => placeInWords(place, parentOf(place), depth, words, context));
  const parts = kind === 'renamed' ? [...names, 'API name'] : names;
  const isField = kind === 'renamed' || !(told.at(-1) as Place).index;
  const noun = nounOf(first, parentOf(first), words);
  const change: Change = {
    kind,
    lane: delta.noise ? 'noise' : 'meaning',
    path: trail.map(step),
    where: joined(parts, isField),
    ...values(kind, last, words),
    ...lines(last),
  };
  return {
    change,
    tag: tagOf(first),
    topic: names[0] ?? '',
    noun: lowerFirst(noun),
    nouns: lowerFirst(words.plurals.get(tagOf(first)) ?? plural(noun)),
    below: names[1] ?? '',
  };
}

/** `Decision Is VIP › rule Platinum › condition 1: value`. */
function joined(parts: readonly string[], lastIsField: boolean): string {
  const head = parts.slice(0, -1).join(' › ');
  const tail = parts.at(-1) ?? '';
  return head === '' ? tail : `${head}${lastIsField ? ': ' : ' › '}${tail}`;
}

/** Leaves out steps that only hold others together. */
function spoken(trail: readonly Place[], words: TypeWords): readonly Place[] {
  const kept = trail.filter((place, index) => index === trail.length - 1 || !words.silent.has(tagOf(place)));
  return kept.length === trail.length ? trail : kept;
}

/** Leaves out a last step that says no more than the one before it: a permission's `enabled`. */
function withoutGist(trail: readonly Place[], words: TypeWords): readonly Place[] {
  const last = trail.at(-1);
  const owner = trail.at(-2);
  if (!last || !owner || words.gist.get(tagOf(owner)) !== tagOf(last)) return trail;
  return trail.slice(0, -1);
}

function placeInWords(
  place: Place,
  parent: Place | undefined,
  depth: number,
  words: TypeWords,
  context: Context,
): string {
  const noun = nounOf(place, parent, words);
  const written = depth === 0 ? upperFirst(noun) : lowerFirst(noun);
  const own = nameOf(place, words, depth === 0 ? context.isAmbiguous : undefined);
  const name = depth === 0 && isOneOfSeveral(place, context) ? `${own} (listed more than once)` : own;
  return name === '' ? written : `${written} ${name}`;
}

function nounOf(place: Place, parent: Place | undefined, words: TypeWords): string {
  const tag = tagOf(place);
  const canon = place.after ?? place.before;
  const known =
    (canon && words.noun(canon)) ??
    (parent && words.nouns.get(`${tagOf(parent)}/${tag}`)) ??
    words.nouns.get(tag);
  if (known) return known;
  if (tag.startsWith('@')) return `attribute ${tag.slice(1)}`;
  if (tag === '#pi') return 'processing instruction';
  return place.index ? singular(inWords(tag)) : inWords(tag.replace(/^(?:is|has)(?=[A-Z])/, ''));
}

function nameOf(
  { before, after, index, byPosition }: Place,
  words: TypeWords,
  isAmbiguous?: Context['isAmbiguous'],
): string {
  const canon = after ?? before;
  if (!index || !canon || canon.tag.startsWith('#')) return '';
  if (!byPosition && canon.key !== '') {
    const name = words.name(canon);
    if (name && name !== canon.key) return isAmbiguous?.(name) ? `${name} (${canon.key})` : name.trim();
    // Part of the key is a whole element, which has no name.
    if (!/(?:^|, )#\d/.test(canon.key)) return keyInWords(canon.key);
  }
  const number = String((after ? index.after : index.before) + 1);
  const hint = byPosition ? words.hint(canon) : undefined;
  return hint ? `${number} (${hint})` : number;
}

/** Of a key of several parts those that are there. */
function keyInWords(key: string): string {
  if (!key.includes(', ')) return key;
  return key
    .split(', ')
    .filter((part) => part !== '')
    .join(', ');
}

function values(
  kind: Delta['kind'],
  { before, after, index }: Place,
  words: TypeWords,
): { before?: string; after?: string } {
  if (kind === 'moved' && index)
    return { before: `position ${index.before + 1}`, after: `position ${index.after + 1}` };
  if (kind === 'renamed') return { before: before?.key, after: after?.key };
  if ([before, after].some((canon) => canon && isMarker(canon.text))) return keptBack(before, after);
  // An item that is one text has been named by it already.
  const isName = (canon: Canon) => index !== undefined && canon.key !== '' && canon.key === canon.text;
  const old = before && !(isName(before) && !after) ? valueInWords(before, words) : undefined;
  const now = after && !(isName(after) && !before) ? valueInWords(after, words) : undefined;
  if (
    old !== undefined &&
    now !== undefined &&
    before &&
    after &&
    (old === now || isAnotherKind(before, after))
  ) {
    return { before: withKind(before, old), after: withKind(after, now) };
  }
  return { before: old, after: now };
}

/** A marker tells people nothing: only whether there is another secret now, or none, or one that is no secret. */
function keptBack(before: Canon | undefined, after: Canon | undefined): { before?: string; after?: string } {
  const [old, now] = [before, after].map((canon) =>
    canon && isMarker(canon.text) ? '' : canon?.text.trim(),
  );
  if (!old && !now) return {};
  return { before: before && (old || 'a secret'), after: after && (now || 'a secret') };
}

/** References say what they are; a text, a number or a date may look like each other. */
function isAnotherKind(before: Canon, after: Canon): boolean {
  const [old, now] = [before.children[0]?.tag, after.children[0]?.tag];
  if (!isOneValue(before) || !isOneValue(after) || old === now) return false;
  return old !== 'elementReference' && now !== 'elementReference';
}

/** `5` the text and `5` the number look alike. */
function withKind(canon: Canon, text: string): string {
  const type = canon.attributes.find(({ name }) => name === 'xsi:type')?.value.replace(/^.*:/, '');
  const kind = type ?? canon.children[0]?.tag ?? canon.tag;
  return `${text} (${inWords(kind)
    .replace(/ value$/, '')
    .replace('string', 'text')})`;
}

function valueInWords(canon: Canon, words: TypeWords): string | undefined {
  const only = isOneValue(canon) ? canon.children[0] : undefined;
  if (only) return words.value(only.tag, only.text) ?? only.text;
  if (canon.tag.startsWith('#')) return canon.text.trim();
  if (canon.children.every(({ tag }) => tag.startsWith('#')))
    return words.value(canon.tag, canon.text) ?? canon.text;
  const gist = canon.children.find((child) => child.tag === words.gist.get(canon.tag));
  return words.item(canon) ?? (gist && valueInWords(gist, words));
}

function step(place: Place): PathStep {
  const canon = place.after ?? place.before;
  const tag = tagOf(place);
  if (!place.index || !canon || canon.tag.startsWith('#')) return { tag };
  if (!place.byPosition && canon.key !== '') return { tag, key: canon.key };
  return { tag, key: String((place.after ? place.index.after : place.index.before) + 1) };
}

function lines({ before, after }: Place): { beforeLines?: LineRange; afterLines?: LineRange } {
  const range = (canon: Canon) => ({ start: canon.line, end: canon.endLine });
  return { beforeLines: before && range(before), afterLines: after && range(after) };
}

function tagOf({ before, after }: Place): string {
  return (after ?? before)?.tag ?? '';
}
