// The files of a version: their names inside the component, and the objects that hold them.

import * as z from 'zod/mini';
import type { FileRole } from '#core/component.ts';
import { isWholeObject } from '#core/metadata/without-parts.ts';

export interface VersionFile {
  /** As source format names it, below a bundle's folder: `Lead.cls`, `util/format.js`. */
  readonly name: string;
  readonly oid: string;
  /** Of a component inside a file shared with others: the hash of its item there. */
  readonly item?: string;
}

const file = z.tuple([z.string(), z.string()]);
const item = z.tuple([z.string(), z.string(), z.string()]);
const stored = z.array(z.union([file, item]));

export function writeFiles(files: readonly VersionFile[]): string {
  return JSON.stringify(files.map(({ name, oid, item }) => (item ? [name, oid, item] : [name, oid])));
}

export function readFiles(text: string): readonly VersionFile[] {
  return stored
    .parse(JSON.parse(text))
    .map(([name, oid, item]) => (item === undefined ? { name, oid } : { name, oid, item }));
}

export function roleOfFile(name: string): FileRole {
  return name.endsWith('-meta.xml') || isWholeObject(name) ? 'metadata' : 'content';
}

/** Content before metadata, each by name. */
export function inOrder(files: readonly VersionFile[]): VersionFile[] {
  const place = ({ name }: VersionFile) => `${roleOfFile(name) === 'content' ? 0 : 1}${name}`;
  return files.toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
}

/** Whether its name is an older one makes no difference; a file shared with others may change around the item. */
export function sameFiles(one: readonly VersionFile[], other: readonly VersionFile[]): boolean {
  const content = (files: readonly VersionFile[]) =>
    files.map(({ name, oid, item }) => [isWholeObject(name) ? `${name}-meta.xml` : name, item ?? oid]);
  return one.length === other.length && JSON.stringify(content(one)) === JSON.stringify(content(other));
}
