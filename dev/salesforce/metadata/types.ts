// The metadata types of the org, from the table beside this file: where each lies in a package and what it is made of.

import { readFileSync } from 'node:fs';

/**
 * How a component's files lie: `whole` one document, `content` a file and a document, `bundle` and `site` a folder,
 * `object` and `parts` a document whose children source format keeps in files of their own, `static` a resource that
 * source format may unpack, `document` a file of any kind, `folder` the description of a folder.
 */
export type Shape =
  | 'whole'
  | 'content'
  | 'bundle'
  | 'site'
  | 'object'
  | 'parts'
  | 'static'
  | 'document'
  | 'folder';

export interface MetadataType {
  readonly name: string;
  readonly directory: string;
  readonly suffix: string | undefined;
  readonly shape: Shape;
  readonly inFolder: boolean;
  /** Other types use the suffix, or a file without it counts too: the directory decides. */
  readonly strict: boolean;
  /** First three characters of its ids. */
  readonly prefix: string | undefined;
  readonly children: readonly ChildType[];
}

export interface ChildType {
  readonly name: string;
  readonly parent: string;
  /** Name of its element in the parent's document. */
  readonly element: string;
  /** Element that names it among its siblings. */
  readonly key: string;
  /** Its full name is the key alone, without the parent's name before it. */
  readonly alone: boolean;
  readonly addressable: boolean;
  /** Suffix of its own file in source format; undefined when it lies in the parent's. */
  readonly suffix: string | undefined;
  /** Folder of its file below the parent's; undefined for beside the parent's. */
  readonly folder: string | undefined;
  readonly prefix: string | undefined;
}

interface Registry {
  readonly types: ReadonlyMap<string, MetadataType>;
  readonly children: ReadonlyMap<string, ChildType>;
  readonly bySuffix: ReadonlyMap<string, readonly MetadataType[]>;
}

let read: Registry | undefined;

function registry(): Registry {
  read ??= readRegistry(readFileSync(new URL('./types.txt', import.meta.url), 'utf8'));
  return read;
}

/** Every top-level type, by name. */
export function metadataTypes(): readonly MetadataType[] {
  return [...registry().types.values()];
}

export function typeNamed(name: string): MetadataType | undefined {
  return registry().types.get(name);
}

export function childNamed(name: string): ChildType | undefined {
  return registry().children.get(name);
}

export function typesOfSuffix(suffix: string): readonly MetadataType[] {
  return registry().bySuffix.get(suffix) ?? [];
}

/** First three characters of a type's ids; one of nobody's when the real one isn't known. */
export function prefixOf(type: string): string {
  const known = registry().types.get(type)?.prefix ?? registry().children.get(type)?.prefix;
  if (known !== undefined) return known;
  let sum = 0;
  for (const letter of type) sum = (sum * 31 + letter.charCodeAt(0)) % 1296;
  return `9${sum.toString(36).toUpperCase().padStart(2, '0')}`;
}

function readRegistry(text: string): Registry {
  const types = new Map<string, MetadataType & { children: ChildType[] }>();
  const children = new Map<string, ChildType>();
  const bySuffix = new Map<string, MetadataType[]>();
  let parent: (MetadataType & { children: ChildType[] }) | undefined;
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const words = line.trim().split(' ');
    const given = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
    const [name = '', second = '', suffix = '-', shape = 'whole'] = words;
    if (line.startsWith(' ')) {
      if (!parent) throw new Error(`types.txt: ${name} has no parent`);
      const child: ChildType = {
        name,
        parent: parent.name,
        element: second,
        key: given('key') ?? 'fullName',
        alone: words.includes('alone'),
        addressable: !words.includes('unaddressable'),
        suffix: given('file'),
        folder: given('folder'),
        prefix: given('prefix'),
      };
      parent.children.push(child);
      children.set(name, child);
      continue;
    }
    parent = {
      name,
      directory: second,
      suffix: suffix === '-' ? undefined : suffix,
      shape: shape as Shape,
      inFolder: words.includes('inFolder'),
      strict: words.includes('strict'),
      prefix: given('prefix'),
      children: [],
    };
    types.set(name, parent);
    if (parent.suffix) bySuffix.set(parent.suffix, [...(bySuffix.get(parent.suffix) ?? []), parent]);
  }
  return { types, children, bySuffix };
}
