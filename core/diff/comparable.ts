// Brings two versions into one layout: an object's file from before source format holds its parts, today's doesn't.

import type { ComponentFile, ComponentSource } from '../component.ts';
import { componentToFileNames } from '../metadata/file-path.ts';
import { XmlError } from '../metadata/parse-xml.ts';
import { isWholeObject, withoutParts } from '../metadata/without-parts.ts';

export interface Sides {
  readonly before: ComponentSource | null;
  readonly after: ComponentSource | null;
}

/** What to compare and to show of two versions; almost always just those. */
export function comparable(sides: Sides): Sides {
  const { before, after } = sides;
  if (!before || !after || isWhole(before) === isWhole(after)) return sides;
  return { before: alone(before), after: alone(after) };
}

function isWhole({ type, files }: ComponentSource): boolean {
  return type === 'CustomObject' && files.some(({ name }) => isWholeObject(name));
}

function alone(source: ComponentSource): ComponentSource {
  const [today] = componentToFileNames(source);
  const files = source.files.map((file): ComponentFile => {
    return { ...file, name: today?.name ?? file.name, text: textAlone(source, file.text) };
  });
  return { ...source, files };
}

function textAlone({ type }: ComponentSource, text: string): string {
  try {
    return withoutParts(type, text);
  } catch (error) {
    // It is compared as lines, and that is said.
    if (error instanceof XmlError) return text;
    throw error;
  }
}
