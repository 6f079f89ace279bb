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

export async function readVisualforceComponent(
  handle: JobHandle,
  ref: LiveRef,
): Promise<LiveComponent | undefined> {
  const [found] = await handle.query(
    {
      api: 'tooling',
      object: 'ApexComponent',
      fields: [
        'Id',
        'Name',
        'NamespacePrefix',
        'Markup',
        'ApiVersion',
        'MasterLabel',
        'Description',
        ...stampFields,
      ],
      where: ref.id ? { Id: id15(ref.id) } : nameCondition(ref.fullName ?? ''),
    },
    row,
  );
  if (!found) return undefined;
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
