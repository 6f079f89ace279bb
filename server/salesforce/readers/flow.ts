// Reads one flow: the version an address names, or of a definition the active version, else the latest.

import * as z from 'zod/mini';
import type { JobHandle } from '../client.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { nameCondition } from './name-condition.ts';
import { rowDocument } from './row-document.ts';
import { settled } from './settled.ts';
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

const definitionFields = ['Id', 'DeveloperName', 'NamespacePrefix', 'ActiveVersionId', 'LatestVersionId'];
const versionFields = ['Id', 'DefinitionId', 'FullName', 'VersionNumber', 'Status', 'Metadata'];

/** Several by their definitions' ids, in the order asked. */
export async function readFlows(
  handle: JobHandle,
  refs: readonly LiveRef[],
): Promise<(LiveComponent | undefined)[]> {
  const ids = refs.map(({ id = '' }) => id15(id));
  const wanted = { object: 'FlowDefinition', ids, fields: definitionFields };
  const definitions = await handle.toolingRows(wanted, definitionRow);
  const chosen = definitions.map((definition) => definition && versionOf(definition));
  const versions = chosen.flatMap((version) => version?.id ?? []);
  if (versions.length === 0) return refs.map(() => undefined);
  const fields = [...versionFields, 'LastModifiedById', 'LastModifiedDate'];
  const rows = await handle.toolingRows({ object: 'Flow', ids: versions.map(id15), fields }, versionRow);
  const byId = new Map(versions.map((id, index) => [id, rows[index]]));
  const lives: (LiveComponent | undefined)[] = [];
  for (const [index, ref] of refs.entries()) {
    const { id, role } = chosen[index] ?? {};
    const row = id === undefined ? undefined : byId.get(id);
    const { lastModifiedById, lastModifiedByName = null } = ref.listed ?? {};
    // A list tells of the flow's last save, a row of its version's.
    const known = row?.LastModifiedById === lastModifiedById;
    if (row && !known) lives.push(await readVersion(handle, row.Id, role));
    else
      lives.push(row && fromVersion(handle, { ...row, LastModifiedBy: { Name: lastModifiedByName } }, role));
  }
  return lives;
}

function versionOf({ ActiveVersionId: active, LatestVersionId: latest }: z.output<typeof definitionRow>) {
  const id = active ?? latest;
  return id ? { id, role: active === id ? ('active' as const) : ('latest' as const) } : undefined;
}

/**
 * The active and the latest version side by side, each a query that finds one row at most: to ask the definition first
 * for their ids would make a person wait for two calls in a row.
 */
export async function readFlow(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  if (ref.id?.startsWith('301')) return readVersion(handle, ref.id, undefined);
  const where = ref.id
    ? { DefinitionId: id15(ref.id) }
    : nameCondition(ref.fullName ?? '', 'Definition.DeveloperName', 'Definition.NamespacePrefix');
  const query = { api: 'tooling', object: 'Flow', fields: [...versionFields, ...stampFields] } as const;
  const [[active], [latest]] = await settled([
    handle.query({ ...query, where: { ...where, Status: 'Active' } }, versionRow),
    handle.query({ ...query, where, most: 'VersionNumber' }, versionRow),
  ]);
  if (active) return fromVersion(handle, active, 'active');
  return latest && fromVersion(handle, latest, 'latest');
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
      fields: [...versionFields, ...stampFields],
      where: { Id: id15(id) },
    },
    versionRow,
  );
  return version && fromVersion(handle, version, role);
}

function fromVersion(
  handle: JobHandle,
  version: z.output<typeof versionRow>,
  role: 'active' | 'latest' | undefined,
): LiveComponent {
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
    aside: role === undefined && version.Status !== 'Active',
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
