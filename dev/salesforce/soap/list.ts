// listMetadata and describeMetadata: what components there are and who touched them.

import { currentVersion } from '../metadata/flow.ts';
import type { OrgComponent, Stamp } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { childText, escapeXml, localName, type XmlElement } from '../xml.ts';
import { fault } from './faults.ts';

const described: readonly { type: string; directory: string; suffix: string; metaFile: boolean }[] = [
  { type: 'ApexClass', directory: 'classes', suffix: 'cls', metaFile: true },
  { type: 'Flow', directory: 'flows', suffix: 'flow', metaFile: false },
  { type: 'FlowDefinition', directory: 'flowDefinitions', suffix: 'flowDefinition', metaFile: false },
  { type: 'PermissionSet', directory: 'permissionsets', suffix: 'permissionset', metaFile: false },
];

export function isKnownType(type: string): boolean {
  return described.some((each) => each.type === type);
}

export function describeMetadata(org: Org): string {
  const objects = described.map(
    (each) =>
      `<metadataObjects><directoryName>${each.directory}</directoryName><inFolder>false</inFolder><metaFile>${each.metaFile}</metaFile><suffix>${each.suffix}</suffix><xmlName>${each.type}</xmlName></metadataObjects>`,
  );
  const tests = org.settings.orgName ? 'true' : 'false';
  return `<result>${objects.join('')}<organizationNamespace></organizationNamespace><partialSaveAllowed>false</partialSaveAllowed><testRequired>${tests}</testRequired></result>`;
}

/** Three queries a call; an answer without components has no result at all. */
export async function listMetadata(org: Org, operation: XmlElement): Promise<string> {
  const queries = operation.children.filter((each) => localName(each) === 'queries');
  if (queries.length > 3) {
    throw fault(
      'EXCEEDED_ID_LIMIT',
      'record limit reached. cannot submit more than 3 records in this operation',
    );
  }
  const rows: string[] = [];
  for (const query of queries) {
    const type = childText(query, 'type')?.trim() ?? '';
    if (!isKnownType(type)) throw fault('INVALID_TYPE', `Unknown type:${type}`);
    const listed = type === 'FlowDefinition' ? 'Flow' : type;
    for (const component of org.components.list(listed))
      rows.push(await fileProperties(org, type, component));
  }
  return rows.join('');
}

async function fileProperties(org: Org, type: string, component: OrgComponent): Promise<string> {
  const kind = described.find((each) => each.type === type);
  const version = type === 'Flow' ? await currentVersion(org.components, component) : undefined;
  const created = version?.created ?? component.created;
  const modified = version?.modified ?? component.modified;
  const values: [string, string][] = [
    ...stamp(org, 'created', created),
    ['fileName', `${kind?.directory}/${component.fullName}.${kind?.suffix}`],
    ['fullName', component.fullName],
    ['id', version?.id ?? component.id],
    ...stamp(org, 'lastModified', modified),
    ['manageableState', 'unmanaged'],
    ['type', type],
  ];
  const inside = values.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('');
  return `<result>${inside}</result>`;
}

function stamp(org: Org, word: 'created' | 'lastModified', at: Stamp): [string, string][] {
  return [
    [`${word}ById`, at.userId],
    [`${word}ByName`, org.people.byId(at.userId)?.name ?? ''],
    [`${word}Date`, new Date(at.at).toISOString()],
  ];
}
