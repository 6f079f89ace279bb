// Orgs that are on their way from an app of their own back to the installation's: until Salesforce accepts that, nothing else changes.

import type { DelegationDatabase } from './database.ts';
import { type EventFacts, type KeyTransaction, recordKeyEvent } from './key-events.ts';
import { changeState, listKeys } from './signing-keys.ts';

export async function isReturning(
  db: Pick<DelegationDatabase, 'selectFrom'>,
  apiHost: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('app_returns')
    .select('at')
    .where('api_host', '=', apiHost)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * `dropped`: its own app was not in use yet, and never will be. Undefined when it has none. Asked for twice, the way
 * back began with the first.
 */
export async function beginReturn(
  transaction: KeyTransaction,
  apiHost: string,
  facts: EventFacts,
): Promise<'returning' | 'dropped' | undefined> {
  const rows = await listKeys(transaction, { hosts: [apiHost], states: ['in_use', 'next'] });
  const own = rows.find(({ state }) => state === 'in_use');
  if (!own) {
    for (const row of rows) await changeState(transaction, row, 'retired', facts);
    return rows.length > 0 ? 'dropped' : undefined;
  }
  if (await isReturning(transaction, apiHost)) return 'returning';
  const { at, by } = facts;
  await transaction.insertInto('app_returns').values({ api_host: apiHost, at, by }).execute();
  await recordKeyEvent(transaction, own, 'leaving', facts);
  return 'returning';
}

/** The org stays with its own app. False when it was on no way back. */
export async function endReturn(
  transaction: KeyTransaction,
  apiHost: string,
  facts: EventFacts,
): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('app_returns')
    .where('api_host', '=', apiHost)
    .executeTakeFirst();
  const [own] = await listKeys(transaction, { hosts: [apiHost], states: ['in_use'] });
  if (numDeletedRows > 0n && own) await recordKeyEvent(transaction, own, 'kept', facts);
  return numDeletedRows > 0n;
}

/** Those whose org has accepted a key of the installation's need their own no more. */
export async function finishReturns(
  transaction: KeyTransaction,
  accepted: ReadonlyMap<string, string>,
  facts: EventFacts,
): Promise<void> {
  const returning = await transaction.selectFrom('app_returns').select('api_host').execute();
  if (returning.length === 0) return;
  const installation = new Set((await listKeys(transaction, { hosts: [''] })).map(({ id }) => id));
  for (const { api_host: apiHost } of returning) {
    if (!installation.has(accepted.get(apiHost) ?? '')) continue;
    const own = await listKeys(transaction, { hosts: [apiHost], states: ['in_use', 'next', 'prepared'] });
    const detail = 'The org goes by the installation’s app.';
    for (const row of own) await changeState(transaction, row, 'retired', { ...facts, detail });
    await transaction.deleteFrom('app_returns').where('api_host', '=', apiHost).execute();
  }
}
