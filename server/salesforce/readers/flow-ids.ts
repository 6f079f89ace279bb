// The ids of flows: a list names each by the id of one version, Setup's addresses use its definition's and any version's.

import * as z from 'zod/mini';
import type { JobHandle } from '../client.ts';

const definitionRow = z.object({
  Id: z.string(),
  DeveloperName: z.string(),
  NamespacePrefix: z.nullable(z.string()),
});
const versionRow = z.object({ Id: z.string(), DefinitionId: z.string() });

/** By full name. */
export async function flowIds(
  handle: JobHandle,
): Promise<Map<string, { readonly id: string; readonly otherIds: readonly string[] }>> {
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
