// What of a component's text tells it apart, with its own name left open: what a rename leaves as it was.

import type { ComponentSource } from '#core/component.ts';

export interface RenameSide<Of> {
  readonly of: Of;
  /** The last part of the name: of a field, without its object. */
  readonly shortName: string;
  /** Lines that mean something, in order. */
  readonly lines: readonly string[];
}

/** Tags without text, and flags, which every component of a type has. */
const saysNothing = /^(?:<[^>]*>|<(\w+)>(?:true|false)<\/\1>|[^\p{L}\p{N}]*)$/u;
const ownName = '\u0000';

export function linesForRename({ fullName, files }: ComponentSource): Omit<RenameSide<unknown>, 'of'> {
  const shortName = fullName.slice(fullName.lastIndexOf('.') + 1);
  const code = files.filter(({ role }) => role === 'content');
  // The metadata of code is the same few lines everywhere.
  const text = (code.length > 0 ? code : files).map((file) => file.text).join('\n');
  const lines = text
    .replace(nameIn(shortName), ownName)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !saysNothing.test(line));
  return { shortName, lines };
}

/** The name as it is, and as the label that Salesforce would have made of it: `Is_VIP__c`, `Is VIP`. */
function nameIn(shortName: string): RegExp {
  const label = shortName.replace(/__\w+$/, '').replaceAll('_', ' ');
  const spelt = [shortName, label].filter(Boolean).map((one) => one.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${spelt.join('|')})(?![\\p{L}\\p{N}_])`, 'gu');
}
