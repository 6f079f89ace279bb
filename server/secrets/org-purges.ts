// What of an org was taken out of its history for good, as rules for whatever is read or captured later.

import type { ComponentKey } from '#core/component.ts';
import type { SecretField } from '#core/secrets/secret-fields.ts';
import { replaceInZip } from '../content/replace-in-zip.ts';
import type { PurgeRow } from '../db/purges.ts';
import { createReplace, type Found, type PurgedText, storedForms } from './purged-text.ts';

/** Undefined when the bytes stay as they are. */
export type Replace = (bytes: Uint8Array) => Found | undefined;

/** Of a row that is about one component, only for that one. */
function isAbout({ type, full_name }: PurgeRow, key: ComponentKey | undefined): boolean {
  return type === null || (key !== undefined && type === key.type && full_name === key.fullName);
}

export function purgedFieldsOf(rows: readonly PurgeRow[], key: ComponentKey): SecretField[] {
  return rows.flatMap((row) =>
    row.kind === 'field' && row.field !== null && isAbout(row, key)
      ? [{ path: row.field, ground: 'named' as const }]
      : [],
  );
}

/** The texts to look for in a component; without `key`, those to look for everywhere. Undefined when there are none. */
export function purgedTextsOf(
  key: Buffer,
  rows: readonly PurgeRow[],
  of: ComponentKey | undefined,
): Replace | undefined {
  const texts = rows.flatMap((row): PurgedText[] =>
    row.kind === 'text' && row.forms !== null && row.marker !== null && isAbout(row, of)
      ? [{ forms: storedForms.parse(JSON.parse(row.forms)), marker: row.marker }]
      : [],
  );
  if (texts.length === 0) return undefined;
  const replace = createReplace(key, texts);
  return (bytes) => replace(bytes) ?? replaceInZip(bytes, replace);
}

export function replaceInText(text: string, replace: Replace): string {
  return replace(Buffer.from(text))?.bytes.toString() ?? text;
}
