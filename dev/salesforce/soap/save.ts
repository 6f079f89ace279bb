// createMetadata, updateMetadata, upsertMetadata, deleteMetadata and renameMetadata: single components changed at once.

import { keyOfChild } from '../metadata/children.ts';
import { childNamed } from '../metadata/types.ts';
import { deleteComponent, editComponent, renameComponent } from '../state/edit.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { escapeXml, localName, writeFile, type XmlElement } from '../xml.ts';
import { fault } from './faults.ts';
import { checkReadable, isSettings, limitOf, storedAs } from './read.ts';
import { isNil, textOf, texts } from './values.ts';

export type SaveCall = 'createMetadata' | 'updateMetadata' | 'upsertMetadata';

interface Problem {
  readonly code: string;
  readonly message: string;
}

/** One result for each component, in the order given; one that fails leaves the others. */
export async function saveMetadata(
  org: Org,
  call: SaveCall,
  operation: XmlElement,
  version: number,
  asker: Person,
): Promise<string> {
  const records = operation.children.filter((each) => localName(each) === 'metadata');
  checkCount(records.map(typeOf));
  for (const each of records) checkSavable(org, typeOf(each), version);
  const results: string[] = [];
  for (const each of records) results.push(await save(org, call, each, asker));
  return results.join('');
}

async function save(org: Org, call: SaveCall, record: XmlElement, asker: Person): Promise<string> {
  const type = typeOf(record);
  const fullName = textOf(record, 'fullName');
  if (fullName === undefined)
    return result('', { code: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [fullName]' });
  const existing = org.components.byName(storedAs(type), fullName);
  if (call === 'createMetadata' && existing) {
    const message = `There is already an item named ${fullName}.`;
    return result(fullName, { code: 'DUPLICATE_DEVELOPER_NAME', message });
  }
  if (call === 'updateMetadata' && !existing) return result(fullName, notThere(type, fullName));
  await editComponent(org, {
    type: storedAs(type),
    fullName,
    files: { metadata: writeFile(documentOf(type, fullName, record)) },
    by: asker,
  });
  const created = call === 'upsertMetadata' ? existing === undefined : undefined;
  return result(existing?.fullName ?? fullName, undefined, created);
}

/** What is not there cannot be deleted, and is told. */
export async function deleteMetadata(
  org: Org,
  operation: XmlElement,
  version: number,
  asker: Person,
): Promise<string> {
  const type = textOf(operation, 'type') ?? '';
  const names = texts(operation, 'fullNames');
  checkCount(names.map(() => type));
  checkSavable(org, type, version);
  const results: string[] = [];
  for (const name of names) {
    const component = org.components.byName(storedAs(type), name);
    if (component) await deleteComponent(org, component, asker);
    results.push(result(name, component ? undefined : notThere(type, name)));
  }
  return results.join('');
}

export async function renameMetadata(
  org: Org,
  operation: XmlElement,
  version: number,
  asker: Person,
): Promise<string> {
  const type = textOf(operation, 'type') ?? '';
  const before = textOf(operation, 'oldFullName') ?? '';
  const after = textOf(operation, 'newFullName') ?? '';
  checkSavable(org, type, version);
  const component = org.components.byName(storedAs(type), before);
  if (!component) return result(before, notThere(type, before));
  if (org.components.byName(storedAs(type), after))
    return result(after, {
      code: 'DUPLICATE_DEVELOPER_NAME',
      message: `There is already an item named ${after}.`,
    });
  try {
    await renameComponent(org, component, after, asker);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return result(before, { code: 'INVALID_FULL_NAME', message: cause.message });
  }
  return result(after);
}

/** A call holds one kind of component. */
function checkCount(types: readonly string[]): void {
  const limit = limitOf(types[0] ?? '');
  if (types.length > limit)
    throw fault(
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${limit} records in this operation`,
    );
}

function checkSavable(org: Org, type: string, version: number): void {
  if (type === 'FlowDefinition')
    throw fault('INVALID_TYPE', 'This type of metadata is not available for this organization');
  if (!isSettings(type)) checkReadable(org, type, version);
}

function typeOf(record: XmlElement): string {
  const given = Object.entries(record.attributes).find(([name]) => /(?:^|:)type$/.test(name))?.[1] ?? '';
  return given.slice(given.indexOf(':') + 1);
}

/** The record as a document: nils left out, a part named by its own name, a top-level component by none. */
function documentOf(type: string, fullName: string, record: XmlElement): XmlElement {
  const child = childNamed(type);
  const inside = record.children.filter((each) => localName(each) !== 'fullName').map(plain);
  const name: XmlElement = {
    name: 'fullName',
    attributes: {},
    children: [],
    text: child ? keyOfChild(child, fullName) : '',
  };
  const named = child?.key === 'fullName' ? [name] : [];
  const schema = 'http://www.w3.org/2001/XMLSchema';
  const attributes: Record<string, string> =
    type === 'CustomMetadata' ? { 'xmlns:xsi': `${schema}-instance`, 'xmlns:xsd': schema } : {};
  return { name: type, attributes, text: '', children: [...named, ...inside.flat()] };
}

function plain(element: XmlElement): XmlElement[] {
  if (isNil(element)) return [];
  return [{ ...element, name: localName(element), children: element.children.flatMap(plain) }];
}

function notThere(type: string, fullName: string): Problem {
  return { code: 'INVALID_CROSS_REFERENCE_KEY', message: `no ${type} named ${fullName} found` };
}

/** SaveResult, or with `created` UpsertResult. */
function result(fullName: string, problem?: Problem, created?: boolean): string {
  const made = created === undefined ? '' : `<created>${created}</created>`;
  const errors = problem
    ? `<errors><message>${escapeXml(problem.message)}</message><statusCode>${problem.code}</statusCode></errors>`
    : '';
  return `<result>${made}${errors}<fullName>${escapeXml(fullName)}</fullName><success>${!problem}</success></result>`;
}
