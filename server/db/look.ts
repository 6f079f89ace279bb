// Looks at a database on a PostgreSQL server without changing anything: for `canvasback doctor`.

import { Kysely, sql } from 'kysely';
import type { Wanted } from './database.ts';
import { missingMigrations } from './migrate.ts';
import { factsOf, problemOf } from './open-postgres.ts';
import { createPostgresDialect } from './postgres.ts';
import { explainConnecting } from './postgres-errors.ts';
import { describeSetting, readPostgres } from './setting.ts';

export interface DatabaseLook {
  /** Without the password. */
  readonly name: string;
  /** `18.4` */
  readonly version: string;
  /** `TLSv1.3`; undefined without TLS. */
  readonly tls: string | undefined;
  /** Of one statement, in the middle of several. */
  readonly milliseconds: number;
  /** Why we do not work with such a server, in words. */
  readonly problem: string | undefined;
  readonly schema: string;
  /** Changes of the schema that it lacks, oldest first. */
  readonly missing: readonly string[];
  /** The newest change it has; undefined for a new one. */
  readonly newest: string | undefined;
  readonly rights: DatabaseRights;
}

export interface DatabaseRights {
  readonly superuser: boolean;
  /** That the schema is there, or can be made; and tables in it. */
  readonly mayChange: boolean;
  /** Tables that the role may not read and write. */
  readonly closed: readonly string[];
  /** Other schemas of ours that the role may use, too. */
  readonly others: readonly string[];
  /** Logs whose rows the role may change or remove, if need be after taking their trigger away. */
  readonly rewritable: readonly string[];
}

const tries = 5;

/** `others`: the schemas of services whose rows this role is not to reach. Throws `DatabaseUnusable`, or `SettingProblem`. */
export async function lookAtPostgres(
  address: string,
  { migrations, schema: usual }: Wanted,
  others: readonly string[] = [],
): Promise<DatabaseLook> {
  const setting = readPostgres(address, usual);
  const name = describeSetting(setting);
  const db = new Kysely<unknown>({ dialect: createPostgresDialect({ ...setting, pool: 2 }, () => {}) });
  try {
    const facts = await factsOf(db);
    const times: number[] = [];
    for (let at = 0; at < tries; at += 1) {
      const started = performance.now();
      await sql`select 1`.execute(db);
      times.push(performance.now() - started);
    }
    const rights = await rightsOf(db, setting.schema, others);
    const readable = rights.closed.length === 0;
    const missing = readable ? await missingMigrations(db, migrations, name) : [];
    return {
      name,
      version: `${Math.floor(facts.version / 10_000)}.${facts.version % 10_000}`,
      tls: await tlsOf(db),
      milliseconds: times.sort((one, other) => one - other)[Math.floor(tries / 2)] ?? 0,
      problem: problemOf(facts),
      schema: setting.schema,
      missing: missing.map((each) => each.name),
      newest: readable ? migrations[migrations.length - missing.length - 1]?.name : undefined,
      rights,
    };
  } catch (error) {
    throw explainConnecting(setting, error);
  } finally {
    await db.destroy();
  }
}

async function tlsOf(db: Kysely<unknown>): Promise<string | undefined> {
  const { rows } = await sql<{ version: string | null }>`
    select version from pg_stat_ssl where pid = pg_backend_pid() and ssl`.execute(db);
  return rows[0]?.version ?? undefined;
}

async function rightsOf(
  db: Kysely<unknown>,
  schema: string,
  others: readonly string[],
): Promise<DatabaseRights> {
  const { rows } = await sql<{ superuser: boolean; change: boolean; there: boolean }>`
    select (select rolsuper from pg_roles where rolname = current_user) as superuser,
      to_regnamespace(${schema}) is not null as there,
      case when to_regnamespace(${schema}) is null then has_database_privilege(current_database(), 'create')
        else has_schema_privilege(to_regnamespace(${schema})::oid, 'create') end as change`.execute(db);
  const closed = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = to_regnamespace(${schema})
      and not (has_schema_privilege(relnamespace, 'usage') and has_table_privilege(oid, 'select')
        and (relname = 'schema_migrations' or has_table_privilege(oid, 'insert')))
    order by relname`.execute(db);
  const reached = await sql<{ name: string }>`
    select nspname as name from pg_namespace where has_schema_privilege(oid, 'usage')
      and nspname in (${sql.join(['', ...others])}) order by nspname`.execute(db);
  const rewritable = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = to_regnamespace(${schema})
      and exists (select 1 from pg_trigger where tgrelid = pg_class.oid and tgname = relname || '_append_only')
      and (pg_has_role(relowner, 'member') or has_table_privilege(oid, 'update')
        or has_table_privilege(oid, 'delete') or has_table_privilege(oid, 'truncate'))
    order by relname`.execute(db);
  const superuser = rows[0]?.superuser ?? false;
  return {
    superuser,
    mayChange: rows[0]?.change ?? false,
    closed: closed.rows.map((row) => row.name),
    others: superuser ? [] : reached.rows.map((row) => row.name),
    rewritable: superuser ? [] : rewritable.rows.map((row) => row.name),
  };
}
