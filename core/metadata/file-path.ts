// Maps source-format file paths to components and back.

import {
  type ComponentKey,
  type FileRole,
  type MetadataType,
  metadataTypes,
  type TypeDescriptor,
  typeRegistry,
} from '../component.ts';
import { componentToContainer, containerFileName } from './container-path.ts';
import { looseFile, usualPlace } from './loose-file.ts';

export interface FileOfComponent extends ComponentKey {
  readonly role: FileRole;
  /**
   * Of a bundle's file: the folder of the bundle, and the file's name below it. Of a resource or a document: their path
   * without an ending, and the file's name beside it.
   */
  readonly bundle?: { readonly folder: string; readonly name: string };
}

const bundles = new Map(
  metadataTypes
    .filter((type) => typeRegistry[type].shape === 'bundle')
    .map((type) => [typeRegistry[type].directory, type]),
);
const bySuffix = Map.groupBy(
  metadataTypes.filter((type) => !['bundle', 'part', 'resource', 'file'].includes(typeRegistry[type].shape)),
  (type) => typeRegistry[type].suffix,
);

/** The component a source-format file belongs to, from its path; undefined for one that holds several, and for others. */
export function fileToComponent(path: string): FileOfComponent | undefined {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const loose = looseFile(folders, file);
  if (loose) return loose;
  const metadata = nameAndSuffix(file, '-meta.xml');
  const isCode = ({ shape }: TypeDescriptor) => shape === 'code';
  // Apex may lie in a folder called lwc or aura, a bundle's file never ends like Apex.
  const code = found(metadata ?? nameAndSuffix(file, ''), folders, metadata ? 'metadata' : 'content', isCode);
  if (code) return code;
  if (folders.some((folder) => bundles.has(folder))) return fileOfBundle(folders, file);
  return found(metadata, folders, 'metadata', () => true);
}

/** What lies beside a bundle's code and is never sent to an org. */
const notSent = /^(?:__tests__|__mocks__|\..*|jsconfig\.json|tsconfig\.json)$/;

/** A bundle is the folder right below `lwc` or `aura`. */
function fileOfBundle(folders: readonly string[], file: string): FileOfComponent | undefined {
  const at = folders.findLastIndex((folder) => bundles.has(folder));
  const type = bundles.get(folders[at] ?? '');
  const fullName = folders[at + 1];
  const below = [...folders.slice(at + 2), file];
  if (!type || !fullName || [fullName, ...below].some((step) => notSent.test(step))) return undefined;
  const role: FileRole = file.endsWith('-meta.xml') ? 'metadata' : 'content';
  return {
    type,
    fullName,
    role,
    bundle: { folder: folders.slice(0, at + 2).join('/'), name: below.join('/') },
  };
}

interface NameAndSuffix {
  readonly name: string;
  readonly suffix: string;
}

function nameAndSuffix(file: string, ending: string): NameAndSuffix | undefined {
  if (!file.endsWith(ending)) return undefined;
  const whole = file.slice(0, file.length - ending.length);
  const dot = whole.lastIndexOf('.');
  return dot > 0 ? { name: whole.slice(0, dot), suffix: whole.slice(dot + 1) } : undefined;
}

function found(
  named: NameAndSuffix | undefined,
  folders: readonly string[],
  role: FileRole,
  fits: (descriptor: TypeDescriptor) => boolean,
): FileOfComponent | undefined {
  if (!named) return undefined;
  const { name, suffix } = named;
  for (const type of bySuffix.get(suffix) ?? []) {
    const descriptor = typeRegistry[type];
    if (!fits(descriptor) || (descriptor.inItsFolder && !folders.includes(descriptor.directory))) continue;
    const fullName = nameIn(descriptor, name, folders);
    if (fullName) return { type, fullName, role };
  }
  return undefined;
}

function nameIn(
  { shape, directory, inFolder, isFolder }: TypeDescriptor,
  name: string,
  folders: readonly string[],
): string | undefined {
  if (shape === 'child') return childName(name, folders);
  return inFolder || isFolder ? nestedName(name, folders, directory, inFolder ? 1 : 0) : name;
}

/** Names begin with the folders below the type's own, `least` of them: one may be called like the type's. */
function nestedName(
  name: string,
  folders: readonly string[],
  directory: string,
  least: number,
): string | undefined {
  const usual = usualPlace(folders, directory);
  const at = usual < 0 ? folders.slice(0, folders.length - least).lastIndexOf(directory) : usual;
  const within = folders.slice(at + 1);
  return at < 0 || within.length < least ? undefined : [...within, name].join('/');
}

/** A field lies in `objects/<object>/fields`, and its name holds the object's. */
function childName(name: string, folders: readonly string[]): string | undefined {
  const object = folders.at(-2);
  return object && folders.at(-3) === 'objects' ? `${object}.${name}` : undefined;
}

/** File names of a component without folders, content first; those of any ending, and a bundle's, are not among them. */
export function componentToFileNames(key: ComponentKey): readonly { role: FileRole; name: string }[] {
  const { suffix, shape } = typeRegistry[key.type];
  if (shape === 'bundle') return [];
  const container = componentToContainer(key);
  if (container) return [{ role: 'metadata', name: containerFileName(container) }];
  const own =
    shape === 'child'
      ? key.fullName.slice(key.fullName.indexOf('.') + 1)
      : key.fullName.slice(foldersOf(key).length);
  const metadata = { role: 'metadata' as const, name: `${own}.${suffix}-meta.xml` };
  return shape === 'code' ? [{ role: 'content', name: `${own}.${suffix}` }, metadata] : [metadata];
}

/** Where a new component's files go below a package directory such as `force-app`, content first. */
export function componentToPaths(
  key: ComponentKey,
  packageDir: string,
): readonly { role: FileRole; path: string }[] {
  const folder = componentToFolder(key, packageDir);
  return componentToFileNames(key).map(({ role, name }) => ({ role, path: `${folder}/${name}` }));
}

/** The folder a new component's files go to: of a bundle, its own. */
export function componentToFolder(key: ComponentKey, packageDir: string): string {
  const base = packageDir.replace(/\/+$/, '');
  return `${base === '' || base === '.' ? '' : `${base}/`}main/default/${folderOf(key)}`;
}

function folderOf({ type, fullName }: ComponentKey): string {
  const { directory, shape } = typeRegistry[type];
  if (shape === 'bundle') return `${directory}/${fullName}`;
  if (shape === 'child') return `objects/${fullName.slice(0, fullName.indexOf('.'))}/${directory}`;
  if (type === ('CustomObject' satisfies MetadataType)) return `objects/${fullName}`;
  return `${directory}/${foldersOf({ type, fullName })}`.replace(/\/$/, '');
}

/** `Sales/North/` of `Sales/North/Pipeline`; empty where names hold no folder. */
function foldersOf({ type, fullName }: ComponentKey): string {
  const { inFolder, isFolder } = typeRegistry[type];
  return inFolder || isFolder ? fullName.slice(0, fullName.lastIndexOf('/') + 1) : '';
}
