// Which component a file of an SFDX project belongs to, by where it lies and how its name ends.

import { type MetadataType, metadataTypes, typeNamed, typesOfSuffix } from '../metadata/types.ts';

export interface SourcePlace {
  readonly type: string;
  readonly fullName: string;
  /** `metadata`, `content`, or the path below a bundle's folder. */
  readonly role: string;
}

/** Types whose folder alone tells them, by the folder's name. */
const folders = new Map<string, MetadataType>(
  metadataTypes()
    .filter(({ shape }) => !['whole', 'content', 'folder'].includes(shape))
    .map((type) => [type.directory, type]),
);

/** What tools keep beside a component's code and never send. */
const notSent = /(?:^|\/)(?:__tests__|__mocks__|\..*|jsconfig\.json|tsconfig\.json)(?:\/|$)|\.(?:ts|d\.ts)$/;

/** Undefined for a file that belongs to no component. */
export function sourcePlace(path: string): SourcePlace | undefined {
  const parts = path.split('/');
  for (let at = parts.length - 2; at >= 0; at -= 1) {
    const type = folders.get(parts[at] ?? '');
    const below = parts.slice(at + 1);
    const place = type && inFolderOf(type, below);
    if (place) return place;
  }
  return byEnding(parts);
}

function inFolderOf(type: MetadataType, below: readonly string[]): SourcePlace | undefined {
  const [name = '', ...rest] = below;
  const place = (fullName: string, role: string): SourcePlace => ({ type: type.name, fullName, role });
  const base = below.at(-1) ?? '';
  switch (type.shape) {
    case 'bundle':
      return rest.length > 0 && !notSent.test(rest.join('/')) ? place(name, rest.join('/')) : undefined;
    case 'site':
      if (rest.length > 0) return place(name, rest.join('/'));
      return name.endsWith('.site-meta.xml')
        ? place(name.slice(0, -'.site-meta.xml'.length), 'metadata')
        : undefined;
    case 'static': {
      if (rest.length > 0) return place(name, `content/${rest.join('/')}`);
      const stem = name.split('.')[0] ?? '';
      return place(stem, name === `${stem}.resource-meta.xml` ? 'metadata' : 'content');
    }
    case 'document':
      return documentPlace(below, place);
    case 'object':
    case 'parts':
      return decomposed(type, name, rest, base);
    default:
      return undefined;
  }
}

function documentPlace(
  below: readonly string[],
  place: (fullName: string, role: string) => SourcePlace,
): SourcePlace | undefined {
  const path = below.join('/');
  if (path.endsWith('.documentFolder-meta.xml')) {
    return {
      type: 'DocumentFolder',
      fullName: path.slice(0, -'.documentFolder-meta.xml'.length),
      role: 'metadata',
    };
  }
  if (below.length < 2) return undefined;
  return path.endsWith('-meta.xml')
    ? place(path.slice(0, -'-meta.xml'.length), 'metadata')
    : place(path, 'content');
}

function decomposed(
  type: MetadataType,
  name: string,
  rest: readonly string[],
  base: string,
): SourcePlace | undefined {
  if (rest.length === 0) return undefined;
  if (base === `${name}.${type.suffix}-meta.xml`)
    return { type: type.name, fullName: name, role: 'metadata' };
  const child = type.children.find((each) => base.endsWith(`.${each.suffix}-meta.xml`));
  if (!child) return undefined;
  if (type.shape === 'parts') return { type: type.name, fullName: name, role: base };
  const own = base.slice(0, -`.${child.suffix}-meta.xml`.length);
  return { type: child.name, fullName: `${name}.${own}`, role: 'metadata' };
}

function byEnding(parts: readonly string[]): SourcePlace | undefined {
  const base = parts.at(-1) ?? '';
  const meta = /^(.+)\.([^.]+)-meta\.xml$/.exec(base);
  const [, stem = '', suffix = ''] = meta ?? /^(.+)\.([^.]+)$/.exec(base) ?? [];
  const inDirectory = (type: MetadataType) => parts.lastIndexOf(type.directory, parts.length - 2);
  const candidates = typesOfSuffix(suffix).filter((type) => meta || type.shape === 'content');
  const type = candidates.find((each) => inDirectory(each) >= 0) ?? candidates.find((each) => !each.strict);
  if (!type || folders.has(type.directory)) return undefined;
  const at = inDirectory(type);
  const within = type.inFolder || type.shape === 'folder';
  if (within && at < 0) return undefined;
  const fullName = within ? [...parts.slice(at + 1, -1), stem].join('/') : stem;
  return { type: type.name, fullName, role: meta ? 'metadata' : 'content' };
}

/** The role a file name stands for when an edit names a component's files by name. */
export function roleOfName(type: string, name: string): string | undefined {
  if (name === 'content' || name === 'metadata') return name;
  const { shape, suffix } = typeNamed(type) ?? {};
  if (shape === 'bundle' || shape === 'site' || shape === 'parts') return name;
  if (name.endsWith('-meta.xml')) return 'metadata';
  if (shape === 'content') return name.endsWith(`.${suffix}`) ? 'content' : undefined;
  return shape === 'static' || shape === 'document' ? 'content' : undefined;
}
