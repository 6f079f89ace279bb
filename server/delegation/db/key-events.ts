// What happened to signing keys, and by the operator to this database: rows are only ever added, in the transaction of the deed.

import { randomUUID } from 'node:crypto';
import type { Expression, ExpressionBuilder, Selectable, SqlBool, Transaction } from 'kysely';
import { inTransaction, lock } from '../../db/engine.ts';
import {
  type KeyEventsQuery,
  type KeyEventsScope,
  type KeyEventTallies,
  keyEventNames,
  type LoggedKeyEvents,
  keyEvent as shown,
} from '../protocol.ts';
import type { DelegationDatabase, DelegationTables } from './database.ts';
import type { KeyTables } from './key-tables.ts';

export type KeyTransaction = Transaction<DelegationTables>;
export type KeyEvent = (typeof keyEventNames)[number];

export interface EventFacts {
  readonly at: number;
  /** Auth0 subject, `operator` or `service`. */
  readonly by: string;
  readonly detail?: string | undefined;
}

export interface EventOf {
  readonly id: string;
  /** Empty for the installation's own. */
  readonly apiHost: string;
  readonly fingerprint: string;
}

/** Whoever calls holds the lock of the keys: events are numbered in the order in which they are written. */
export async function recordKeyEvent(
  transaction: KeyTransaction,
  { id, apiHost, fingerprint }: EventOf,
  event: KeyEvent,
  { at, by, detail }: EventFacts,
): Promise<void> {
  const { last } = await transaction
    .selectFrom('key_events')
    .select(({ fn }) => fn.max('seq').as('last'))
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('key_events')
    .values({
      id: randomUUID(),
      seq: Number(last ?? 0) + 1,
      at,
      key_id: id,
      api_host: apiHost,
      fingerprint,
      event,
      by,
      detail: detail ?? null,
    })
    .execute();
}

/** These are of one account's log, which `detail` names. */
const ofOneLog: readonly KeyEvent[] = ['audit_read', 'audit_exported', 'audit_erased', 'audit_retained'];

/** The operator's own access to this database as a whole, or to one account's log in it. */
export async function recordOperatorAct(
  db: DelegationDatabase,
  event: Extract<KeyEvent, `database_${string}` | `audit_${string}`>,
  facts: { readonly at: number; readonly detail?: string },
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await lock(transaction, 'signing-keys');
    const nothing = { id: '', apiHost: '', fingerprint: '' };
    await recordKeyEvent(transaction, nothing, event, { ...facts, by: 'operator' });
  });
}

type Reader = Pick<DelegationDatabase, 'selectFrom'>;

/** All of them, oldest first. */
export function everyKeyEvent(db: Reader): Promise<Selectable<KeyTables['key_events']>[]> {
  return db.selectFrom('key_events').selectAll().orderBy('seq').execute();
}

/** Of one account and of the installation, newest first. */
export async function listKeyEvents(
  db: Reader,
  { before, limit, bys, events, from, to, ...scope }: KeyEventsQuery,
): Promise<LoggedKeyEvents> {
  const theirs = await inScope(db, scope);
  const wanted = { ...theirs, bys, events, from, to };
  const count = async (of: Conditions) => {
    const row = await db
      .selectFrom('key_events')
      .select(({ fn }) => fn.countAll().as('events'))
      .where((where) => where.and(conditions(where, of)))
      .executeTakeFirstOrThrow();
    return Number(row.events);
  };
  const rows = await db
    .selectFrom('key_events')
    .selectAll()
    .where((where) => where.and(conditions(where, wanted)))
    .$if(before !== undefined, (query) =>
      query.where((where) => {
        const { at, seq } = before as NonNullable<typeof before>;
        return where.or([where('at', '<', at), where.and([where('at', '=', at), where('seq', '<', seq)])]);
      }),
    )
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return {
    events: rows.map(({ api_host: apiHost, detail, ...row }) =>
      shown.parse({ ...row, apiHost, ...(detail === null ? {} : { detail }) }),
    ),
    known: [...theirs.known],
    total: await count(theirs),
    matching: await count(wanted),
  };
}

export async function tallyKeyEvents(db: Reader, scope: KeyEventsScope): Promise<KeyEventTallies> {
  const theirs = await inScope(db, scope);
  const by = async (column: 'by' | 'event') => {
    const rows = await db
      .selectFrom('key_events')
      .select([`${column} as value`, ({ fn }) => fn.countAll().as('entries')])
      .where((where) => where.and(conditions(where, theirs)))
      .groupBy(column)
      .orderBy(column)
      .execute();
    return rows.map(({ value, entries }) => ({ value, entries: Number(entries) }));
  };
  const [bys, events] = await Promise.all([by('by'), by('event')]);
  const named = events.flatMap(({ value, entries }) => {
    const known = keyEventNames.find((name) => name === value);
    return known ? [{ value: known, entries }] : [];
  });
  return { bys, events: named, known: [...theirs.known] };
}

interface Theirs extends Pick<KeyEventsScope, 'hosts' | 'tenant'> {
  readonly keys: readonly string[];
  readonly known: readonly string[];
}

/** A rotation's key is recorded as made to follow one; that one is the last before it that the same person had made. */
async function inScope(db: Reader, { fingerprints, hosts, tenant }: KeyEventsScope): Promise<Theirs> {
  if (fingerprints.length === 0) return { hosts, tenant, keys: [], known: [] };
  const rows = await db
    .selectFrom('signing_keys as key')
    .innerJoin('key_events as made', (join) =>
      join.onRef('made.key_id', '=', 'key.id').on('made.event', '=', 'made'),
    )
    .select(['key.id', 'key.api_host', 'key.prepared_by', 'key.fingerprint', 'made.detail'])
    .where('key.api_host', 'in', (query) =>
      query.selectFrom('signing_keys').select('api_host').where('fingerprint', 'in', fingerprints),
    )
    .where('key.api_host', '!=', '')
    .orderBy('made.seq')
    .execute();
  const own = new Set(fingerprints);
  /** Whether the last key that a person had made for an org is the account's. */
  const course = new Map<string, boolean>();
  const keys = rows.filter(({ api_host, prepared_by, fingerprint, detail }) => {
    const line = JSON.stringify([api_host, prepared_by]);
    if (detail !== 'next' || own.has(fingerprint)) course.set(line, own.has(fingerprint));
    return course.get(line) === true;
  });
  const all = new Set(rows.map(({ fingerprint }) => fingerprint));
  return { hosts, tenant, keys: keys.map(({ id }) => id), known: fingerprints.filter((one) => all.has(one)) };
}

type Conditions = Theirs & Partial<Pick<KeyEventsQuery, 'bys' | 'events' | 'from' | 'to'>>;
type Where = ExpressionBuilder<DelegationTables, 'key_events'>;

function conditions(where: Where, of: Conditions): Expression<SqlBool>[] {
  const { keys, hosts, tenant, bys, events, from, to } = of;
  const accepted = hosts.map(({ apiHost, spans }) =>
    where.and([where('detail', '=', apiHost), where.or(spans.map((span) => where.and(within(where, span))))]),
  );
  const installation = where.and([
    where('api_host', '=', ''),
    where.or([
      where('event', 'not in', ['accepted', ...ofOneLog]),
      ...accepted,
      ...(tenant === undefined
        ? []
        : [where.and([where('event', 'in', ofOneLog), where('detail', '=', tenant)])]),
    ]),
  ]);
  return [
    where.or([installation, ...(keys.length > 0 ? [where('key_id', 'in', keys)] : [])]),
    ...(bys ? [bys.length > 0 ? where('by', 'in', bys) : where.lit(false)] : []),
    ...(events ? [events.length > 0 ? where('event', 'in', events) : where.lit(false)] : []),
    ...within(where, { from, to }),
  ];
}

function within(
  where: Where,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Expression<SqlBool>[] {
  return [
    ...(from === undefined ? [] : [where('at', '>=', from)]),
    ...(to === undefined ? [] : [where('at', '<', to)]),
  ];
}
