// Reads a component whose Tooling row has all of it: its document, its code where it has some, its last save.

import * as z from 'zod/mini';
import { type ComponentFile, type ToolingRow, typeRegistry } from '#core/component.ts';
import { componentToFileNames } from '#core/metadata/file-path.ts';
import { recordToXml } from '#core/metadata/soap-record.ts';
import { AppError } from '../../errors.ts';
import type { JobHandle } from '../client.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { nameCondition } from './name-condition.ts';
import { readRecords } from './records.ts';
import { readEach } from './row-by-id.ts';
import { rowDocument } from './row-document.ts';
import { settled } from './settled.ts';
import { lastSaveOf, stampFields, stampRow } from './stamp-row.ts';

const common = { Id: z.string(), ...stampRow };
const named = { Name: z.string(), NamespacePrefix: z.nullable(z.string()) };
const code = z.nullable(z.optional(z.string()));
const metadata = z.nullable(z.record(z.string(), z.unknown()));

const codeRow = z.object({ ...common, ...named, Body: code, Markup: code, Metadata: metadata });
const documentRow = z.object({ ...common, FullName: z.string(), Metadata: metadata });

/** By id, or by name where a column holds it; undefined when the component no longer exists. */
export async function readToolingRow(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  const { tooling } = typeRegistry[ref.type];
  if (!tooling) throw new Error(`${ref.type} has no Tooling row.`);
  return tooling.body ? readCode(handle, ref, tooling) : readDocument(handle, ref, tooling);
}

/** Several of one type by their ids, in the order asked; each with what a list told of it a moment ago. */
export async function readToolingRows(
  handle: JobHandle,
  refs: readonly LiveRef[],
): Promise<(LiveComponent | undefined)[]> {
  const { tooling, type } = typeRegistry[refs[0]?.type ?? 'ApexClass'];
  if (!tooling) throw new Error(`${type} has no Tooling row.`);
  const { object, body } = tooling;
  const alone = (ref: LiveRef) => readToolingRow(handle, ref);
  if (!body) {
    const assemble = (ref: LiveRef, row: z.output<typeof documentRow>) => fromDocument(handle, ref, row);
    return readEach(handle, refs, { object, fields: documentFields, row: documentRow, assemble, alone });
  }
  const assemble = (ref: LiveRef, row: z.output<typeof codeRow>) => fromCode(handle, ref, row, body);
  return readEach(handle, refs, { object, fields: codeFields(body), row: codeRow, assemble, alone });
}

const codeFields = (body: string) => ['Id', 'Name', 'NamespacePrefix', body, 'Metadata'];
const documentFields = ['Id', 'FullName', 'Metadata'];

async function readCode(
  handle: JobHandle,
  ref: LiveRef,
  { object, body = 'Body' }: ToolingRow,
): Promise<LiveComponent | undefined> {
  const [found] = await handle.query(
    {
      api: 'tooling',
      object,
      fields: [...codeFields(body), ...stampFields],
      where: ref.id ? { Id: id15(ref.id) } : nameCondition(ref.fullName ?? ''),
    },
    codeRow,
  );
  return found && fromCode(handle, ref, found, body);
}

function fromCode(
  handle: JobHandle,
  ref: LiveRef,
  found: z.output<typeof codeRow>,
  body: 'Body' | 'Markup',
): LiveComponent {
  const fullName = found.NamespacePrefix ? `${found.NamespacePrefix}__${found.Name}` : found.Name;
  // Null, or a placeholder, for the code of a managed package.
  const text = found[body] ?? '';
  return assemble(handle, ref, found, fullName, {
    content: text,
    metadata: documentOf(ref, found, fullName),
  });
}

async function readDocument(
  handle: JobHandle,
  ref: LiveRef,
  { object }: ToolingRow,
): Promise<LiveComponent | undefined> {
  // A row with Metadata can be asked for alone only, and no column holds a whole name to ask by.
  if (!ref.id) throw new AppError('invalid_request', { detail: 'The id of the component is needed.' });
  const query = {
    api: 'tooling',
    object,
    fields: [...documentFields, ...stampFields],
    where: { Id: id15(ref.id) },
  } as const;
  const known = ref.fullName !== undefined && leavesOut(ref, ref.fullName) ? ref.fullName : undefined;
  const [[found], ahead] = await settled([
    handle.query(query, documentRow),
    known === undefined ? undefined : readRecords(handle, ref.type, [known]),
  ]);
  return found && fromDocument(handle, ref, found, ahead && { fullName: known ?? '', record: ahead[0] });
}

async function fromDocument(
  handle: JobHandle,
  ref: LiveRef,
  found: z.output<typeof documentRow>,
  ahead?: { readonly fullName: string; readonly record: string | undefined },
): Promise<LiveComponent | undefined> {
  const fullName = sameName(found.FullName, ref.fullName) ? (ref.fullName ?? found.FullName) : found.FullName;
  if (!leavesOut(ref, fullName))
    return assemble(handle, ref, found, fullName, { metadata: documentOf(ref, found, fullName) });
  const [record] =
    ahead?.fullName === fullName ? [ahead.record] : await readRecords(handle, ref.type, [fullName]);
  if (record === undefined) return undefined;
  const whole = assemble(handle, ref, found, fullName, { metadata: recordToXml(ref.type, record) });
  return { ...whole, lane: 'read-metadata' };
}

/** Rows of a custom metadata type's fields do not say who may change their values (`fieldManageability`). */
function leavesOut({ type }: LiveRef, fullName: string): boolean {
  return type === 'CustomField' && /__mdt\.[^.]*$/.test(fullName);
}

function documentOf(
  ref: LiveRef,
  found: { Metadata: Record<string, unknown> | null },
  fullName: string,
): string {
  return rowDocument(ref.type, found.Metadata, fullName);
}

/** Lists write some characters of a name as %28 where rows write them as they are. */
function sameName(ofRow: string, known: string | undefined): boolean {
  if (known === undefined) return false;
  try {
    return decodeURIComponent(known) === ofRow;
  } catch {
    return false;
  }
}

function assemble(
  handle: JobHandle,
  { type }: LiveRef,
  found: z.output<z.ZodMiniObject<typeof common>>,
  fullName: string,
  texts: Readonly<Partial<Record<ComponentFile['role'], string>>>,
): LiveComponent {
  const files = componentToFileNames({ type, fullName }).flatMap(({ role, name }): ComponentFile[] => {
    const text = texts[role];
    return text === undefined ? [] : [{ role, name, text }];
  });
  return {
    source: { type, fullName, files },
    id: found.Id,
    otherIds: [],
    lane: 'tooling',
    apiVersion: handle.org.apiVersion,
    ...lastSaveOf(found),
  };
}
