// Asks an org what it calls itself.

import * as z from 'zod/mini';
import type { JobHandle } from '../client.ts';

const row = z.object({ Id: z.string(), Name: z.string(), IsSandbox: z.boolean() });

/** Undefined when the user may not see it. */
export async function readOrganization(
  handle: JobHandle,
): Promise<{ id: string; name: string; isSandbox: boolean } | undefined> {
  const [found] = await handle.query(
    { api: 'data', object: 'Organization', fields: ['Id', 'Name', 'IsSandbox'] },
    row,
  );
  return found && { id: found.Id, name: found.Name, isSandbox: found.IsSandbox };
}
