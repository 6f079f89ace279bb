// Reads a bundle: its row has the document and the last save, the rows of its parts have the code.

import * as z from 'zod/mini';
import { type ComponentFile, typeRegistry } from '#core/component.ts';
import { canonicalText } from '#core/metadata/canonical-text.ts';
import type { JobHandle } from '../client.ts';
import type { Query } from '../soql.ts';
import { auraFileName } from './aura-file-name.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { nameCondition } from './name-condition.ts';
import { readEach } from './row-by-id.ts';
import { rowDocument } from './row-document.ts';
import { settled } from './settled.ts';
import { lastSaveOf, stampFields, stampRow } from './stamp-row.ts';

const bundleRow = z.object({
  Id: z.string(),
  DeveloperName: z.string(),
  NamespacePrefix: z.nullable(z.string()),
  Metadata: z.nullable(z.record(z.string(), z.unknown())),
  ...stampRow,
});
type Row = z.output<typeof bundleRow>;
const fields = ['Id', 'DeveloperName', 'NamespacePrefix', 'Metadata'];
const source = { Source: z.nullable(z.string()) };
const resourceRow = z.object({ LightningComponentBundleId: z.string(), FilePath: z.string(), ...source });
const definitionRow = z.object({ AuraDefinitionBundleId: z.string(), DefType: z.string(), ...source });
const ownerRow = z.object({ AuraDefinitionBundleId: z.string() });

/** Undefined when it no longer exists. */
export async function readBundle(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  const bundleId = await idOfBundle(handle, ref);
  const where = bundleId ? { Id: id15(bundleId) } : nameCondition(ref.fullName ?? '', 'DeveloperName');
  const object = typeRegistry[ref.type].tooling?.object ?? ref.type;
  const [[found], ahead] = await settled([
    handle.query({ api: 'tooling', object, fields: [...fields, ...stampFields], where }, bundleRow),
    bundleId ? readParts(handle, ref.type, [bundleId]) : undefined,
  ]);
  if (!found) return undefined;
  const [parts = noParts] = ahead ?? (await readParts(handle, ref.type, [found.Id]));
  return assemble(handle, ref, found, parts);
}

/** Several of one type by their ids, in the order asked. */
export async function readBundles(
  handle: JobHandle,
  refs: readonly LiveRef[],
): Promise<(LiveComponent | undefined)[]> {
  const type = refs[0]?.type ?? 'LightningComponentBundle';
  const ids = refs.map(({ id = '' }) => id);
  const parts = await readParts(handle, type, ids);
  const partsOf = new Map(refs.map((ref, index) => [ref, parts[index] ?? noParts]));
  return readEach(handle, refs, {
    object: typeRegistry[type].tooling?.object ?? type,
    fields,
    row: bundleRow,
    assemble: (ref, row) => assemble(handle, ref, row, partsOf.get(ref) ?? noParts),
    alone: (ref) => readBundle(handle, ref),
  });
}

const noParts: PartsOf = () => ({ parts: [] });

function assemble(handle: JobHandle, ref: LiveRef, found: Row, partsOf: PartsOf): LiveComponent {
  const { DeveloperName: name, NamespacePrefix: namespace } = found;
  const { parts, document: own } = partsOf(name);
  const text = own === undefined ? rowDocument(ref.type, found.Metadata) : canonicalText(ref.type, own);
  const document = documentOf(ref, name, parts, text);
  return {
    source: {
      type: ref.type,
      fullName: namespace ? `${namespace}__${name}` : name,
      files: [...parts.toSorted((one, other) => (one.name < other.name ? -1 : 1)), document],
    },
    id: found.Id,
    // Of one of its files, by whose address it was found.
    otherIds: ref.id?.startsWith('0Ad') ? [ref.id] : [],
    lane: 'tooling',
    apiVersion: handle.org.apiVersion,
    ...lastSaveOf(found),
  };
}

/** `0Ad…` is one file of an Aura bundle. */
async function idOfBundle(handle: JobHandle, { id }: LiveRef): Promise<string | undefined> {
  if (!id?.startsWith('0Ad')) return id;
  const query: Query = {
    api: 'tooling',
    object: 'AuraDefinition',
    fields: ['AuraDefinitionBundleId'],
    where: { Id: id15(id) },
  };
  return (await handle.query(query, ownerRow))[0]?.AuraDefinitionBundleId;
}

interface Parts {
  readonly parts: readonly ComponentFile[];
  /** The document as it was deployed, where a row has it: the bundle's own row loses attributes inside `targetConfigs`. */
  readonly document?: string | undefined;
}

/** By the bundle's own name, which rows of Aura files do not give. */
type PartsOf = (name: string) => Parts;

/** Of each bundle, in the order asked. */
async function readParts(
  handle: JobHandle,
  type: LiveRef['type'],
  bundleIds: readonly string[],
): Promise<PartsOf[]> {
  const ids = bundleIds.map(id15);
  if (type === 'LightningComponentBundle') {
    const rows = await handle.query(
      {
        api: 'tooling',
        object: 'LightningComponentResource',
        fields: ['LightningComponentBundleId', 'FilePath', 'Source'],
        where: { LightningComponentBundleId: ids },
      },
      resourceRow,
    );
    const byBundle = Map.groupBy(rows, (row) => id15(row.LightningComponentBundleId));
    return ids.map((id) => webComponentParts(byBundle.get(id) ?? []));
  }
  const rows = await handle.query(
    {
      api: 'tooling',
      object: 'AuraDefinition',
      fields: ['AuraDefinitionBundleId', 'DefType', 'Source'],
      where: { AuraDefinitionBundleId: ids },
    },
    definitionRow,
  );
  const byBundle = Map.groupBy(rows, (row) => id15(row.AuraDefinitionBundleId));
  return ids.map((id) => auraParts(byBundle.get(id) ?? []));
}

function webComponentParts(rows: readonly z.output<typeof resourceRow>[]): PartsOf {
  const files = rows
    .map(({ FilePath, Source }) => ({ name: FilePath.split('/').slice(2).join('/'), text: Source ?? '' }))
    .filter(({ name }) => name !== '');
  return (name) => ({
    parts: files
      .filter((file) => !file.name.endsWith('-meta.xml'))
      .map((file): ComponentFile => ({ role: 'content', ...file })),
    document: files.find((file) => file.name === `${name}.js-meta.xml`)?.text || undefined,
  });
}

function auraParts(rows: readonly z.output<typeof definitionRow>[]): PartsOf {
  return (name) => ({
    parts: rows.flatMap(({ DefType, Source }): ComponentFile[] => {
      const file = auraFileName(name, DefType);
      return file === undefined ? [] : [{ role: 'content', name: file, text: Source ?? '' }];
    }),
  });
}

function documentOf(
  { type }: LiveRef,
  name: string,
  parts: readonly ComponentFile[],
  text: string,
): ComponentFile {
  const main =
    type === 'LightningComponentBundle'
      ? `${name}.js`
      : parts.find((file) => /\.(?:app|cmp|evt|intf|tokens)$/.test(file.name))?.name;
  return { role: 'metadata', name: `${main ?? `${name}.cmp`}-meta.xml`, text };
}
