// Tells which static resource or document a file belongs to: theirs may be called anything and hold anything.

import type { FileOfComponent } from './file-path.ts';

export function looseFile(folders: readonly string[], file: string): FileOfComponent | undefined {
  return fileOfResource(folders, file) ?? fileOfDocument(folders, file);
}

/** What tools leave in folders and never send. */
const notSent = /(?:^|\/)\.DS_Store$|\.dup$/;

/** `staticresources/Name.json`, or below `staticresources/Name` what an archive held. */
function fileOfResource(folders: readonly string[], file: string): FileOfComponent | undefined {
  const usual = usualPlace(folders, 'staticresources');
  const at = usual < 0 ? folders.indexOf('staticresources') : usual;
  const inBundle = usual < 0 && folders.slice(0, at).some((folder) => folder === 'lwc' || folder === 'aura');
  if (at < 0 || inBundle) return undefined;
  const below = [...folders.slice(at + 1), file];
  const name = below.join('/');
  const fullName = stemOf(below[0] ?? '');
  if (fullName === '' || notSent.test(name)) return undefined;
  return {
    type: 'StaticResource',
    fullName,
    role: /^[^/]+\.resource-meta\.xml$/.test(name) ? 'metadata' : 'content',
    bundle: { folder: [...folders.slice(0, at + 1), fullName].join('/'), name },
  };
}

/** `documents/Folder/Name.png`; document folders lie in no others. */
function fileOfDocument(folders: readonly string[], file: string): FileOfComponent | undefined {
  const stem = stemOf(file);
  if (folders.at(-2) !== 'documents' || stem === '' || notSent.test(file)) return undefined;
  return {
    type: 'Document',
    fullName: `${folders.at(-1)}/${stem}`,
    role: file.endsWith('-meta.xml') ? 'metadata' : 'content',
    bundle: { folder: [...folders, stem].join('/'), name: file },
  };
}

/** Where a type's own folder is in a package directory as tools make it; below zero when it is not. */
export function usualPlace(folders: readonly string[], directory: string): number {
  return folders.findIndex(
    (folder, at) => folder === directory && folders[at - 1] === 'default' && folders[at - 2] === 'main',
  );
}

/** Names of resources and documents have no dots; a file that begins with one is none of theirs. */
function stemOf(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}
