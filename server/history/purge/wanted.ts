// What an operator wants gone from a history, as rows that are remembered.

import { randomUUID } from 'node:crypto';
import type { ComponentKey } from '#core/component.ts';
import type { PurgeRow } from '../../db/purges.ts';
import { formsOf } from '../../secrets/purged-text.ts';
import { textMarker } from '../../secrets/redactor.ts';

export type Wanted =
  /** Wherever they stand, or in one component alone. */
  | { readonly kind: 'text'; readonly texts: readonly string[]; readonly of?: ComponentKey | undefined }
  /** The text of an element, in all versions of one component. */
  | { readonly kind: 'field'; readonly of: ComponentKey; readonly field: string }
  /** All of a component. */
  | { readonly kind: 'component'; readonly of: ComponentKey };

export const shortestText = 6;

/** Why a text is none to look for, in words. */
export function whyNot(text: string): string | undefined {
  if (text.trim() !== text && text.trim() === '') return 'it is empty.';
  if ([...text].length < shortestText)
    return `it has fewer than ${shortestText} characters and would be found in what is no secret.`;
  if ('canvasback-redacted:'.includes(text)) return 'every marker holds it.';
  return undefined;
}

export function rowsOf(key: Buffer, orgId: string, wanted: Wanted, at: number): PurgeRow[] {
  const row = {
    org_id: orgId,
    kind: wanted.kind,
    type: wanted.of?.type ?? null,
    full_name: wanted.of?.fullName ?? null,
    made_at: at,
    finished_at: null,
  };
  const none = { field: null, forms: null, marker: null };
  if (wanted.kind === 'text')
    return wanted.texts.map((text) => ({
      ...{ ...row, ...none, id: randomUUID() },
      forms: JSON.stringify(formsOf(key, text)),
      marker: textMarker(key, text),
    }));
  const field = wanted.kind === 'field' ? wanted.field : null;
  return [{ ...row, ...none, id: randomUUID(), field }];
}
