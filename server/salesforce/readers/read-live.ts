// The one door to a live component: whatever its type, one reading with its last save and without its secrets.

import { type MetadataType, type ReadingLane, typeRegistry } from '#core/component.ts';
import type { JobHandle } from '../client.ts';
import { rowsPerCall } from '../composite.ts';
import { readBundle, readBundles } from './bundle.ts';
import { namesPerCall } from './documents.ts';
import { readFlow, readFlows } from './flow.ts';
import type { Stamp } from './list-stamps.ts';
import { readListed, readManyListed } from './listed.ts';
import type { LiveComponent, LiveRef } from './live-component.ts';
import { readPermissionSet, readPermissionSets } from './permission-set.ts';
import { readDocumentFile, readResource } from './row-with-body.ts';
import { readToolingRow, readToolingRows } from './tooling-row.ts';
import { readVisualforceComponent, readVisualforceComponents } from './visualforce-component.ts';

export type { LiveComponent, LiveRef } from './live-component.ts';

type Reader = (handle: JobHandle, ref: LiveRef) => Promise<LiveComponent | undefined>;
type ManyReader = (handle: JobHandle, refs: readonly LiveRef[]) => Promise<(LiveComponent | undefined)[]>;

/** Types that their lane alone does not read. */
const own: Readonly<Partial<Record<MetadataType, Reader>>> = {
  Flow: readFlow,
  PermissionSet: readPermissionSet,
  ApexComponent: readVisualforceComponent,
  LightningComponentBundle: readBundle,
  AuraDefinitionBundle: readBundle,
  StaticResource: readResource,
  Document: readDocumentFile,
};
/** The same for several rows at once. */
const ownMany: Readonly<Partial<Record<MetadataType, ManyReader>>> = {
  Flow: readFlows,
  ApexComponent: readVisualforceComponents,
  LightningComponentBundle: readBundles,
  AuraDefinitionBundle: readBundles,
};
const lanes: Readonly<Record<ReadingLane, Reader>> = {
  tooling: readToolingRow,
  'read-metadata': readListed,
  retrieve: readListed,
};

/** Undefined when the component no longer exists. At most two requests in a row. */
export async function readLive(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  return redacted(handle, await readWhole(handle, ref));
}

/** Nothing behind this door ever sees the value of a secret field, nor, in any type, what was purged from history. */
async function redacted(
  handle: JobHandle,
  live: LiveComponent | undefined,
): Promise<LiveComponent | undefined> {
  return live && { ...live, source: await handle.redact(live.source) };
}

function readWhole(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  const { lane, shape } = typeRegistry[ref.type];
  // Only code has a column to be asked by its name.
  const byName = lane === 'tooling' && !ref.id && shape !== 'code';
  const read = own[ref.type] ?? (byName ? readListed : lanes[lane]);
  return read(handle, ref);
}

/** How many components of a type `readLiveMany` may be asked for at once. */
export function batchOf(type: MetadataType): number {
  return typeRegistry[type].lane === 'tooling' ? rowsPerCall : namesPerCall(type);
}

/** In the order asked; all of one type, at most `batchOf` of it. */
export async function readLiveMany(
  handle: JobHandle,
  refs: readonly LiveRef[],
): Promise<(LiveComponent | undefined)[]> {
  const lives = await readManyWhole(handle, refs);
  return Promise.all(lives.map((live) => redacted(handle, live)));
}

async function readManyWhole(
  handle: JobHandle,
  refs: readonly LiveRef[],
): Promise<(LiveComponent | undefined)[]> {
  const [first] = refs;
  const alike = first && refs.length > 1 && refs.every(({ type }) => type === first.type);
  if (alike && typeRegistry[first.type].lane === 'tooling' && refs.every(({ id }) => id)) {
    const read = ownMany[first.type] ?? readToolingRows;
    return read(handle, refs);
  }
  if (first && typeRegistry[first.type].lane !== 'tooling' && refs.every(({ type }) => type === first.type)) {
    const listed = refs.flatMap((ref): Stamp[] => (ref.listed ? [ref.listed] : []));
    if (first.type === 'PermissionSet' && refs.length > 1 && refs.every(({ fullName }) => fullName))
      return readPermissionSets(handle, refs);
    if (listed.length === refs.length) return readManyListed(handle, first.type, listed);
  }
  const lives: (LiveComponent | undefined)[] = [];
  for (const ref of refs) lives.push(await readWhole(handle, ref));
  return lives;
}
