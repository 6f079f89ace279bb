// listMetadata: what components of a type there are and who touched them.

import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { localName, type XmlElement } from '../xml.ts';
import { type ApiType, isChild, servedType } from './api-types.ts';
import { fault } from './faults.ts';
import { fileProperties, listed } from './file-properties.ts';
import { numberOf, onlyChildren, textOf } from './values.ts';

/** Three queries a call; an answer without components has no result at all. */
export async function listMetadata(
  org: Org,
  operation: XmlElement,
  version: number,
  asker: Person,
): Promise<string> {
  const queries = operation.children.filter((each) => localName(each) === 'queries');
  if (queries.length > 3) {
    throw fault(
      'EXCEEDED_ID_LIMIT',
      'record limit reached. cannot submit more than 3 records in this operation',
    );
  }
  const asOf = numberOf(operation, 'asOfVersion') ?? version;
  const rows: string[] = [];
  for (const query of queries) {
    onlyChildren(query, 'ListMetadataQuery', ['folder', 'type']);
    const type = servedType(org, textOf(query, 'type') ?? '', asOf);
    for (const component of listable(org, type, textOf(query, 'folder'))) {
      const row = listed(component, type.name === 'FlowDefinition' ? type.name : component.type);
      rows.push(`<result>${await fileProperties(org, asker, row)}</result>`);
    }
  }
  return rows.join('');
}

/** Standard value sets are known to be missing from lists; what lies in folders needs the folder. */
function listable(org: Org, type: ApiType, folder: string | undefined): OrgComponent[] {
  if (type.name === 'StandardValueSet') return [];
  if (type.name === 'FlowDefinition') return org.components.list('Flow');
  const all = org.components.list(type.name);
  if (isChild(type) || !type.inFolder) return all;
  if (folder === undefined) return [];
  const within = folder.toLowerCase();
  return all.filter(
    (each) => each.fullName.slice(0, Math.max(0, each.fullName.lastIndexOf('/'))).toLowerCase() === within,
  );
}
