// Joins the parts a comparison reads with: a job of the person's own, the reader of the type, the last save.

import type { ComponentRef } from '../parties.ts';
import { type JobHandle, openHandle, type SalesforceDeps } from '../salesforce/client.ts';
import { type LiveComponent, readLive } from '../salesforce/readers/read-live.ts';
import type { Live, LiveDeps } from './live.ts';

/** What comparisons keep of a reading. */
export function toLive(read: LiveComponent): Live {
  const { lastModifiedAt: at, lastModifiedBy: by } = read;
  return {
    source: read.source,
    id: read.id,
    otherIds: read.otherIds,
    saved: at && by ? { at: Date.parse(at), userId: by.id, name: by.name } : undefined,
    lane: read.lane,
    apiVersion: read.apiVersion,
    which: read.which,
    aside: read.aside,
  };
}

export function createOpenLive(deps: Omit<SalesforceDeps, 'log'>): LiveDeps['open'] {
  return async ({ org, ref, proof, log, signal }) => {
    const request = { purpose: 'compare', org, person: proof, component: ref, signal } as const;
    const handle = await openHandle({ ...deps, log }, request);
    return {
      async read(wanted) {
        const found = await readAgainByName(handle, wanted);
        return found && toLive(found);
      },
      cost: () => handle.usage(),
      close: () => handle.close(),
    };
  };
}

/** A version of a flow may be gone while the flow is not. */
async function readAgainByName(handle: JobHandle, ref: ComponentRef): Promise<LiveComponent | undefined> {
  const found = await readLive(handle, ref);
  if (found || ref.type !== 'Flow' || !ref.id?.startsWith('301') || !ref.fullName) return found;
  return readLive(handle, { type: ref.type, fullName: ref.fullName });
}
