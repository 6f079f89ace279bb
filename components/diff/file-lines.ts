// The lines of one side of a file, split once for as long as somebody holds the source.

import type { ComponentSource } from '#core/component.ts';
import { splitLines } from '#core/diff/text.ts';

const known = new WeakMap<object, readonly string[]>();

export function linesOf(
  source: ComponentSource | null,
  { name, role }: { readonly name: string; readonly role: string },
): readonly string[] {
  const files = source?.files ?? [];
  const own = files.find((one) => one.name === name) ?? files.find((one) => one.role === role);
  if (!own) return [];
  const lines = known.get(own) ?? splitLines(own.text).lines;
  known.set(own, lines);
  return lines;
}
