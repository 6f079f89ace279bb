// Maps source-format file paths to components and back.

import { type ComponentKey, type FileRole, metadataTypes, typeRegistry } from '../component.ts';

export interface FileOfComponent extends ComponentKey {
  readonly role: FileRole;
}

/** The component a source-format file belongs to, from its name alone; undefined for anything else. */
export function fileToComponent(path: string): FileOfComponent | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const type of metadataTypes) {
    const { suffix, hasContent } = typeRegistry[type];
    const metadata = nameBefore(name, `.${suffix}-meta.xml`);
    if (metadata) return { type, fullName: metadata, role: 'metadata' };
    const content = hasContent ? nameBefore(name, `.${suffix}`) : undefined;
    if (content) return { type, fullName: content, role: 'content' };
  }
  return undefined;
}

function nameBefore(name: string, ending: string): string | undefined {
  return name.length > ending.length && name.endsWith(ending) ? name.slice(0, -ending.length) : undefined;
}

/** File names of a component without folders, content first. */
export function componentToFileNames(key: ComponentKey): readonly { role: FileRole; name: string }[] {
  const { suffix, hasContent } = typeRegistry[key.type];
  const metadata = { role: 'metadata' as const, name: `${key.fullName}.${suffix}-meta.xml` };
  return hasContent ? [{ role: 'content', name: `${key.fullName}.${suffix}` }, metadata] : [metadata];
}

/** Where a new component's files go below a package directory such as `force-app`, content first. */
export function componentToPaths(
  key: ComponentKey,
  packageDir: string,
): readonly { role: FileRole; path: string }[] {
  const base = packageDir.replace(/\/+$/, '');
  const folder = `${base === '' || base === '.' ? '' : `${base}/`}main/default/${typeRegistry[key.type].directory}`;
  return componentToFileNames(key).map(({ role, name }) => ({ role, path: `${folder}/${name}` }));
}
