// Reads one flow: the version an address names, or of a definition the active version, else the latest.

import * as z from 'zod/mini';
import type { JobHandle } from '../client.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { rowDocument } from './row-document.ts';
import { lastSaveOf, stampFields, stampRow } from './stamp-row.ts';

const definitionRow = z.object({
  Id: z.string(),
  DeveloperName: z.string(),
  NamespacePrefix: z.nullable(z.string()),
  ActiveVersionId: z.nullable(z.string()),
  LatestVersionId: z.nullable(z.string()),
});
const versionRow = z.object({
  Id: z.string(),
  DefinitionId: z.string(),
  FullName: z.string(),
  VersionNumber: z.int(),
  Status: z.string(),
  Metadata: z.nullable(z.record(z.string(), z.unknown())),
  ...stampRow,
});

export async function readFlow(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  if (ref.id?.startsWith('301')) return readVersion(handle, ref.id, undefined);
  const [definition] = await handle.query(
    {
      api: 'tooling',
      object: 'FlowDefinition',
      fields: ['Id', 'DeveloperName', 'NamespacePrefix', 'ActiveVersionId', 'LatestVersionId'],
      where: ref.id ? { Id: id15(ref.id) } : { DeveloperName: ref.fullName ?? '' },
    },
    definitionRow,
  );
  const versionId = definition?.ActiveVersionId ?? definition?.LatestVersionId;
  if (!definition || !versionId) return undefined;
  return readVersion(handle, versionId, definition.ActiveVersionId === versionId ? 'active' : 'latest');
}

async function readVersion(
  handle: JobHandle,
  id: string,
  role: 'active' | 'latest' | undefined,
): Promise<LiveComponent | undefined> {
  const [version] = await handle.query(
    {
      api: 'tooling',
      object: 'Flow',
      fields: ['Id', 'DefinitionId', 'FullName', 'VersionNumber', 'Status', 'Metadata', ...stampFields],
      where: { Id: id15(id) },
    },
    versionRow,
  );
  if (!version) return undefined;
  // The name of a version ends with its number; no flow's own name has a hyphen.
  const fullName = version.FullName.replace(/-\d+$/, '');
  return {
    source: {
      type: 'Flow',
      fullName,
      files: [
        {
          role: 'metadata',
          name: `${fullName}.flow-meta.xml`,
          text: rowDocument('Flow', version.Metadata),
        },
      ],
    },
    id: version.DefinitionId,
    otherIds: [version.Id],
    lane: 'tooling',
    apiVersion: handle.org.apiVersion,
    which: whichOf(version.VersionNumber, version.Status, role),
    ...lastSaveOf(version),
  };
}

const statusWords: Readonly<Record<string, string>> = {
  Active: 'active',
  Draft: 'draft',
  InvalidDraft: 'invalid draft',
  Obsolete: 'inactive',
};

function whichOf(number: number, status: string, role: 'active' | 'latest' | undefined): string {
  const word = statusWords[status] ?? status;
  if (role === 'active' || word === 'active') return `active version ${number}`;
  return `${role === 'latest' ? 'latest version' : 'version'} ${number} (${word})`;
}
