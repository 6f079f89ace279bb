// Finds one component by its id or its name without reading it: in a list, or where that would take many, by a query.

import * as z from 'zod/mini';
import { type MetadataType, typeRegistry } from '#core/component.ts';
import { standardValueSets } from '#core/types/standard-value-sets.ts';
import type { JobHandle } from '../client.ts';
import { folderTypeOf, list, listStamps, type Stamp, unfiled } from './list-stamps.ts';
import { id15, type LiveRef } from './live-component.ts';
import { settled } from './settled.ts';
import { instantOf, stampFields, stampRow } from './stamp-row.ts';

/** Undefined when Salesforce has no such component (any more). */
export async function findStamp(handle: JobHandle, ref: LiveRef): Promise<Stamp | undefined> {
  const { type, id, fullName, listed } = ref;
  if (listed) return listed;
  const { inFolder, unstamped } = typeRegistry[type];
  // No list tells more of these than their names.
  if (unstamped) return fullName !== undefined && mayExist(type, fullName) ? { type, fullName } : undefined;
  if (inFolder && id) return findById(handle, type, id);
  const stamps = inFolder
    ? await list(handle, [{ type, folder: folderOf(fullName ?? '') }])
    : await listStamps(handle, [type]);
  return stamps.find((stamp) =>
    id ? stamp.id !== undefined && id15(stamp.id) === id15(id) : stamp.fullName === fullName,
  );
}

function mayExist(type: MetadataType, fullName: string): boolean {
  return type !== 'StandardValueSet' || standardValueSets.includes(fullName);
}

function folderOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('/')));
}

/** The objects of the data API that stand for them, and the column that says in which folder. */
const folderColumns = {
  Report: 'OwnerId',
  Dashboard: 'FolderId',
  EmailTemplate: 'FolderId',
  Document: 'FolderId',
} as const satisfies Partial<Record<MetadataType, string>>;

const row = z.object({ Id: z.string(), DeveloperName: z.string(), ...stampRow });
const optional = z.optional(z.nullable(z.string()));
const place = z.object({ OwnerId: optional, FolderId: optional, Type: optional });

/** A row has its own name and its folder's id; the folders' names come beside it. */
export async function findById(
  handle: JobHandle,
  type: MetadataType,
  id: string,
): Promise<Stamp | undefined> {
  if (!Object.hasOwn(folderColumns, type)) throw new Error(`${type} is not found by its id.`);
  const column = folderColumns[type as keyof typeof folderColumns];
  const ending = type === 'Document' ? ['Type'] : [];
  const fields = ['Id', 'DeveloperName', column, ...ending, ...stampFields];
  const [[found], folders] = await settled([
    handle.query({ api: 'data', object: type, fields, where: { Id: id15(id) } }, z.extend(row, place.shape)),
    list(handle, [{ type: folderTypeOf(type) }]),
  ]);
  if (!found) return undefined;
  const folderId = found[column] ?? '';
  const folder = folderId.startsWith('00D')
    ? unfiled
    : folders.find((one) => one.id !== undefined && id15(one.id) === id15(folderId))?.fullName;
  // What lies in somebody's private folder is no metadata.
  if (folder === undefined) return undefined;
  const fullName = `${folder}/${found.DeveloperName}`;
  return {
    type,
    fullName,
    ...(type === 'Document' ? { calledBy: found.Type ? `${fullName}.${found.Type}` : fullName } : {}),
    id: found.Id,
    lastModifiedAt: Date.parse(instantOf(found.LastModifiedDate)),
    lastModifiedById: found.LastModifiedById,
    lastModifiedByName: found.LastModifiedBy?.Name ?? 'Unknown user',
  };
}
