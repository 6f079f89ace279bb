// Asks Salesforce, as the person, what they may do in Setup now.

import * as z from 'zod/mini';
import type { JobHandle } from '../client.ts';

export interface Standing {
  readonly active: boolean;
  /** View Setup and Configuration. */
  readonly viewSetup: boolean;
  /** Customize Application. */
  readonly customize: boolean;
  /** What the user is called now. */
  readonly username?: string | undefined;
}

const accessRow = z.object({
  PermissionsViewSetup: z.boolean(),
  PermissionsCustomizeApplication: z.boolean(),
});
const userRow = z.object({ IsActive: z.boolean(), Username: z.optional(z.string()) });

/** `userId` is the person's own Salesforce user. */
export async function checkStanding(handle: JobHandle, userId: string): Promise<Standing> {
  const [access, user] = await Promise.all([
    handle.query(
      {
        api: 'data',
        object: 'UserPermissionAccess',
        fields: ['PermissionsViewSetup', 'PermissionsCustomizeApplication'],
      },
      accessRow,
    ),
    handle.query(
      { api: 'data', object: 'User', fields: ['IsActive', 'Username'], where: { Id: userId } },
      userRow,
    ),
  ]);
  return {
    active: user[0]?.IsActive ?? false,
    username: user[0]?.Username,
    viewSetup: access[0]?.PermissionsViewSetup ?? false,
    customize: access[0]?.PermissionsCustomizeApplication ?? false,
  };
}
