// Reads permission sets: their whole documents by readMetadata, ten at most, and their last saves by a query beside it.

import * as z from 'zod/mini';
import { recordToXml } from '#core/metadata/soap-record.ts';
import { AppError } from '../../errors.ts';
import type { JobHandle } from '../client.ts';
import { nameCondition } from './apex-class.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { lastSaveOf, stampFields, stampRow } from './stamp-row.ts';

/** Salesforce's bound on names in one call. */
export const namesPerRead = 10;

const row = z.object({
  Id: z.string(),
  Name: z.string(),
  NamespacePrefix: z.nullable(z.string()),
  ...stampRow,
});
type Row = z.output<typeof row>;

/** One after the other only where the name is not known or was changed. */
export async function readPermissionSet(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  const [found, ahead] = await settled([
    findRow(handle, ref),
    ref.fullName ? readRecords(handle, [ref.fullName]) : undefined,
  ]);
  if (!found) return undefined;
  const fullName = fullNameOf(found);
  const [record] = ahead && fullName === ref.fullName ? ahead : await readRecords(handle, [fullName]);
  return assemble(handle, found, record);
}

/** Up to ten by name, in the order asked. */
export async function readPermissionSets(
  handle: JobHandle,
  refs: readonly LiveRef[],
): Promise<(LiveComponent | undefined)[]> {
  const names = refs.map(({ fullName }) => fullName ?? '');
  const [records, rows] = await settled([
    readRecords(handle, names),
    Promise.all(refs.map((ref) => findRow(handle, ref))),
  ]);
  return rows.map((found, index) => {
    if (!found) return undefined;
    const record = fullNameOf(found) === names[index] ? records[index] : undefined;
    return assemble(handle, found, record);
  });
}

function assemble(handle: JobHandle, found: Row, record: string | undefined): LiveComponent {
  const fullName = fullNameOf(found);
  if (record === undefined) {
    const detail = `Salesforce lists the permission set ${fullName} but does not give its content.`;
    throw new AppError('salesforce_error', { detail });
  }
  return {
    source: {
      type: 'PermissionSet',
      fullName,
      files: [
        {
          role: 'metadata',
          name: `${fullName}.permissionset-meta.xml`,
          text: recordToXml('PermissionSet', record),
        },
      ],
    },
    id: found.Id,
    otherIds: [],
    lane: 'read-metadata',
    apiVersion: handle.org.apiVersion,
    ...lastSaveOf(found),
  };
}

async function findRow(handle: JobHandle, ref: LiveRef): Promise<Row | undefined> {
  const [found] = await handle.query(
    {
      api: 'data',
      object: 'PermissionSet',
      fields: ['Id', 'Name', 'NamespacePrefix', ...stampFields],
      where: ref.id ? { Id: id15(ref.id) } : nameCondition(ref.fullName ?? ''),
    },
    row,
  );
  return found;
}

const fullNameOf = ({ Name, NamespacePrefix }: Row) =>
  NamespacePrefix ? `${NamespacePrefix}__${Name}` : Name;

/** Each record's own XML, in the order of the names; undefined for one Salesforce does not know. */
async function readRecords(handle: JobHandle, names: readonly string[]): Promise<(string | undefined)[]> {
  const elements = await handle.soap('readMetadata', [
    ['type', 'PermissionSet'],
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

/** All of them to their end, so that none outlives the job; then the first failure, if any. */
async function settled<T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined)) as never;
}
