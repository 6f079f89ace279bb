// The files of a version: their names inside the component, and the objects that hold them.

import * as z from 'zod/mini';
import type { FileRole } from '#core/component.ts';

export interface VersionFile {
  /** As source format names it, below a bundle's folder: `Lead.cls`, `util/format.js`. */
  readonly name: string;
  readonly oid: string;
}

const stored = z.array(z.tuple([z.string(), z.string()]));

export function writeFiles(files: readonly VersionFile[]): string {
  return JSON.stringify(files.map(({ name, oid }) => [name, oid]));
}

export function readFiles(text: string): readonly VersionFile[] {
  return stored.parse(JSON.parse(text)).map(([name, oid]) => ({ name, oid }));
}

export function roleOfFile(name: string): FileRole {
  return name.endsWith('-meta.xml') ? 'metadata' : 'content';
}

/** Content before metadata, each by name. */
export function inOrder(files: readonly VersionFile[]): VersionFile[] {
  const place = ({ name }: VersionFile) => `${roleOfFile(name) === 'content' ? 0 : 1}${name}`;
  return files.toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
}

export function sameFiles(one: readonly VersionFile[], other: readonly VersionFile[]): boolean {
  return one.length === other.length && writeFiles(one) === writeFiles(other);
}
