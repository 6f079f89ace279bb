// Reads one Apex class: a single Tooling row has its code, its metadata and its last save.

import * as z from 'zod/mini';
import { toolingMetadataToXml } from '#core/metadata/tooling-json.ts';
import type { JobHandle } from '../client.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { lastSaveOf, stampFields, stampRow } from './stamp-row.ts';

const row = z.object({
  Id: z.string(),
  Name: z.string(),
  NamespacePrefix: z.nullable(z.string()),
  /** Null, or a placeholder, for a class of a managed package. */
  Body: z.nullable(z.string()),
  Metadata: z.nullable(z.record(z.string(), z.unknown())),
  ...stampRow,
});

export async function readApexClass(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  const [found] = await handle.query(
    {
      api: 'tooling',
      object: 'ApexClass',
      fields: ['Id', 'Name', 'NamespacePrefix', 'Body', 'Metadata', ...stampFields],
      where: ref.id ? { Id: id15(ref.id) } : nameCondition(ref.fullName ?? ''),
    },
    row,
  );
  if (!found) return undefined;
  const fullName = found.NamespacePrefix ? `${found.NamespacePrefix}__${found.Name}` : found.Name;
  return {
    source: {
      type: 'ApexClass',
      fullName,
      files: [
        { role: 'content', name: `${fullName}.cls`, text: found.Body ?? '' },
        {
          role: 'metadata',
          name: `${fullName}.cls-meta.xml`,
          text: toolingMetadataToXml('ApexClass', found.Metadata ?? {}),
        },
      ],
    },
    id: found.Id,
    otherIds: [],
    lane: 'tooling',
    apiVersion: handle.org.apiVersion,
    ...lastSaveOf(found),
  };
}

/** `ns__Name` is the class of a package; without a namespace only the org's own is meant. */
export function nameCondition(fullName: string): Record<string, string | null> {
  const [, namespace, name] = /^([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)__(.+)$/.exec(fullName) ?? [];
  return name
    ? { Name: name, NamespacePrefix: namespace ?? null }
    : { Name: fullName, NamespacePrefix: null };
}
