// readMetadata: the whole document of each named component as a typed record.

import { metadataSchema } from '../metadata/schema.ts';
import { inSomeOrder, nextAnswer } from '../metadata/sets.ts';
import { typeNamed } from '../metadata/types.ts';
import type { Org } from '../state/org.ts';
import { escapeXml, writeXml, type XmlElement, XmlError } from '../xml.ts';
import { isChild, servedType } from './api-types.ts';
import { fault } from './faults.ts';
import { definitionDocument, flowDocument, flowNamed, liveDocument } from './live-document.ts';
import { textOf, texts } from './values.ts';

/** Types whose records Salesforce makes in bigger portions. */
const many: Readonly<Record<string, number>> = { CustomApplication: 200, CustomMetadata: 200 };

/** Types whose document always has a description, empty or not. */
const described = new Set([
  'CustomField',
  'CustomObject',
  'CustomPermission',
  'CustomTab',
  'PermissionSetGroup',
  'QuickAction',
  'RecordType',
  'Role',
  'ValidationRule',
]);

/** One record for each name, in the order asked; an unknown name gives a nil one. */
export async function readMetadata(org: Org, operation: XmlElement, version: number): Promise<string> {
  const type = textOf(operation, 'type') ?? '';
  const names = texts(operation, 'fullNames');
  if (!isSettings(type)) checkReadable(org, type, version);
  const limit = many[type] ?? 10;
  if (names.length > limit) {
    throw fault(
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${limit} records in this operation`,
    );
  }
  const records: string[] = [];
  for (const name of names) records.push(await recordOf(org, type, name));
  return `<result>${records.join('')}</result>`;
}

/** Settings are read by a type of their own: AccountSettings, of the component Account. */
function isSettings(type: string): boolean {
  return /^[A-Z]\w+Settings$/.test(type) && !typeNamed(type);
}

/** What is made of files beside a document cannot be read, nor can a test suite. */
function checkReadable(org: Org, name: string, version: number): void {
  const type = servedType(org, name, version);
  const shape = isChild(type) ? 'whole' : type.shape;
  const files = ['content', 'bundle', 'static', 'document', 'site'].includes(shape);
  if (files || name === 'ApexTestSuite' || name === 'Settings')
    throw fault('INVALID_TYPE', 'This type of metadata is not available for this organization');
}

async function recordOf(org: Org, type: string, name: string): Promise<string> {
  try {
    const found = await documentNamed(org, type, name);
    return found ? writeRecord(org, type, found.fullName, found.root) : '<records xsi:nil="true"/>';
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    throw fault(
      'UNKNOWN_EXCEPTION',
      'An unexpected error occurred. Please include this ErrorId if you contact support: 1187345012-83410 (-1561203345)',
    );
  }
}

async function documentNamed(
  org: Org,
  type: string,
  name: string,
): Promise<{ fullName: string; root: XmlElement } | undefined> {
  if (type === 'Flow') {
    const found = await flowNamed(org, name);
    return found && { fullName: found.fullName, root: await flowDocument(org, found) };
  }
  const component = org.components.byName(storedAs(type), name);
  if (!component) return undefined;
  const { fullName } = component;
  if (type === 'FlowDefinition') return { fullName, root: await definitionDocument(org, component) };
  const root = await liveDocument(org, component);
  return isSettings(type) && root.name !== type ? undefined : { fullName, root };
}

function storedAs(type: string): string {
  if (type === 'FlowDefinition') return 'Flow';
  return isSettings(type) ? 'Settings' : type;
}

/** Elements in alphabetical order, each set's items in the order of the day, some absent fields as nil. */
function writeRecord(org: Org, type: string, fullName: string, root: XmlElement): string {
  const { seed } = org.settings;
  const given = root.children.filter((each) => each.name !== 'fullName');
  const hasDescription = given.some((each) => each.name === 'description');
  const nil: XmlElement = {
    name: 'description',
    attributes: { 'xsi:nil': 'true' },
    children: [],
    text: '',
  };
  const wantsNil = seed !== 0 && !hasDescription && mayBeDescribed(type);
  const ordered = inSomeOrder(given, type, seed, `${fullName}${nextAnswer()}`);
  const all = [...ordered, ...(wantsNil ? [nil] : [])].sort((one, other) =>
    one.name < other.name ? -1 : one.name > other.name ? 1 : 0,
  );
  const inside = all
    .map((each) => (each === nil ? '<description xsi:nil="true"/>' : writeXml(each)))
    .join('');
  return `<records xsi:type="${type}"><fullName>${escapeXml(fullName)}</fullName>${inside}</records>`;
}

function mayBeDescribed(type: string): boolean {
  return (
    described.has(type) || (metadataSchema().get(type) ?? []).some((each) => each.name === 'description')
  );
}
