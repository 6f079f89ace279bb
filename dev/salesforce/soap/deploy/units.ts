// Turns a component's files into edits of the org: what is new, what differs, what stays as it is.

import { documentOf, packageFiles, splitDocument } from '../../metadata/document.ts';
import { metadataSchema } from '../../metadata/schema.ts';
import { inOneOrder } from '../../metadata/sets.ts';
import { childNamed, typeNamed } from '../../metadata/types.ts';
import type { FileContent, OrgComponent } from '../../state/components.ts';
import type { Org } from '../../state/org.ts';
import { childText, parseXml, writeFile, type XmlElement, XmlError } from '../../xml.ts';
import { metadataNamespace } from '../faults.ts';
import type { Named } from '../manifest.ts';
import { pack } from '../retrieve/files.ts';
import { type Gathered, namesAll } from './gather.ts';
import { mergeParts, mergeProfile, partKey } from './merge.ts';
import { type DeployMessage, failure } from './outcome.ts';

export interface Edit {
  readonly type: string;
  readonly fullName: string;
  readonly files: Readonly<Record<string, FileContent | null>>;
}

export interface Unit {
  readonly messages: readonly DeployMessage[];
  readonly edits: readonly Edit[];
}

/** The messages of a component and its parts, and the edits they stand for; no edit where nothing differs. */
export async function unitOf(org: Org, given: Gathered, named: Named): Promise<Unit> {
  const problem = problemOf(given, org.settings.latestVersion);
  if (problem !== undefined) return { messages: [failure(about(given), problem)], edits: [] };
  const type = typeNamed(given.type);
  const parts = type?.children.some((each) => each.addressable) ?? false;
  if (parts && given.root && type?.shape === 'object') return objectUnit(org, given, given.root, named);
  if (parts && given.root) return sumUnit(org, given, given.root, named);
  if (!namesAll(named, given)) return { messages: [failure(about(given), 'Not in package.xml')], edits: [] };
  return wholeUnit(org, given);
}

function problemOf({ type, root, files }: Gathered, newest: number): string | undefined {
  if (!root) return files.has('content') ? undefined : 'Required metadata file is missing';
  const isSettings = type === 'Settings' && root.name.endsWith('Settings');
  if (root.name !== type && !isSettings && !(type === 'Document' && root.name === 'DocumentFolder'))
    return `Error parsing file: Element {${metadataNamespace}}${root.name} invalid at this location in type ${type}`;
  const version = childText(root, 'apiVersion');
  if (version !== undefined && Number(version) > newest) return `Invalid api version:${version}`;
  const fields = type === 'PermissionSet' || type === 'ApexClass' ? metadataSchema().get(type) : undefined;
  const strange = fields && root.children.find((each) => !fields.some((field) => field.name === each.name));
  return (
    strange &&
    `Error parsing file: Element {${metadataNamespace}}${strange.name} invalid at this location in type ${type}`
  );
}

/** Settings are told of by their document's own name. */
function about({ type, fullName, fileName, root }: Gathered) {
  return { componentType: type === 'Settings' && root ? root.name : type, fileName, fullName };
}

function message(
  given: Gathered,
  existed: boolean,
  changed: boolean,
  part?: { type: string; fullName: string },
): DeployMessage {
  const told = part
    ? { componentType: part.type, fileName: given.fileName, fullName: part.fullName }
    : about(given);
  return { ...told, changed: changed || !existed, created: !existed, deleted: false, success: true };
}

/** Replaces the files there are; a bundle loses those it no longer has. */
async function wholeUnit(org: Org, given: Gathered): Promise<Unit> {
  const existing = org.components.byName(given.type, given.fullName);
  const files: Record<string, FileContent | null> = {};
  const held = existing ? await heldFiles(org, existing) : new Map<string, Buffer>();
  for (const [role, bytes] of given.files) {
    const next =
      role === 'metadata' && given.root ? await documentText(org, given, existing, given.root) : bytes;
    const before = held.get(role);
    if (!before || !same(role, before, next)) files[role] = contentOf(next);
  }
  const shape = typeNamed(given.type)?.shape;
  if (existing && (shape === 'bundle' || shape === 'site'))
    for (const role of existing.files.keys()) if (!given.files.has(role)) files[role] = null;
  if (files.content && shape === 'static' && existing)
    for (const role of existing.files.keys()) if (role.startsWith('content/')) files[role] = null;
  const differs = Object.keys(files).length > 0;
  const edits = differs ? [{ type: given.type, fullName: given.fullName, files }] : [];
  return { messages: [message(given, existing !== undefined, differs)], edits };
}

async function documentText(
  org: Org,
  given: Gathered,
  existing: OrgComponent | undefined,
  root: XmlElement,
): Promise<Buffer> {
  if (given.type !== 'Profile' || !existing) return Buffer.from(writeFile(root));
  return Buffer.from(writeFile(mergeProfile(await documentOf(org.components, existing), root)));
}

/** What the org holds under each role, a resource's unpacked files as the one they come in. */
async function heldFiles(org: Org, existing: OrgComponent): Promise<Map<string, Buffer>> {
  const held = new Map<string, Buffer>();
  for (const role of existing.files.keys()) {
    const bytes = await org.components.bytes(existing, role);
    if (bytes) held.set(role, bytes);
  }
  const shape = typeNamed(existing.type)?.shape;
  if (shape === 'parts')
    held.set('metadata', Buffer.from(writeFile(await documentOf(org.components, existing))));
  if (shape === 'static' && !held.has('content')) {
    const files = await packageFiles(org.components, existing, pack);
    const content = files.find((each) => !each.path.endsWith('-meta.xml'));
    if (content) held.set('content', content.bytes);
  }
  return held;
}

/** Documents are compared by what they say: not by their spaces, nor by the order of what Salesforce keeps as a set. */
function same(role: string, one: Buffer, other: Buffer): boolean {
  if (one.equals(other)) return true;
  if (role !== 'metadata' && !/^[^/]+-meta\.xml$/.test(role)) return false;
  try {
    return sameDocument(parseXml(one.toString()), parseXml(other.toString()));
  } catch (cause) {
    if (cause instanceof XmlError) return false;
    throw cause;
  }
}

function sameDocument(one: XmlElement, other: XmlElement): boolean {
  return writeFile(inOneOrder(one)) === writeFile(inOneOrder(other));
}

function contentOf(bytes: Buffer): FileContent {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : { base64: bytes.toString('base64') };
}

/** An object and its parts each stand for themselves; parts that the file leaves out stay. */
async function objectUnit(org: Org, given: Gathered, root: XmlElement, named: Named): Promise<Unit> {
  const whole = namesAll(named, given);
  const messages: DeployMessage[] = [];
  const edits: Edit[] = [];
  const { own, children } = splitDocument(given.type, given.fullName, root);
  if (whole) {
    const existing = org.components.byName(given.type, given.fullName);
    const held = existing && (await org.components.bytes(existing, 'metadata'));
    const text = Buffer.from(writeFile(own));
    const differs = own.children.length > 0 && !(held && same('metadata', held, text));
    if (differs || !existing)
      edits.push({ type: given.type, fullName: given.fullName, files: { metadata: text.toString() } });
    messages.push(message(given, existing !== undefined, differs));
  }
  for (const part of children) {
    if (!whole && !named.has(part.type, part.fullName) && !named.hasAll(part.type)) {
      const told = { componentType: part.type, fileName: given.fileName, fullName: part.fullName };
      messages.push(failure(told, 'Not in package.xml'));
      continue;
    }
    const existing = org.components.byName(part.type, part.fullName);
    const held = existing && (await org.components.bytes(existing, 'metadata'));
    const text = Buffer.from(writeFile(part.root));
    const differs = !(held && same('metadata', held, text));
    if (differs)
      edits.push({ type: part.type, fullName: part.fullName, files: { metadata: text.toString() } });
    messages.push(message(given, existing !== undefined, differs, part));
  }
  return { messages, edits };
}

/** A document that is the sum of its parts: the named ones are put in, the others stay. */
async function sumUnit(org: Org, given: Gathered, root: XmlElement, named: Named): Promise<Unit> {
  const whole = namesAll(named, given);
  const messages: DeployMessage[] = [];
  const existing = org.components.byName(given.type, given.fullName);
  const held = existing && (await documentOf(org.components, existing));
  const before = held ?? { ...root, children: [] };
  const wanted = new Set<string>();
  for (const element of root.children) {
    const type = typeNamed(given.type)?.children.find((each) => each.element === element.name);
    const key = type && childText(element, type.key)?.trim();
    if (!type || !key) {
      if (whole) wanted.add(element.name);
      continue;
    }
    const part = {
      type: type.name,
      fullName: childNamed(type.name)?.alone ? key : `${given.fullName}.${key}`,
    };
    if (!whole && !named.has(part.type, part.fullName) && !named.hasAll(part.type)) {
      const told = { componentType: part.type, fileName: given.fileName, fullName: part.fullName };
      messages.push(failure(told, 'Not in package.xml'));
      continue;
    }
    const inside = partKey(part.type, part.fullName);
    wanted.add(inside);
    const old = held && mergeParts({ ...held, children: [] }, held, new Set([inside])).children[0];
    const differs = !old || writeFile(old) !== writeFile(element);
    messages.push(message(given, old !== undefined, differs, part));
  }
  const merged = mergeParts(before, root, wanted);
  const differs = !held || !sameDocument(held, merged);
  if (whole) messages.unshift(message(given, existing !== undefined, differs));
  const files = { metadata: writeFile(merged) };
  const edits = differs && wanted.size > 0 ? [{ type: given.type, fullName: given.fullName, files }] : [];
  return { messages, edits };
}
