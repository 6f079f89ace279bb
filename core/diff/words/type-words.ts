// What the parts of a metadata type are called in sentences.

import type { Canon } from '../../metadata/canonical.ts';
import { rulesFor, type TypeRules } from '../../metadata/identity.ts';
import { accessWords } from './access.ts';
import { automationWords } from './automation.ts';
import { codeWords } from './code.ts';
import { formula } from './condition.ts';
import { flowWords } from './flow.ts';
import { objectWords } from './objects.ts';
import { pageWords } from './pages.ts';
import { reportWords } from './reports.ts';
import { translationWords } from './translations.ts';

/** What is special about a type; everything else is told by its tag in words. */
export interface WordTable {
  /** One row a line: the tag, or `parent/tag`, which wins; then its noun, in sentence case. */
  readonly nouns?: string;
  /** The same, for nouns whose plural is not regular. */
  readonly plurals?: string;
  /** Rows of a child, and the tags of which it says everything, so that it needs no words of its own. */
  readonly gist?: string;
  /** Elements that only hold others together and are left out of the way to them. */
  readonly silent?: string;
  value?(tag: string, text: string): string | undefined;
  item?(item: Canon): string | undefined;
  name?(item: Canon): string | undefined;
  noun?(item: Canon): string | undefined;
  hint?(item: Canon): string | undefined;
}

export interface TypeWords {
  /** The component itself: `Permission set`. */
  readonly root: string;
  readonly nouns: ReadonlyMap<string, string>;
  readonly plurals: ReadonlyMap<string, string>;
  /** Element to the child that says everything about it. */
  readonly gist: ReadonlyMap<string, string>;
  readonly silent: ReadonlySet<string>;
  /** Values as people read them; undefined: as they are. */
  value(tag: string, text: string): string | undefined;
  /** A whole item in a few words: `read, edit`. */
  item(item: Canon): string | undefined;
  /** What an item of a list is called, if not by its key. */
  name(item: Canon): string | undefined;
  /** What one item is called that is unlike the others of its list. */
  noun(item: Canon): string | undefined;
  /** What is told beside the number of an item that has no name. */
  hint(item: Canon): string | undefined;
}

const tables: Readonly<Record<string, WordTable>> = {
  ...accessWords,
  ...automationWords,
  ...codeWords,
  ...objectWords,
  ...pageWords,
  ...reportWords,
  ...translationWords,
  Flow: flowWords,
};

const roots: Readonly<Record<string, string>> = {
  ApexClass: 'Apex class',
  ApexComponent: 'Visualforce component',
  ApexPage: 'Visualforce page',
  ApexTestSuite: 'Apex test suite',
  ApexTrigger: 'Apex trigger',
  AuraDefinitionBundle: 'Aura component',
  Community: 'Zone',
  CspTrustedSite: 'Trusted URL',
  CustomApplication: 'App',
  CustomMetadata: 'Custom metadata record',
  CustomObjectTranslation: 'Object translation',
  CustomSite: 'Site',
  CustomTab: 'Tab',
  FlexiPage: 'Lightning page',
  Group: 'Public group',
  Index: 'Custom index',
  Layout: 'Page layout',
  LightningComponentBundle: 'Lightning web component',
  Network: 'Experience Cloud site',
  PathAssistant: 'Path',
  SharingReason: 'Apex sharing reason',
  StandardValueSet: 'Standard picklist',
  Translations: 'Translations',
  WebLink: 'Button or link',
};

/** `Permission set`: what Setup calls components of a type. */
export function componentNoun(type: string): string {
  if (Object.hasOwn(roots, type)) return roots[type] ?? type;
  return upperFirst(inWords(type)) || 'File';
}

const made = new Map<string, TypeWords>();

export function wordsFor(type: string): TypeWords {
  const known = made.get(type);
  if (known) return known;
  const table = Object.hasOwn(tables, type) ? (tables[type] ?? {}) : {};
  const words = wordsOf(type, table, rulesFor(type));
  if (rulesFor(type).known) made.set(type, words);
  return words;
}

function wordsOf(type: string, table: WordTable, rules: TypeRules): TypeWords {
  const gist = new Map<string, string>();
  for (const [child, tags] of rows(table.gist)) for (const tag of tags.split(' ')) gist.set(tag, child);
  return {
    root: componentNoun(type),
    nouns: new Map(rows(table.nouns)),
    plurals: new Map(rows(table.plurals)),
    gist,
    silent: new Set(table.silent?.split(' ')),
    value: (tag, text) => table.value?.(tag, text) ?? flag(rules, tag, text),
    item: (item) => table.item?.(item) ?? formula(item),
    name: (item) => (table.name ? table.name(item) : labelled(item)),
    noun: (item) => table.noun?.(item),
    hint: (item) => table.hint?.(item),
  };
}

function rows(text = ''): [string, string][] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]);
}

/** Setup shows a checkbox where files have `true` or `false`. */
function flag(rules: TypeRules, tag: string, text: string): string | undefined {
  if (rules.kind(tag) !== 'boolean') return undefined;
  return text === 'true' ? 'on' : text === 'false' ? 'off' : undefined;
}

/** The first of these children that there is. */
export function textOf(item: Canon, ...tags: readonly string[]): string | undefined {
  for (const tag of tags) {
    const found = item.children.find((child) => child.tag === tag)?.text;
    if (found) return found;
  }
  return undefined;
}

/** `Customer priority (CustomerPriority__c)`: the label people know, beside the name that identifies. */
export function labelled(item: Canon): string | undefined {
  if (item.key === '') return undefined;
  const label = item.children.find(({ tag }) => tag === 'label' || tag === 'masterLabel')?.text;
  return label && label !== item.key ? `${label} (${item.key})` : undefined;
}

/** `recordTypeVisibilities` → `record type visibilities`. */
export function inWords(tag: string): string {
  const known = inWordsOnce.get(tag);
  if (known !== undefined) return known;
  const words = spelt(tag);
  // Metadata has some thousand tags; a document with more is not worth remembering.
  if (inWordsOnce.size < 4000) inWordsOnce.set(tag, words);
  return words;
}

const inWordsOnce = new Map<string, string>();

function spelt(tag: string): string {
  return tag
    .replace(/^[@#]/, '')
    .replace(/__\w$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(?:api|sobject|urls?|ids?|ip|html|css|csp|sla|pdf|sms)\b/g, (word) =>
      word === 'sobject' ? 'object' : word.toUpperCase().replace(/S$/, word.length > 3 ? 's' : 'S'),
    );
}

export function singular(noun: string): string {
  if (/(?:ies)$/.test(noun)) return `${noun.slice(0, -3)}y`;
  if (/(?:ss|us|is)$/.test(noun)) return noun;
  if (/(?:sses|uses|xes|ches)$/.test(noun)) return noun.slice(0, -2);
  return noun.endsWith('s') ? noun.slice(0, -1) : noun;
}

export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/criterion$/.test(noun)) return noun.replace(/on$/, 'a');
  return /(?:s|x|ch)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** Sentence case to the middle of a sentence: `Apex class access` and `API version` keep their capitals. */
export function lowerFirst(noun: string): string {
  return /^(?:Apex|Visualforce|Lightning|Aura|Chatter|[A-Z]{2})/.test(noun)
    ? noun
    : noun.charAt(0).toLowerCase() + noun.slice(1);
}

export function upperFirst(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}
