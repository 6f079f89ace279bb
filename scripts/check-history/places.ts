// Which component a path in git is a file of, and which files are one copy of it: by the org stand-in's tables.

import { childNamed, metadataTypes, typeNamed, typesOfSuffix } from '../../dev/salesforce/metadata/types.ts';
import { sourcePlace } from '../../dev/salesforce/state/source-path.ts';

export interface Place {
  readonly type: string;
  readonly fullName: string;
}

/** Undefined for a file of no component of a type that is `known`. */
export function placeOf(path: string, known: ReadonlySet<string>): Place | undefined {
  const place = anyPlaceOf(path);
  if (!place || !known.has(place.type)) return undefined;
  const { type, fullName } = place;
  // The name of a document is unique without its ending, and lists give it with one.
  return { type, fullName: type === 'Document' ? fullName.replace(/\.[^/]*$/, '') : fullName };
}

export function anyPlaceOf(path: string): Place | undefined {
  return sourcePlace(path) ?? oldPlace(path);
}

/** Before source format a document had its type's folder and suffix, and no `-meta.xml`; a folder's had nothing else. */
function oldPlace(path: string): Place | undefined {
  const steps = path.split('/');
  const [name = '', folder] = steps.toReversed();
  const described = /^([^.]+)-meta\.xml$/.exec(name)?.[1];
  if (described !== undefined) {
    const type = metadataTypes().find((each) => each.shape === 'folder' && steps.includes(each.directory));
    return type && { type: type.name, fullName: belowFolder(steps, type.directory, described) };
  }
  const dot = name.lastIndexOf('.');
  const stem = name.slice(0, dot);
  if (dot <= 0) return undefined;
  for (const type of typesOfSuffix(name.slice(dot + 1))) {
    if (!['whole', 'object'].includes(type.shape)) continue;
    if (!type.inFolder && type.directory === folder) return { type: type.name, fullName: stem };
    const at = steps.lastIndexOf(type.directory, -2);
    if (type.inFolder && at >= 0 && at < steps.length - 2)
      return { type: type.name, fullName: belowFolder(steps, type.directory, stem) };
  }
  return undefined;
}

function belowFolder(steps: readonly string[], directory: string, own: string): string {
  return [...steps.slice(steps.lastIndexOf(directory, -2) + 1, -1), own].join('/');
}

/** What the files of one copy of a component have in common: a path without ending, a bundle's folder, or the path. */
export function copyOf(type: string, path: string): string {
  const shape = shapeOf(type);
  if (shape === 'bundle') return /^(.*(?:^|\/)(?:lwc|aura)\/[^/]+)/.exec(path)?.[1] ?? path;
  if (shape === 'content') return path.replace(/-meta\.xml$/, '');
  if (shape === 'static') return /^(.*(?:^|\/)staticresources\/[^/.]+)/.exec(path)?.[1] ?? path;
  return shape === 'document' ? path.replace(/\.[^/]*$/, '') : path;
}

/** True when a copy's files are a component: code without its document still is one, a resource without it is not. */
export function isWhole(type: string, paths: readonly string[]): boolean {
  const documents = paths.filter((path) => path.endsWith('-meta.xml')).length;
  const shape = shapeOf(type);
  if (shape === 'static' || shape === 'document') return documents > 0 && documents < paths.length;
  return (shape !== 'bundle' && shape !== 'content') || documents < paths.length;
}

/** A file's name as it counts in a version: where the copy lies does not, and of a document alone the name says nothing. */
export function nameInCopy(type: string, path: string): string {
  const copy = copyOf(type, path);
  return copy === path ? '' : path.slice(copy.lastIndexOf('/') + 1);
}

function shapeOf(type: string): string {
  return typeNamed(type)?.shape ?? (childNamed(type) ? 'child' : 'whole');
}
