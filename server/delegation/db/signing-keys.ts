// Signing keys in the delegation service's database; each change of one is recorded in the same transaction.

import type { Selectable } from 'kysely';
import { inTransaction, lock } from '../../db/engine.ts';
import type { DelegationDatabase } from './database.ts';
import { type EventFacts, type KeyTransaction, recordKeyEvent } from './key-events.ts';
import type { KeyTables } from './key-tables.ts';

export type { EventFacts, KeyTransaction };

export type KeyState = 'prepared' | 'next' | 'in_use' | 'retired';

export interface KeyRow {
  readonly id: string;
  /** Empty for the installation's own. */
  readonly apiHost: string;
  readonly state: KeyState;
  /** Undefined for the installation's app. */
  readonly clientId: string | undefined;
  readonly preparedBy: string | undefined;
  readonly location: string;
  readonly fingerprint: string;
  readonly publicKey: string;
  readonly certificate: string | undefined;
  readonly endsAt: number | undefined;
  readonly madeAt: number;
  readonly changedAt: number;
  readonly destroyedAt: number | undefined;
}

/** One writer at a time over all keys: what a rule reads stays true until it has written. */
export function changingKeys<R>(
  db: DelegationDatabase,
  work: (transaction: KeyTransaction) => Promise<R>,
): Promise<R> {
  return inTransaction(db, async (transaction) => {
    await lock(transaction, 'signing-keys');
    return work(transaction);
  });
}

type Reader = Pick<DelegationDatabase, 'selectFrom'>;

/** In the order in which they were made. */
export async function listKeys(
  db: Reader,
  which: { hosts?: readonly string[]; states?: readonly KeyState[] } = {},
): Promise<KeyRow[]> {
  let query = db.selectFrom('signing_keys').selectAll().orderBy('made_at').orderBy('id');
  if (which.hosts) query = query.where('api_host', 'in', which.hosts);
  if (which.states) query = query.where('state', 'in', which.states);
  return (await query.execute()).map(rowOf);
}

export async function insertKey(
  transaction: KeyTransaction,
  row: Omit<KeyRow, 'changedAt' | 'destroyedAt'>,
  by: string,
): Promise<void> {
  await transaction
    .insertInto('signing_keys')
    .values({
      id: row.id,
      api_host: row.apiHost,
      state: row.state,
      client_id: row.clientId ?? null,
      prepared_by: row.preparedBy ?? null,
      location: row.location,
      fingerprint: row.fingerprint,
      public_key: row.publicKey,
      certificate: row.certificate ?? null,
      ends_at: row.endsAt ?? null,
      made_at: row.madeAt,
      changed_at: row.madeAt,
      destroyed_at: null,
    })
    .execute();
  await recordKeyEvent(transaction, row, 'made', { at: row.madeAt, by, detail: row.state });
}

export async function changeState(
  transaction: KeyTransaction,
  row: KeyRow,
  state: Exclude<KeyState, 'prepared'>,
  facts: EventFacts,
): Promise<void> {
  await transaction
    .updateTable('signing_keys')
    .set({ state, changed_at: facts.at })
    .where('id', '=', row.id)
    .execute();
  await recordKeyEvent(transaction, row, state, facts);
}

/** The app that a person prepared for an org becomes the org's, at the moment in which they have connected it. */
export async function adoptPrepared(
  transaction: KeyTransaction,
  apiHost: string,
  facts: EventFacts,
): Promise<void> {
  await lock(transaction, 'signing-keys');
  const rows = await listKeys(transaction, { hosts: [apiHost] });
  const prepared = rows.find(
    ({ state, preparedBy, clientId }) =>
      state === 'prepared' && preparedBy === facts.by && clientId !== undefined,
  );
  if (!prepared) return;
  // Of an org that answered at this address before.
  for (const row of rows.filter(({ state }) => state === 'in_use' || state === 'next')) {
    await changeState(transaction, row, 'retired', facts);
  }
  await changeState(transaction, prepared, 'in_use', facts);
}

/** An org that is gone needs none of its own keys. */
export async function retireKeysOf(
  transaction: KeyTransaction,
  apiHost: string,
  facts: EventFacts,
): Promise<void> {
  await lock(transaction, 'signing-keys');
  await transaction.deleteFrom('accepted_keys').where('api_host', '=', apiHost).execute();
  await transaction.deleteFrom('app_returns').where('api_host', '=', apiHost).execute();
  for (const row of await listKeys(transaction, {
    hosts: [apiHost],
    states: ['in_use', 'next', 'prepared'],
  })) {
    await changeState(transaction, row, 'retired', { ...facts, detail: 'The org is disconnected.' });
  }
}

export async function nameApp(
  transaction: KeyTransaction,
  row: KeyRow,
  clientId: string,
  facts: EventFacts,
): Promise<void> {
  await transaction
    .updateTable('signing_keys')
    .set({ client_id: clientId, changed_at: facts.at })
    .where('id', '=', row.id)
    .execute();
  await recordKeyEvent(transaction, row, 'app_named', { ...facts, detail: clientId });
}

/** Where its file lies and which certificate is beside it, as the settings say now. */
export async function updateKey(
  transaction: KeyTransaction,
  id: string,
  facts: Pick<KeyRow, 'location' | 'certificate' | 'endsAt'>,
): Promise<void> {
  const { location, certificate = null, endsAt = null } = facts;
  await transaction
    .updateTable('signing_keys')
    .set({ location, certificate, ends_at: endsAt })
    .where('id', '=', id)
    .execute();
}

export async function markDestroyed(db: DelegationDatabase, row: KeyRow, facts: EventFacts): Promise<void> {
  await changingKeys(db, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('signing_keys')
      .set({ destroyed_at: facts.at })
      .where('id', '=', row.id)
      .where('destroyed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await recordKeyEvent(transaction, row, 'destroyed', facts);
  });
}

/** Which key an org's app accepted last, by the org's host. */
export async function acceptedKeys(db: Reader, apiHost?: string): Promise<Map<string, string>> {
  let query = db.selectFrom('accepted_keys').select(['api_host', 'key_id']);
  if (apiHost !== undefined) query = query.where('api_host', '=', apiHost);
  return new Map((await query.execute()).map(({ api_host, key_id }) => [api_host, key_id]));
}

export async function saveAccepted(
  transaction: KeyTransaction,
  apiHost: string,
  row: KeyRow,
  at: number,
): Promise<void> {
  await transaction
    .insertInto('accepted_keys')
    .values({ api_host: apiHost, key_id: row.id, accepted_at: at })
    .onConflict((conflict) => conflict.column('api_host').doUpdateSet({ key_id: row.id, accepted_at: at }))
    .execute();
  await recordKeyEvent(transaction, row, 'accepted', { at, by: 'service', detail: apiHost });
}

function rowOf(row: Selectable<KeyTables['signing_keys']>): KeyRow {
  return {
    id: row.id,
    apiHost: row.api_host,
    state: row.state as KeyState,
    clientId: row.client_id ?? undefined,
    preparedBy: row.prepared_by ?? undefined,
    location: row.location,
    fingerprint: row.fingerprint,
    publicKey: row.public_key,
    certificate: row.certificate ?? undefined,
    endsAt: row.ends_at ?? undefined,
    madeAt: row.made_at,
    changedAt: row.changed_at,
    destroyedAt: row.destroyed_at ?? undefined,
  };
}
