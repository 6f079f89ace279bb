// What the parts of a metadata type are called in sentences.

import type { Canon } from '../../metadata/canonical.ts';
import { apexClassWords } from './apex-class.ts';
import { flowWords } from './flow.ts';
import { permissionSetWords } from './permission-set.ts';

export interface TypeWords {
  /** The component itself: `Permission set`. */
  readonly root: string;
  /** Element to noun, in sentence case; `parent/tag` wins over `tag`. Others are told by their tag in words. */
  readonly nouns: Readonly<Record<string, string>>;
  readonly plurals?: Readonly<Record<string, string>>;
  /** Element to the child that says everything about it, so that it needs no words of its own. */
  readonly gist: Readonly<Record<string, string>>;
  /** Values as people read them; undefined: as they are. */
  value?(tag: string, text: string): string | undefined;
  /** A whole item in a few words: `read, edit`. */
  item?(item: Canon): string | undefined;
  /** What an item of a list is called, if not by its key. */
  name?(item: Canon): string | undefined;
}

const tables: Readonly<Record<string, TypeWords>> = {
  ApexClass: apexClassWords,
  Flow: flowWords,
  PermissionSet: permissionSetWords,
};

const noWords: TypeWords = { root: 'File', nouns: {}, gist: {} };

export function wordsFor(type: string): TypeWords {
  return Object.hasOwn(tables, type) ? (tables[type] ?? noWords) : noWords;
}

/** `recordTypeVisibilities` → `record type visibilities`. */
export function inWords(tag: string): string {
  return tag
    .replace(/^[@#]/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(?:api|sobject|url|id)\b/g, (word) => (word === 'sobject' ? 'object' : word.toUpperCase()));
}

export function singular(noun: string): string {
  if (/(?:ies)$/.test(noun)) return `${noun.slice(0, -3)}y`;
  if (/(?:ss|us|is)$/.test(noun)) return noun;
  if (/(?:sses|xes|ches)$/.test(noun)) return noun.slice(0, -2);
  return noun.endsWith('s') ? noun.slice(0, -1) : noun;
}

export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** Sentence case to the middle of a sentence: `Apex class access` and `API version` keep their capitals. */
export function lowerFirst(noun: string): string {
  return /^(?:Apex|Visualforce|[A-Z]{2})/.test(noun) ? noun : noun.charAt(0).toLowerCase() + noun.slice(1);
}

export function upperFirst(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}
