// Reads permission sets: their whole documents by readMetadata, ten at most, and their last saves by a query beside it.

import * as z from 'zod/mini';
import { recordToXml } from '#core/metadata/soap-record.ts';
import { AppError } from '../../errors.ts';
import type { JobHandle } from '../client.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { nameCondition } from './name-condition.ts';
import { readRecords } from './records.ts';
import { settled } from './settled.ts';
import { lastSaveOf, stampFields, stampRow } from './stamp-row.ts';

const row = z.object({
  Id: z.string(),
  Name: z.string(),
  NamespacePrefix: z.nullable(z.string()),
  ...stampRow,
});
type Row = z.output<typeof row>;
const fields = ['Id', 'Name', 'NamespacePrefix', ...stampFields];

/** One after the other only where the name is not known or was changed. */
export async function readPermissionSet(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  const [found, ahead] = await settled([
    findRow(handle, ref),
    ref.fullName ? readRecords(handle, 'PermissionSet', [ref.fullName]) : undefined,
  ]);
  if (!found) return undefined;
  const fullName = fullNameOf(found);
  const [record] =
    ahead && fullName === ref.fullName ? ahead : await readRecords(handle, 'PermissionSet', [fullName]);
  return assemble(handle, found, record);
}

/** Up to ten by name, in the order asked. */
export async function readPermissionSets(
  handle: JobHandle,
  refs: readonly LiveRef[],
): Promise<(LiveComponent | undefined)[]> {
  const names = refs.map(({ fullName }) => fullName ?? '');
  const [records, rows] = await settled([
    readRecords(handle, 'PermissionSet', names),
    findRows(handle, refs),
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

/** Those that a list gave an id for in one query. */
async function findRows(handle: JobHandle, refs: readonly LiveRef[]): Promise<(Row | undefined)[]> {
  const ids = refs.flatMap(({ id }) => (id ? [id15(id)] : []));
  if (ids.length < refs.length) return Promise.all(refs.map((ref) => findRow(handle, ref)));
  const rows = await handle.query({ api: 'data', object: 'PermissionSet', fields, where: { Id: ids } }, row);
  const byId = new Map(rows.map((found) => [id15(found.Id), found]));
  return ids.map((id) => byId.get(id));
}

async function findRow(handle: JobHandle, ref: LiveRef): Promise<Row | undefined> {
  const [found] = await handle.query(
    {
      api: 'data',
      object: 'PermissionSet',
      fields,
      where: ref.id ? { Id: id15(ref.id) } : nameCondition(ref.fullName ?? ''),
    },
    row,
  );
  return found;
}

const fullNameOf = ({ Name, NamespacePrefix }: Row) =>
  NamespacePrefix ? `${NamespacePrefix}__${Name}` : Name;
