// Which component a file of a package belongs to: the reverse of how packages lay out components.

import { type MetadataType, metadataTypes } from '../../metadata/types.ts';
import { sourcePlace } from '../../state/source-path.ts';

export interface PackagePlace {
  readonly type: string;
  readonly fullName: string;
  /** `metadata`, `content`, or the path below a bundle's folder. */
  readonly role: string;
}

const byDirectory = new Map<string, MetadataType[]>();
for (const type of metadataTypes()) {
  const types = byDirectory.get(type.directory);
  if (types) types.push(type);
  else byDirectory.set(type.directory, [type]);
}

/** Undefined for a file outside every type's folder; a strange file inside one counts as its type's. */
export function packagePlace(path: string): PackagePlace | undefined {
  const slash = path.indexOf('/');
  const types = byDirectory.get(path.slice(0, slash)) ?? [];
  const below = path.slice(slash + 1);
  const [first] = types;
  if (slash < 0 || !first) return undefined;
  if (first.shape === 'bundle' || first.shape === 'site') return sourcePlace(path);
  return (
    ofFolder(types, below) ?? ofDocument(types, below) ?? bySuffix(types, below) ?? strange(first, below)
  );
}

/** A folder's description: `Finance-meta.xml`, or with the folder type's suffix. */
function ofFolder(types: readonly MetadataType[], below: string): PackagePlace | undefined {
  const folder = types.find((each) => each.shape === 'folder');
  if (!folder || !below.endsWith('-meta.xml')) return undefined;
  const name = below.slice(0, -'-meta.xml'.length);
  const base = name.slice(name.lastIndexOf('/') + 1);
  const plain = base.endsWith(`.${folder.suffix}`) ? name.slice(0, -`.${folder.suffix}`.length) : name;
  if (plain === name && base.includes('.')) return undefined;
  return { type: folder.name, fullName: plain, role: 'metadata' };
}

function ofDocument(types: readonly MetadataType[], below: string): PackagePlace | undefined {
  const type = types.find((each) => each.shape === 'document');
  if (!type) return undefined;
  return below.endsWith('-meta.xml')
    ? { type: type.name, fullName: below.slice(0, -'-meta.xml'.length), role: 'metadata' }
    : { type: type.name, fullName: below, role: 'content' };
}

function bySuffix(types: readonly MetadataType[], below: string): PackagePlace | undefined {
  for (const type of types) {
    const ending = `.${type.suffix}`;
    const twoFiles = type.shape === 'content' || type.shape === 'static';
    if (below.endsWith(ending)) {
      const role = twoFiles ? 'content' : 'metadata';
      return { type: type.name, fullName: below.slice(0, -ending.length), role };
    }
    if (below.endsWith(`${ending}-meta.xml`)) {
      const fullName = below.slice(0, -`${ending}-meta.xml`.length);
      return { type: type.name, fullName, role: 'metadata' };
    }
  }
  return undefined;
}

function strange(type: MetadataType, below: string): PackagePlace {
  return { type: type.name, fullName: below.replace(/\.[^./]*$/, ''), role: 'metadata' };
}
