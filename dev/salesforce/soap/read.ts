// readMetadata: the whole document of each named component as a typed record.

import { currentVersion, versionStatus } from '../metadata/flow.ts';
import { metadataSchema } from '../metadata/schema.ts';
import { shuffled } from '../metadata/shuffle.ts';
import type { Org } from '../state/org.ts';
import { childText, escapeXml, localName, parseXml, writeXml, type XmlElement, XmlError } from '../xml.ts';
import { fault } from './faults.ts';
import { isKnownType } from './list.ts';

let reads = 0;

/** One record for each name, in the order asked; an unknown name gives an empty one. */
export async function readMetadata(org: Org, operation: XmlElement): Promise<string> {
  const type = childText(operation, 'type')?.trim() ?? '';
  const names = operation.children
    .filter((each) => localName(each) === 'fullNames')
    .map((each) => each.text.trim());
  if (!isKnownType(type)) throw fault('INVALID_TYPE', `Unknown type:${type}`);
  if (type === 'ApexClass') {
    throw fault('INVALID_TYPE', 'This type of metadata is not available for this organization');
  }
  if (names.length > 10) {
    throw fault(
      'EXCEEDED_ID_LIMIT',
      'record limit reached. cannot submit more than 10 records in this operation',
    );
  }
  const records: string[] = [];
  for (const name of names) records.push(await recordOf(org, type, name));
  return `<result>${records.join('')}</result>`;
}

async function recordOf(org: Org, type: string, name: string): Promise<string> {
  const unknown = '<records xsi:nil="true"/>';
  if (type === 'FlowDefinition') return definitionRecord(org, name) ?? unknown;
  if (type !== 'Flow' && type !== 'PermissionSet') return unknown;
  const numbered = type === 'Flow' ? /^(.*)-(\d+)$/.exec(name) : null;
  const component = org.components.byName(type, numbered?.[1] ?? name);
  if (!component) return unknown;
  let text = await org.components.text(component, 'metadata');
  let status: string | undefined;
  if (type === 'Flow') {
    const version = numbered
      ? component.versions.find((each) => each.number === Number(numbered[2]))
      : await currentVersion(org.components, component);
    if (!version) return unknown;
    text = await org.components.versionText(version);
    status = await versionStatus(org.components, component, version);
  }
  if (text === undefined) return unknown;
  return writeRecord(org, type, component.fullName, text, status);
}

function definitionRecord(org: Org, name: string): string | undefined {
  const flow = org.components.byName('Flow', name);
  if (!flow) return undefined;
  const active = flow.heldActive ?? flow.versions.length;
  return `<records xsi:type="FlowDefinition"><fullName>${escapeXml(flow.fullName)}</fullName><activeVersionNumber>${active}</activeVersionNumber></records>`;
}

/** Elements in alphabetical order, each list's items in the order of the day, some absent fields as nil. */
function writeRecord(
  org: Org,
  type: string,
  fullName: string,
  text: string,
  status: string | undefined,
): string {
  let root: XmlElement;
  try {
    root = parseXml(text);
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    throw fault(
      'UNKNOWN_EXCEPTION',
      'An unexpected error occurred. Please include this ErrorId if you contact support: 1187345012-83410 (-1561203345)',
    );
  }
  reads += 1;
  const byName = new Map<string, XmlElement[]>();
  for (const each of root.children) {
    if (each.name === 'fullName') continue;
    byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
  }
  const fields = metadataSchema().get(type) ?? [];
  const { seed } = org.settings;
  const nilled =
    seed === 0 ? [] : fields.filter((field) => field.name === 'description' && !byName.has(field.name));
  const names = [...byName.keys(), ...nilled.map((field) => field.name)].sort();
  let inside = `<fullName>${escapeXml(fullName)}</fullName>`;
  for (const name of names) {
    const items = byName.get(name);
    if (!items) inside += `<${name} xsi:nil="true"/>`;
    else if (name === 'status' && status !== undefined) inside += `<status>${status}</status>`;
    else
      inside += shuffled(items, seed, `${fullName}${name}${reads}`)
        .map((each) => writeXml(each))
        .join('');
  }
  return `<records xsi:type="${type}">${inside}</records>`;
}
