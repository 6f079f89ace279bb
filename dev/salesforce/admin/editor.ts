// What a component's page shows for editing, and what comes back from its form.

import { childNamed, typeNamed } from '../metadata/types.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';

export interface EditedFile {
  /** `metadata`, `content`, or the path below a bundle's folder. */
  readonly role: string;
  /** Undefined: it is no text. */
  readonly text: string | undefined;
  readonly bytes: number;
}

/** Longer texts are left to the API: a browser's text area is no place for them. */
const longest = 2_000_000;

/** The files of a component; for one that isn't there yet, what it needs at least. */
export async function filesOf(
  org: Org,
  type: string,
  fullName: string,
  component: OrgComponent | undefined,
): Promise<EditedFile[]> {
  if (!component) return emptyFiles(type, fullName);
  const roles = component.inside === undefined ? [...component.files.keys()].sort() : ['metadata'];
  const files: EditedFile[] = [];
  for (const role of roles) {
    const bytes =
      component.inside === undefined
        ? await org.components.bytes(component, role)
        : Buffer.from((await org.components.text(component, role)) ?? '');
    if (bytes) files.push({ role, text: textOf(bytes), bytes: bytes.length });
  }
  return files;
}

function emptyFiles(type: string, fullName: string): EditedFile[] {
  const key = childNamed(type);
  const named = key ? `    <fullName>${fullName.slice(fullName.indexOf('.') + 1)}</fullName>\n` : '';
  const document = `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${named}</${type}>\n`;
  const { shape, suffix } = typeNamed(type) ?? {};
  const made = (role: string, text: string) => ({ role, text, bytes: Buffer.byteLength(text) });
  if (shape === 'bundle') return [made(`${fullName}.js`, ''), made(`${fullName}.js-meta.xml`, document)];
  return shape === 'content' && suffix !== undefined
    ? [made('content', ''), made('metadata', document)]
    : [made('metadata', document)];
}

function textOf(bytes: Buffer): string | undefined {
  if (bytes.length > longest || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
}

/** A text as it was sent by a form, with the line ends of the text it replaces: a browser makes them all CRLF. */
export function asBefore(sent: string, before: string | undefined): string {
  return before?.includes('\r\n') ? sent.replace(/\r?\n/g, '\r\n') : sent.replace(/\r\n/g, '\n');
}
