// Which file of one version is compared with which of the other.

import type { ComponentFile, ComponentSource, FileRole } from '../component.ts';

/** One file of both sides; one of them may be missing. */
export interface PairedFile {
  readonly before: ComponentFile | undefined;
  readonly after: ComponentFile | undefined;
}

/**
 * Files of one name; a component that was renamed still compares, its document with its document and, where each side has
 * one file of code, that with that. In the order of the result's files.
 */
export function pairFiles(
  before: ComponentSource | null,
  after: ComponentSource | null,
): readonly PairedFile[] {
  const left = [...(before?.files ?? [])];
  const byRole = (role: FileRole) =>
    [before, after].every((side) => side?.files.filter((file) => file.role === role).length === 1);
  const paired = (after?.files ?? []).map((file): PairedFile => {
    const byName = left.findIndex((other) => other.name === file.name);
    const alone = byName < 0 && byRole(file.role);
    const place = alone ? left.findIndex((other) => other.role === file.role) : byName;
    return { before: place >= 0 ? left.splice(place, 1)[0] : undefined, after: file };
  });
  return [...paired, ...left.map((file): PairedFile => ({ before: file, after: undefined }))];
}

/** Without the byte order mark, which is no part of the first line. */
export function unmarked(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
