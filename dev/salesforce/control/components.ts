// Edits, renames, deletions and readings of components, by the control port.

import { childNamed, typeNamed } from '../metadata/types.ts';
import type { FileContent, OrgComponent } from '../state/components.ts';
import { deleteComponent, editComponent, renameComponent } from '../state/edit.ts';
import type { Org } from '../state/org.ts';
import { roleOfName } from '../state/source-path.ts';
import { personOf } from './people.ts';
import { BadRequest, type Body, momentOf, textOf } from './problem.ts';

const usualAuthor = 'sam.okafor@acme.example';

/**
 * `files` maps source-format file names, or `content` and `metadata`, to texts, to `{base64}`, or to null for a file
 * taken away.
 */
export async function edit(org: Org, body: Body): Promise<{ id: string; versionId: string | undefined }> {
  const type = typeOf(body.type);
  const files: Record<string, FileContent | null> = {};
  if (typeof body.files !== 'object' || body.files === null)
    throw new BadRequest('files maps names to texts');
  for (const [name, value] of Object.entries(body.files)) {
    const role = roleOfName(type, name);
    if (!role || !isContent(value)) throw new BadRequest(`not a component's file: ${name}`);
    files[role] = value;
  }
  const made = await orRefuse(
    editComponent(org, {
      type,
      fullName: textOf(body.fullName, 'fullName'),
      files,
      by: personOf(org, body.by ?? usualAuthor),
      at: momentOf(body.at, 'at'),
      activate: typeof body.activate === 'boolean' ? body.activate : undefined,
      display: typeof body.display === 'string' && body.display !== '' ? body.display : undefined,
    }),
  );
  return { id: made.id, versionId: made.versions.at(-1)?.id };
}

export async function remove(org: Org, body: Body): Promise<{ id: string }> {
  const found = foundOf(org, body.type, textOf(body.fullName, 'fullName'));
  await orRefuse(deleteComponent(org, found, personOf(org, body.by ?? usualAuthor), momentOf(body.at, 'at')));
  return { id: found.id };
}

/** The id stays; parts follow. */
export async function rename(org: Org, body: Body): Promise<{ id: string }> {
  const found = foundOf(org, body.type, textOf(body.fullName, 'fullName'));
  const to = textOf(body.to, 'to').trim();
  const by = personOf(org, body.by ?? usualAuthor);
  const at = momentOf(body.at, 'at');
  await orRefuse(renameComponent(org, found, to, by, at));
  return { id: found.id };
}

export async function component(org: Org, query: URLSearchParams): Promise<unknown> {
  const found = foundOf(org, query.get('type'), query.get('fullName') ?? '');
  const others: Record<string, string | undefined> = {};
  for (const role of found.files.keys()) others[role] = await org.components.text(found, role);
  return {
    id: found.id,
    content: await org.components.text(found, 'content'),
    metadata: await org.components.text(found, 'metadata'),
    files: others,
  };
}

export function foundOf(org: Org, type: unknown, fullName: string): OrgComponent {
  const found = org.components.byName(typeOf(type), fullName);
  if (!found) throw new BadRequest(`no such component: ${String(type)} ${fullName}`);
  return found;
}

export function typeOf(value: unknown): string {
  if (typeof value === 'string' && (typeNamed(value) || childNamed(value))) return value;
  throw new BadRequest(`no metadata type: ${String(value)}`);
}

function isContent(value: unknown): value is FileContent | null {
  if (value === null || typeof value === 'string') return true;
  return typeof value === 'object' && 'base64' in value && typeof value.base64 === 'string';
}

/** What the org refuses is the caller's mistake, not a fault of the control server. */
async function orRefuse<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (cause) {
    throw new BadRequest(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
