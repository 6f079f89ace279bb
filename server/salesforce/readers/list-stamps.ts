// Lists an org's components with their last saves, without reading any content.

import * as z from 'zod/mini';
import { isMetadataType, type MetadataType } from '#core/component.ts';
import { TypeNotInOrg } from '../api-errors.ts';
import type { JobHandle } from '../client.ts';
import { settled } from './settled.ts';
import { instantOf } from './stamp-row.ts';

/** What Salesforce says of a component without giving its content. */
export interface Stamp {
  readonly type: MetadataType;
  readonly fullName: string;
  /** Salesforce id: of a flow, its definition's. */
  readonly id: string;
  /** Other ids that lead to it: of a flow, its versions'. */
  readonly otherIds?: readonly string[];
  /** Epoch milliseconds. */
  readonly lastModifiedAt: number;
  readonly lastModifiedById: string;
  readonly lastModifiedByName: string;
}

/** Salesforce's bound on queries in one call. */
const queriesPerList = 3;
/** Listing some sixty types one call after the other would take many seconds. */
const callsAtOnce = 5;

const definitionRow = z.object({
  Id: z.string(),
  DeveloperName: z.string(),
  NamespacePrefix: z.nullable(z.string()),
});
const versionRow = z.object({ Id: z.string(), DefinitionId: z.string() });

/** Installed packages' components are left out: they are not the org's own to keep. */
export async function listStamps(handle: JobHandle, types: readonly MetadataType[]): Promise<Stamp[]> {
  const calls: MetadataType[][] = [];
  for (let at = 0; at < types.length; at += queriesPerList) {
    calls.push(types.slice(at, at + queriesPerList));
  }
  const lists: Stamp[][] = [];
  for (let at = 0; at < calls.length; at += callsAtOnce) {
    const some = calls.slice(at, at + callsAtOnce).map((call) => listTypes(handle, call));
    lists.push(...(await settled(some)));
  }
  const stamps = lists.flat();
  if (!types.includes('Flow')) return stamps;
  const ids = await flowIds(handle);
  return stamps.map((stamp) => (stamp.type === 'Flow' ? { ...stamp, ...ids.get(stamp.fullName) } : stamp));
}

/** A type that the org does not have spoils the answer for those asked beside it, so they are asked again alone. */
async function listTypes(handle: JobHandle, types: readonly MetadataType[]): Promise<Stamp[]> {
  try {
    return await listTogether(handle, types);
  } catch (error) {
    if (!(error instanceof TypeNotInOrg)) throw error;
    if (types.length === 1) return [];
    const lists: Stamp[][] = [];
    for (const type of types) lists.push(await listTypes(handle, [type]));
    return lists.flat();
  }
}

async function listTogether(handle: JobHandle, types: readonly MetadataType[]): Promise<Stamp[]> {
  const elements = await handle.soap('listMetadata', [
    ...types.map((type) => ['queries', [['type', type]]] as const),
    ['asOfVersion', handle.org.apiVersion],
  ]);
  return elements.flatMap(({ texts }) => {
    const { type = '', fullName, id, manageableState, lastModifiedDate } = texts;
    const own = !manageableState || manageableState === 'unmanaged';
    if (!fullName || !id || !lastModifiedDate || !own || !isMetadataType(type)) return [];
    return [
      {
        type,
        fullName,
        id,
        otherIds: [],
        lastModifiedAt: Date.parse(instantOf(lastModifiedDate)),
        lastModifiedById: texts.lastModifiedById ?? '',
        lastModifiedByName: texts.lastModifiedByName ?? 'Unknown user',
      },
    ];
  });
}

/** The list names a flow by the id of one version; Setup's addresses use its definition's and any version's. */
async function flowIds(handle: JobHandle): Promise<Map<string, Pick<Stamp, 'id' | 'otherIds'>>> {
  const definitions = await handle.query(
    { api: 'tooling', object: 'FlowDefinition', fields: ['Id', 'DeveloperName', 'NamespacePrefix'] },
    definitionRow,
  );
  const versions = await handle.query(
    { api: 'tooling', object: 'Flow', fields: ['Id', 'DefinitionId'] },
    versionRow,
  );
  const versionsOf = Map.groupBy(versions, ({ DefinitionId }) => DefinitionId);
  return new Map(
    definitions.map(({ Id, DeveloperName, NamespacePrefix }) => {
      const name = NamespacePrefix ? `${NamespacePrefix}__${DeveloperName}` : DeveloperName;
      return [name, { id: Id, otherIds: (versionsOf.get(Id) ?? []).map((version) => version.Id) }];
    }),
  );
}
