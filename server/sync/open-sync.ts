// Joins the parts that background work reads an org with: a job as the integration user, lists and readers.

import { metadataTypes } from '#core/component.ts';
import { toLive } from '../compare/open-live.ts';
import { AppError } from '../errors.ts';
import type { ConnectedOrg } from '../parties.ts';
import { openHandle, type SalesforceDeps } from '../salesforce/client.ts';
import { type LeftOut, listOrg } from '../salesforce/readers/list-stamps.ts';
import { readLiveMany } from '../salesforce/readers/read-live.ts';
import type { SyncHandle } from './baseline.ts';

/** A read takes up to a dozen requests; a job may make 2,000. */
const mostRequests = 1_900;
/** A read takes up to two minutes. */
const marginMs = 5 * 60_000;

export function createOpenSync(
  deps: SalesforceDeps,
  orgOf: (orgId: string) => Promise<ConnectedOrg | undefined>,
  /** Hears what kept a job from its token, and of each list that was read with one. */
  heard: {
    refused(orgId: string, error: unknown): Promise<unknown>;
    granted(orgId: string): Promise<unknown>;
  },
): (orgId: string) => Promise<SyncHandle> {
  return async (orgId) => {
    const org = await orgOf(orgId);
    if (!org) throw new AppError('org_not_connected');
    const noted = async (error: unknown): Promise<never> => {
      await heard.refused(orgId, error);
      throw error;
    };
    const handle = await openHandle(deps, { purpose: 'sync', org }).catch(noted);
    let leftOut: readonly LeftOut[] = [];
    return {
      async list() {
        const listed = await listOrg(handle, metadataTypes).catch(noted);
        await heard.granted(orgId);
        leftOut = listed.leftOut;
        return listed.stamps;
      },
      leftOut: () => leftOut,
      async read(stamps) {
        const found = await readLiveMany(
          handle,
          stamps.map((stamp) => ({ ...stamp, listed: stamp })),
        ).catch(noted);
        return found.map((read) => read && toLive(read));
      },
      spent: () => handle.usage().requests >= mostRequests || deps.now() >= handle.deadline - marginMs,
      close: () => handle.close(),
    };
  };
}
