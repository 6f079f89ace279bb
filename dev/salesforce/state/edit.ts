// Changes the live org as some user: keeps the edit, stamps the component, writes the setup audit trail.

import { withChild } from '../metadata/children.ts';
import { emptyDocument, partRole, splitDocument } from '../metadata/document.ts';
import { activeVersion } from '../metadata/flow.ts';
import { childNamed, typeNamed } from '../metadata/types.ts';
import { parseXml, writeFile, type XmlElement, XmlError } from '../xml.ts';
import { auditRow } from './audit-words.ts';
import type { FileContent, OrgComponent } from './components.ts';
import type { Org } from './org.ts';
import type { Person } from './people.ts';

export interface EditRequest {
  /** Any metadata type, parts of documents included. */
  readonly type: string;
  readonly fullName: string;
  /** By role; null takes a file away. A document may hold the component's parts. */
  readonly files: Readonly<Record<string, FileContent | null>>;
  readonly by: Person;
  /** Epoch milliseconds; the org's now when left out. */
  readonly at?: number | undefined;
  readonly activate?: boolean | undefined;
  /** What changed, in the audit trail's words; made up when left out. */
  readonly display?: string | undefined;
}

/** Makes the change live at once; metadata that is no XML is refused, as Salesforce would. */
export async function editComponent(org: Org, request: EditRequest): Promise<OrgComponent> {
  const { metadata } = request.files;
  const root = typeof metadata === 'string' ? readDocument(metadata) : undefined;
  const child = childNamed(request.type);
  if (child?.suffix === undefined && child) return editInside(org, request, root);
  const shape = typeNamed(request.type)?.shape;
  if (root && (shape === 'object' || shape === 'parts')) return editSplit(org, request, root);
  return put(org, request);
}

/** A new full name under the same id; its parts follow, what names it elsewhere is left as it is. */
export async function renameComponent(
  org: Org,
  component: OrgComponent,
  fullName: string,
  by: Person,
  at: number = org.now(),
): Promise<void> {
  const { type, fullName: before } = component;
  if (component.inside !== undefined)
    throw new Error('a part of a document is renamed by editing the document');
  const child = childNamed(type);
  const kept = child && !child.alone ? before.slice(0, before.indexOf('.') + 1) : '';
  if (!fullName.startsWith(kept) || fullName === kept || /[^\w.%/ -]/.test(fullName.slice(kept.length)))
    throw new Error(`${fullName} is no name for ${before}${kept && `; it begins with ${kept}`}`);
  const taken = org.components.byName(type, fullName);
  if (fullName === before || (taken && taken !== component)) throw new Error(`${fullName} exists already`);
  const text = await org.components.text(component, 'metadata');
  const files =
    child && text !== undefined
      ? { metadata: writeFile(withText(readDocument(text), child.key, fullName.slice(kept.length))) }
      : filesRenamed(component, fullName);
  const row = auditRow('changed', type, fullName, by, at, `Renamed ${before} to ${fullName}`);
  org.ledger.addEdit({ type, fullName: before, files, renamedTo: fullName, by: by.username, at }, row);
  await org.components.change(type, before, { files, stamp: { at, userId: by.id } });
  org.components.rename(component, fullName);
}

/** The files of a bundle bear its name. */
function filesRenamed(component: OrgComponent, fullName: string): Record<string, FileContent | null> {
  if (typeNamed(component.type)?.shape !== 'bundle') return {};
  const files: Record<string, FileContent | null> = {};
  for (const [role, content] of component.files) {
    const base = role.slice(role.lastIndexOf('/') + 1);
    if (role !== base || !base.startsWith(`${component.fullName}.`)) continue;
    files[role] = null;
    files[fullName + role.slice(component.fullName.length)] = 'oid' in content ? content : content.content;
  }
  return files;
}

function withText(root: XmlElement, name: string, text: string): XmlElement {
  const children = root.children.map((each) => (each.name === name ? { ...each, text } : each));
  return { ...root, children };
}

export async function deleteComponent(
  org: Org,
  component: OrgComponent,
  by: Person,
  at?: number,
): Promise<void> {
  const { type, fullName, parent } = component;
  const row = auditRow('deleted', type, fullName, by, at ?? org.now());
  if (component.inside !== undefined && parent) {
    const text = (await org.components.text(parent, 'metadata')) ?? '';
    const files = { metadata: writeFile(withChild(readDocument(text), type, fullName, undefined)) };
    await put(org, {
      type: parent.type,
      fullName: parent.fullName,
      files,
      by,
      at: row.at,
      display: row.display,
    });
    return;
  }
  org.ledger.addEdit({ type, fullName, files: undefined, by: by.username, at: row.at }, row);
  org.components.remove(component);
}

function readDocument(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (cause) {
    if (cause instanceof XmlError) throw new Error(`metadata is no XML: ${cause.message}`, { cause });
    throw cause;
  }
}

/** A part that lies in its parent's document is put there; the parent is made when there is none. */
async function editInside(
  org: Org,
  request: EditRequest,
  root: XmlElement | undefined,
): Promise<OrgComponent> {
  const { type, fullName, by } = request;
  const child = childNamed(type);
  if (!child || !root) throw new Error(`${type} ${fullName} needs its metadata`);
  const existing = org.components.byName(type, fullName);
  const parentName =
    existing?.parent?.fullName ?? (child.alone ? child.parent : fullName.slice(0, fullName.indexOf('.')));
  const parent = org.components.byName(child.parent, parentName);
  const text = parent && (await org.components.text(parent, 'metadata'));
  const before = text === undefined ? emptyDocument(child.parent) : readDocument(text);
  const display =
    request.display ?? auditRow(existing ? 'changed' : 'created', type, fullName, by, 0).display;
  const files = { metadata: writeFile(withChild(before, type, fullName, root)) };
  await put(org, { ...request, type: child.parent, fullName: parentName, files, display });
  const made = org.components.byName(type, fullName);
  if (!made) throw new Error(`the metadata does not name ${type} ${fullName}`);
  return made;
}

/** A document that holds parts with files of their own: each part that differs is an edit of that part. */
async function editSplit(org: Org, request: EditRequest, root: XmlElement): Promise<OrgComponent> {
  const { type, fullName } = request;
  const { own, children } = splitDocument(type, fullName, root);
  const files: Record<string, FileContent | null> = { ...request.files, metadata: writeFile(own) };
  if (typeNamed(type)?.shape === 'parts') {
    for (const each of children) files[partRole(each.type, each.fullName)] = writeFile(each.root);
    return put(org, { ...request, files });
  }
  const existing = org.components.byName(type, fullName);
  const saysNothing = existing !== undefined && own.children.length === 0 && children.length > 0;
  const made = saysNothing ? existing : await put(org, { ...request, files });
  for (const each of children) {
    const text = writeFile(each.root);
    const part = org.components.byName(each.type, each.fullName);
    const held = part && (await org.components.text(part, 'metadata'));
    if (held !== undefined && written(held) === text) continue;
    await put(org, { ...request, type: each.type, fullName: each.fullName, files: { metadata: text } });
  }
  return made;
}

/** A document as we would write it; itself when it is no XML. */
function written(text: string): string {
  try {
    return writeFile(parseXml(text));
  } catch (cause) {
    if (cause instanceof XmlError) return text;
    throw cause;
  }
}

async function put(org: Org, request: EditRequest): Promise<OrgComponent> {
  const { type, files, by, activate } = request;
  const existing = org.components.byName(type, request.fullName);
  const hasDocument = Object.keys(files).some((role) => role === 'metadata' || role.endsWith('-meta.xml'));
  if (!existing && !hasDocument) throw new Error('a new component needs its metadata');
  const activeNow =
    existing?.type === 'Flow' ? (await activeVersion(org.components, existing))?.number : undefined;
  const at = request.at ?? org.now();
  const fullName = existing?.fullName ?? request.fullName;
  org.ledger.addEdit(
    { type, fullName, files, activate, by: by.username, at },
    auditRow(existing ? 'changed' : 'created', type, fullName, by, at, request.display),
  );
  return org.components.change(type, fullName, { files, activate, stamp: { at, userId: by.id } }, activeNow);
}
