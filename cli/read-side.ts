// Reads one side of a comparison from a file and says what it is.

import { readFileSync } from 'node:fs';
import { fileToComponent } from '../core/metadata/file-path.ts';

export interface Side {
  readonly name: string;
  readonly text: string;
  readonly bytes: Buffer;
  readonly binary: boolean;
  /** False for `/dev/null`: the file is not there on this side. */
  readonly exists: boolean;
}

/** Throws an Error that names the file and what is wrong with it. */
export function readSide(path: string, name = path): Side {
  if (path === '/dev/null' || /^nul$/i.test(path))
    return { name, text: '', bytes: Buffer.alloc(0), binary: false, exists: false };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Error(`cannot read ${path}: ${reason(error)}`, { cause: error });
  }
  const text = bytes.toString('utf8');
  return { name, text, bytes, binary: bytes.subarray(0, 8000).includes(0), exists: true };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

export interface Kind {
  readonly role: 'metadata' | 'content';
  readonly type: string;
}

const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';

/** From `--type`, the file names, or the root element; anything else is text. */
export function kindOf(before: Side, after: Side, type?: string): Kind {
  const sides = [after, before].filter((side) => side.exists);
  for (const { name } of sides) {
    const known = fileToComponent(name.replaceAll('\\', '/'));
    if (known) return { role: known.role, type: type ?? known.type };
  }
  const isXml = sides.some(
    ({ name, text }) => name.endsWith('.xml') || text.slice(0, 4000).includes(metadataNamespace),
  );
  if (type === undefined && !isXml) return { role: 'content', type: '' };
  const root = sides.map(({ text }) => rootElement(text)).find((found) => found !== undefined);
  return { role: 'metadata', type: type ?? root ?? '' };
}

function rootElement(text: string): string | undefined {
  return /<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(text.slice(0, 50_000).replace(/<!--[\s\S]*?-->/g, ''))?.[1];
}
