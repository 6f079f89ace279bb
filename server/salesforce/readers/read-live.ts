// The one door to a live component: whatever its type, one reading with its last save.

import type { MetadataType } from '#core/component.ts';
import type { JobHandle } from '../client.ts';
import { readApexClass } from './apex-class.ts';
import { readFlow } from './flow.ts';
import type { LiveComponent, LiveRef } from './live-component.ts';
import { namesPerRead, readPermissionSet, readPermissionSets } from './permission-set.ts';

export type { LiveComponent, LiveRef } from './live-component.ts';

const readers: Readonly<
  Record<MetadataType, (handle: JobHandle, ref: LiveRef) => Promise<LiveComponent | undefined>>
> = { ApexClass: readApexClass, Flow: readFlow, PermissionSet: readPermissionSet };

/** Undefined when the component no longer exists. At most two requests in a row. */
export function readLive(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  return readers[ref.type](handle, ref);
}

/** How many components of a type `readLiveMany` may be asked for at once. */
export function batchOf(type: MetadataType): number {
  return type === 'PermissionSet' ? namesPerRead : 1;
}

/** In the order asked; all of one type, at most `batchOf` of it. */
export async function readLiveMany(
  handle: JobHandle,
  refs: readonly LiveRef[],
): Promise<(LiveComponent | undefined)[]> {
  const together =
    refs.length > 1 && refs.every(({ type, fullName }) => type === 'PermissionSet' && fullName);
  if (together) return readPermissionSets(handle, refs);
  const lives: (LiveComponent | undefined)[] = [];
  for (const ref of refs) lives.push(await readLive(handle, ref));
  return lives;
}
