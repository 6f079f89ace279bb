// A component as the Metadata API gives it: one document with all its parts, and the files of a package.

import type { Components, OrgComponent } from '../state/components.ts';
import { parseXml, writeFile, type XmlElement } from '../xml.ts';
import { keyOfChild } from './children.ts';
import { type ChildType, childNamed, type MetadataType, typeNamed } from './types.ts';

export interface PackageFile {
  /** Below the package's folder: `objects/Account.object`. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Makes one zip of files: how a package holds a resource that source format keeps unpacked. */
export type Pack = (files: readonly PackageFile[]) => Buffer;

/**
 * The whole document. Parts that source format keeps in files of their own are put in; `only` says which of them,
 * by type and full name. Throws XmlError when a file of it is no XML.
 */
export async function documentOf(
  components: Components,
  component: OrgComponent,
  only?: (part: OrgComponent) => boolean,
): Promise<XmlElement> {
  const type = typeNamed(component.type);
  const text = await components.text(component, 'metadata');
  const root = text === undefined ? emptyDocument(component.type) : parseXml(text);
  if (type?.shape !== 'object' && type?.shape !== 'parts') return root;
  const parts =
    type.shape === 'object'
      ? await childParts(components, component, only)
      : await fileParts(components, component, type);
  if (parts.length === 0) return root;
  return { ...root, selfClosing: false, text: '', children: inOrder([...root.children, ...parts]) };
}

export function emptyDocument(type: string): XmlElement {
  return { name: type, attributes: {}, children: [], text: '' };
}

async function childParts(
  components: Components,
  component: OrgComponent,
  only?: (part: OrgComponent) => boolean,
): Promise<XmlElement[]> {
  const parts: XmlElement[] = [];
  const wanted = [...component.children].filter((each) => each.inside === undefined && (!only || only(each)));
  for (const part of wanted.sort((one, other) => (one.fullName < other.fullName ? -1 : 1))) {
    const type = childNamed(part.type);
    const text = type && (await components.text(part, 'metadata'));
    if (type && text !== undefined) parts.push(asElement(parseXml(text), type));
  }
  return parts;
}

/** Parts that no call can name, kept as further files of the component. */
async function fileParts(
  components: Components,
  component: OrgComponent,
  type: MetadataType,
): Promise<XmlElement[]> {
  const parts: XmlElement[] = [];
  for (const role of [...component.files.keys()].sort()) {
    const child = type.children.find((each) => role.endsWith(`.${each.suffix}-meta.xml`));
    const text = child && (await components.text(component, role));
    if (child && text !== undefined) parts.push(asElement(parseXml(text), child));
  }
  return parts;
}

function asElement(root: XmlElement, type: ChildType): XmlElement {
  return { ...root, name: type.element, attributes: {}, selfClosing: false };
}

/** Elements by name, those of one name as they come. */
function inOrder(elements: readonly XmlElement[]): XmlElement[] {
  return elements.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

/** The path of a component's document in a package. */
export function packagePath(component: { type: string; fullName: string }): string {
  const child = childNamed(component.type);
  const type = typeNamed(child?.parent ?? component.type);
  if (!type) return component.fullName;
  const { fullName } = component;
  const name = child ? (child.alone ? child.parent : fullName.slice(0, fullName.indexOf('.'))) : fullName;
  const path = `${type.directory}/${name}`;
  if (type.shape === 'folder') return `${path}-meta.xml`;
  if (type.shape === 'bundle' || type.shape === 'document') return path;
  return type.suffix === undefined ? path : `${path}.${type.suffix}`;
}

/** A component's files in a package; `only` as in `documentOf`. */
export async function packageFiles(
  components: Components,
  component: OrgComponent,
  pack: Pack,
  only?: (part: OrgComponent) => boolean,
): Promise<PackageFile[]> {
  const type = typeNamed(component.type);
  const path = packagePath(component);
  const document = async () => Buffer.from(writeFile(await documentOf(components, component, only)));
  switch (type?.shape) {
    case 'bundle':
    case 'site':
      return bundleFiles(components, component, type);
    case 'content':
    case 'document':
    case 'static': {
      const bytes = await contentOf(components, component, pack);
      return [...(bytes ? [{ path, bytes }] : []), { path: `${path}-meta.xml`, bytes: await document() }];
    }
    default:
      return [{ path, bytes: await document() }];
  }
}

async function contentOf(
  components: Components,
  component: OrgComponent,
  pack: Pack,
): Promise<Buffer | undefined> {
  const own = await components.bytes(component, 'content');
  if (own) return own;
  const files: PackageFile[] = [];
  for (const role of [...component.files.keys()].sort()) {
    const bytes = role.startsWith('content/') ? await components.bytes(component, role) : undefined;
    if (bytes) files.push({ path: role.slice('content/'.length), bytes });
  }
  return files.length > 0 ? pack(files) : undefined;
}

async function bundleFiles(
  components: Components,
  component: OrgComponent,
  type: MetadataType,
): Promise<PackageFile[]> {
  const files: PackageFile[] = [];
  for (const role of [...component.files.keys()].sort()) {
    const bytes = await components.bytes(component, role);
    const below =
      role === 'metadata' ? `${component.fullName}.site-meta.xml` : `${component.fullName}/${role}`;
    if (bytes) files.push({ path: `${type.directory}/${below}`, bytes });
  }
  return files;
}

export interface SplitDocument {
  /** The document without the parts that source format keeps in files of their own. */
  readonly own: XmlElement;
  readonly children: readonly {
    readonly type: string;
    readonly fullName: string;
    readonly root: XmlElement;
  }[];
}

/** Takes a whole document apart: the reverse of `documentOf` for a type whose parts have files of their own. */
export function splitDocument(typeName: string, fullName: string, root: XmlElement): SplitDocument {
  const types = typeNamed(typeName)?.children.filter((each) => each.suffix !== undefined) ?? [];
  const children: SplitDocument['children'][number][] = [];
  const own: XmlElement[] = [];
  for (const element of root.children) {
    const type = types.find((each) => each.element === element.name);
    const key = type && element.children.find((each) => each.name === type.key)?.text.trim();
    if (!type || !key) own.push(element);
    else
      children.push({
        type: type.name,
        fullName: `${fullName}.${key}`,
        root: { ...element, name: type.name },
      });
  }
  return { own: { ...root, children: own }, children };
}

/** The role a part without an address has among its parent's files: `Rating__c.fieldTranslation-meta.xml`. */
export function partRole(typeName: string, fullName: string): string {
  const type = childNamed(typeName);
  return `${type ? keyOfChild(type, fullName) : fullName}.${type?.suffix}-meta.xml`;
}
