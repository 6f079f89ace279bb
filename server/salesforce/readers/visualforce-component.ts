// Reads a Visualforce component, whose Tooling row has its markup but no document: that is made of the row's columns.

import * as z from 'zod/mini';
import type { JobHandle } from '../client.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { nameCondition } from './name-condition.ts';
import { rowDocument } from './row-document.ts';
import { lastSaveOf, stampFields, stampRow } from './stamp-row.ts';

const row = z.object({
  Id: z.string(),
  Name: z.string(),
  NamespacePrefix: z.nullable(z.string()),
  Markup: z.nullable(z.string()),
  ApiVersion: z.number(),
  MasterLabel: z.string(),
  Description: z.nullable(z.string()),
  ...stampRow,
});

const fields = [
  'Id',
  'Name',
  'NamespacePrefix',
  'Markup',
  'ApiVersion',
  'MasterLabel',
  'Description',
  ...stampFields,
];

export async function readVisualforceComponent(
  handle: JobHandle,
  ref: LiveRef,
): Promise<LiveComponent | undefined> {
  const where = ref.id ? { Id: id15(ref.id) } : nameCondition(ref.fullName ?? '');
  const [found] = await handle.query({ api: 'tooling', object: 'ApexComponent', fields, where }, row);
  return found && assemble(handle, found);
}

/** Several by their ids, in the order asked: rows without a document may come together. */
export async function readVisualforceComponents(
  handle: JobHandle,
  refs: readonly LiveRef[],
): Promise<(LiveComponent | undefined)[]> {
  const where = { Id: refs.map(({ id = '' }) => id15(id)) };
  const rows = await handle.query({ api: 'tooling', object: 'ApexComponent', fields, where }, row);
  const byId = new Map(rows.map((found) => [id15(found.Id), found]));
  return refs.map(({ id = '' }) => {
    const found = byId.get(id15(id));
    return found && assemble(handle, found);
  });
}

function assemble(handle: JobHandle, found: z.output<typeof row>): LiveComponent {
  const fullName = found.NamespacePrefix ? `${found.NamespacePrefix}__${found.Name}` : found.Name;
  const document = { apiVersion: found.ApiVersion, description: found.Description, label: found.MasterLabel };
  return {
    source: {
      type: 'ApexComponent',
      fullName,
      files: [
        { role: 'content', name: `${fullName}.component`, text: found.Markup ?? '' },
        {
          role: 'metadata',
          name: `${fullName}.component-meta.xml`,
          text: rowDocument('ApexComponent', document),
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
