// Reads an org's login history as its integration user, after asking whether it may see everybody's.

import * as z from 'zod/mini';
import { bearerLoginType } from '../audit/login-names.ts';
import type { LoginRow } from '../audit/reconcile.ts';
import { AppError } from '../errors.ts';
import type { JobHandle } from '../salesforce/client.ts';

type Handle = Pick<JobHandle, 'query'>;

const row = z.object({
  Id: z.string(),
  UserId: z.nullable(z.string()),
  LoginTime: z.string(),
  LoginType: z.nullable(z.string()),
  SourceIp: z.nullable(z.string()),
  Status: z.nullable(z.string()),
  Application: z.nullable(z.string()),
});
const fields = ['Id', 'UserId', 'LoginTime', 'LoginType', 'SourceIp', 'Status', 'Application'];

/** The permission that the integration user lacks, by its name in Setup. */
export class MayNotSeeLogins extends Error {
  constructor() {
    super('The integration user sees its own logins only.');
    this.name = 'MayNotSeeLogins';
  }
}

/** Without one of the two permissions Salesforce answers with the user's own rows, and says nothing. */
export async function requireAllLogins(handle: Handle): Promise<void> {
  if (await holdsAny(handle, ['PermissionsManageUsers', 'PermissionsMonitorLoginHistory'])) return;
  throw new MayNotSeeLogins();
}

async function holdsAny(handle: Handle, permissions: readonly string[]): Promise<boolean> {
  try {
    const [held] = await handle.query(
      { api: 'data', object: 'UserPermissionAccess', fields: permissions },
      z.record(z.string(), z.unknown()),
    );
    return permissions.some((name) => held?.[name] === true);
  } catch (error) {
    // An edition without the one permission lacks its field.
    const noField = error instanceof AppError && /INVALID_FIELD/.test(error.detail ?? '');
    if (!noField || permissions.length === 1) throw error;
    return holdsAny(handle, permissions.slice(0, 1));
  }
}

/** Parts of a longer window are read one after another: of many rows the first are not lost when the last fail. */
const sliceMs = 6 * 3_600_000;

/** Logins by OAuth of everybody, in a span of epoch milliseconds. */
export async function readLogins(
  handle: Handle,
  { from, to }: { from: number; to: number },
): Promise<LoginRow[]> {
  const found: LoginRow[] = [];
  for (let begin = from; begin < to; begin += sliceMs) {
    const end = Math.min(begin + sliceMs, to);
    const rows = await handle.query(
      {
        ...{ api: 'data', object: 'LoginHistory', fields, where: { LoginType: bearerLoginType } },
        within: { field: 'LoginTime', from: begin, to: end },
      },
      row,
    );
    for (const each of rows) found.push(loginOf(each));
  }
  return found;
}

function loginOf(each: z.output<typeof row>): LoginRow {
  const at = Date.parse(each.LoginTime.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(at)) {
    throw new AppError('salesforce_error', {
      detail: 'Salesforce told the time of a login in another form.',
    });
  }
  return {
    ...{ id: each.Id, userId: each.UserId ?? '', at, loginType: each.LoginType ?? '' },
    ...{ address: each.SourceIp ?? '', status: each.Status ?? '', application: each.Application ?? '' },
  };
}

const user = z.object({ Id: z.string(), Username: z.string() });

/** What these users are called now; those whom Salesforce does not tell of are left out. */
export async function usernamesOf(
  handle: Handle,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(userIds)].filter((id) => /^005\w{12,15}$/.test(id)).slice(0, 50);
  if (asked.length === 0) return new Map();
  const rows = await handle.query(
    { api: 'data', object: 'User', fields: ['Id', 'Username'], where: { Id: asked } },
    user,
  );
  return new Map(rows.map(({ Id, Username }) => [Id, Username]));
}
