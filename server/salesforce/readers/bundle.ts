// Reads a bundle: its row has the document and the last save, the rows of its parts have the code.

import * as z from 'zod/mini';
import { type ComponentFile, typeRegistry } from '#core/component.ts';
import { canonicalText } from '#core/metadata/canonical-text.ts';
import type { JobHandle } from '../client.ts';
import type { Query } from '../soql.ts';
import { auraFileName } from './aura-file-name.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { nameCondition } from './name-condition.ts';
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
const resourceRow = z.object({ FilePath: z.string(), Source: z.nullable(z.string()) });
const definitionRow = z.object({ DefType: z.string(), Source: z.nullable(z.string()) });
const ownerRow = z.object({ AuraDefinitionBundleId: z.string() });

/** Undefined when it no longer exists. */
export async function readBundle(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  const bundleId = await idOfBundle(handle, ref);
  const where = bundleId ? { Id: id15(bundleId) } : nameCondition(ref.fullName ?? '', 'DeveloperName');
  const object = typeRegistry[ref.type].tooling?.object ?? ref.type;
  const fields = ['Id', 'DeveloperName', 'NamespacePrefix', 'Metadata', ...stampFields];
  const [[found], ahead] = await settled([
    handle.query({ api: 'tooling', object, fields, where }, bundleRow),
    bundleId ? readParts(handle, ref, bundleId) : undefined,
  ]);
  if (!found) return undefined;
  const { DeveloperName: name, NamespacePrefix: namespace } = found;
  const { parts, document: own } = (ahead ?? (await readParts(handle, ref, found.Id)))(name);
  const text = own === undefined ? rowDocument(ref.type, found.Metadata) : canonicalText(ref.type, own);
  const document = documentOf(ref, name, parts, text);
  return {
    source: {
      type: ref.type,
      fullName: namespace ? `${namespace}__${name}` : name,
      files: [...parts.toSorted((one, other) => (one.name < other.name ? -1 : 1)), document],
    },
    id: found.Id,
    otherIds: [],
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
async function readParts(
  handle: JobHandle,
  { type }: LiveRef,
  bundleId: string,
): Promise<(name: string) => Parts> {
  if (type === 'LightningComponentBundle') {
    const rows = await handle.query(
      {
        api: 'tooling',
        object: 'LightningComponentResource',
        fields: ['FilePath', 'Source'],
        where: { LightningComponentBundleId: id15(bundleId) },
      },
      resourceRow,
    );
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
  const rows = await handle.query(
    {
      api: 'tooling',
      object: 'AuraDefinition',
      fields: ['DefType', 'Source'],
      where: { AuraDefinitionBundleId: id15(bundleId) },
    },
    definitionRow,
  );
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
