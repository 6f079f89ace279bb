// Reads what a row describes and holds as bytes: a static resource or a document, both at once by its id.

import * as z from 'zod/mini';
import type { JobHandle } from '../client.ts';
import { filesWith } from './documents.ts';
import { findById } from './find-stamp.ts';
import { readListed } from './listed.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { rowDocument } from './row-document.ts';
import { settled } from './settled.ts';
import { instantOf, lastSaveOf, stampFields, stampRow } from './stamp-row.ts';

const metadata = z.nullable(z.record(z.string(), z.unknown()));
const resourceRow = z.object({
  Id: z.string(),
  Name: z.string(),
  NamespacePrefix: z.nullable(z.string()),
  Metadata: metadata,
  ...stampRow,
});
const documentRow = z.object({ Metadata: metadata });

/** Without an id by the list and a retrieve, as every archive. */
export async function readResource(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  if (!ref.id) return readListed(handle, ref);
  const id = id15(ref.id);
  const fields = ['Id', 'Name', 'NamespacePrefix', 'Metadata', ...stampFields];
  const [[found], bytes] = await settled([
    handle.query({ api: 'tooling', object: 'StaticResource', fields, where: { Id: id } }, resourceRow),
    handle.bytes('tooling', 'StaticResource', id),
  ]);
  if (!found || !bytes) return undefined;
  const fullName = found.NamespacePrefix ? `${found.NamespacePrefix}__${found.Name}` : found.Name;
  const files = filesWith(
    'StaticResource',
    { fullName },
    documentOf('StaticResource', found.Metadata),
    bytes,
  );
  return assemble(
    handle,
    { type: 'StaticResource', fullName, files },
    { id: found.Id, ...lastSaveOf(found) },
  );
}

/** The same; its name is its folder's and its own. */
export async function readDocumentFile(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  if (!ref.id) return readListed(handle, ref);
  const id = id15(ref.id);
  const where = { Id: id };
  const [stamp, [found], bytes] = await settled([
    findById(handle, 'Document', id),
    handle.query({ api: 'tooling', object: 'Document', fields: ['Metadata'], where }, documentRow),
    handle.bytes('data', 'Document', id),
  ]);
  if (!stamp || !found || !bytes) return undefined;
  const { fullName, lastModifiedAt: at = 0, lastModifiedById, lastModifiedByName } = stamp;
  const files = filesWith('Document', stamp, documentOf('Document', found.Metadata), bytes);
  return assemble(
    handle,
    { type: 'Document', fullName, files },
    {
      id: stamp.id,
      lastModifiedBy: { id: lastModifiedById ?? '', name: lastModifiedByName ?? 'Unknown user' },
      lastModifiedAt: instantOf(new Date(at).toISOString()),
    },
  );
}

/** Metadata with content may repeat the content, which the bytes are. */
function documentOf(type: 'StaticResource' | 'Document', of: Record<string, unknown> | null): string {
  const { content: _, ...described } = of ?? {};
  return rowDocument(type, described);
}

function assemble(
  handle: JobHandle,
  source: LiveComponent['source'],
  saved: Pick<LiveComponent, 'id' | 'lastModifiedBy' | 'lastModifiedAt'>,
): LiveComponent {
  return { source, otherIds: [], lane: 'tooling', apiVersion: handle.org.apiVersion, ...saved };
}
