// Which file of one version is compared with which of the other.

import type { ComponentFile, ComponentSource } from '../component.ts';

/** One file of both sides; one of them may be missing. */
export interface PairedFile {
  readonly before: ComponentFile | undefined;
  readonly after: ComponentFile | undefined;
}

/** Files of one name, else of one role: a renamed component still compares. In the order of the result's files. */
export function pairFiles(
  before: ComponentSource | null,
  after: ComponentSource | null,
): readonly PairedFile[] {
  const left = [...(before?.files ?? [])];
  const paired = (after?.files ?? []).map((file): PairedFile => {
    const byName = left.findIndex((other) => other.name === file.name);
    const place = byName >= 0 ? byName : left.findIndex((other) => other.role === file.role);
    return { before: place >= 0 ? left.splice(place, 1)[0] : undefined, after: file };
  });
  return [...paired, ...left.map((file): PairedFile => ({ before: file, after: undefined }))];
}

/** Without the byte order mark, which is no part of the first line. */
export function unmarked(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
