// Reads whole documents by readMetadata, each as the XML of its record.

import type { MetadataType } from '#core/component.ts';
import { AppError } from '../../errors.ts';
import type { JobHandle } from '../client.ts';

/** Salesforce's bound on names in one call; custom metadata and apps may be asked for by 200. */
export function namesPerRead(type: MetadataType): number {
  return type === 'CustomMetadata' || type === 'CustomApplication' ? 200 : 10;
}

/** Each record's own XML, in the order of the names; undefined for one Salesforce does not know. */
export async function readRecords(
  handle: JobHandle,
  type: MetadataType,
  names: readonly string[],
): Promise<(string | undefined)[]> {
  const elements = await handle.soap('readMetadata', [
    ['type', type],
    ...names.map((name) => ['fullNames', name] as const),
  ]);
  const records = elements.flatMap(({ children }) => children.filter(({ name }) => name === 'records'));
  if (records.length !== names.length) {
    throw new AppError('salesforce_error', {
      detail: 'Salesforce gave another number of records than asked.',
    });
  }
  return records.map(({ xml, nil }) => (nil || !/<[^<>]*\bfullName>/.test(xml) ? undefined : xml));
}
