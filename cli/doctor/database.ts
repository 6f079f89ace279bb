// The databases on PostgreSQL servers: whether they answer, what they are, and what their roles may do there.

import type { Wanted } from '../../server/db/database.ts';
import { type DatabaseLook, lookAtPostgres } from '../../server/db/look.ts';
import { isPostgres, readPostgres } from '../../server/db/setting.ts';
import { DatabaseUnusable } from '../../server/db/unusable.ts';
import { delegationStore } from '../../server/delegation/db/database.ts';
import { type Finding, good, unknown, wrong } from './finding.ts';

export interface DatabaseToCheck {
  /** The setting that names it. */
  readonly variable: string;
  readonly setting: string;
  readonly wanted: Wanted;
}

/** Each statement of a page goes there and back. */
const slowMs = 20;

/** A file needs no look: its folder has one. */
export async function checkDatabases(databases: readonly DatabaseToCheck[]): Promise<Finding[]> {
  const onServers = databases.filter(({ setting }) => isPostgres(setting));
  const findings = onServers.map((one) => {
    const others = onServers
      .filter((each) => each !== one)
      .map(({ setting, wanted }) => readPostgres(setting, wanted.schema).schema);
    // What the other service's is called unless its setting says otherwise.
    return checkDatabase(one, [...others, ...servicesBeside(one)]);
  });
  return (await Promise.all(findings)).flat();
}

const usualSchemas = ['canvasback', 'canvasback_delegation'];

function servicesBeside({ setting, wanted }: DatabaseToCheck): string[] {
  const own = readPostgres(setting, wanted.schema).schema;
  return usualSchemas.filter((schema) => schema !== own && schema !== wanted.schema);
}

async function checkDatabase(
  { variable, setting, wanted }: DatabaseToCheck,
  others: readonly string[],
): Promise<Finding[]> {
  try {
    const look = await lookAtPostgres(setting, wanted, others);
    return [...findingsOf(variable, look), ...logFindings(variable, wanted, look)];
  } catch (error) {
    if (error instanceof DatabaseUnusable)
      return [wrong(`${variable}: ${error.message}`, 'See docs/operating.md, “The database”.')];
    throw error;
  }
}

function findingsOf(variable: string, look: DatabaseLook): Finding[] {
  const { name, version, tls, milliseconds, problem, rights, schema } = look;
  const what = `${variable}: PostgreSQL ${version} at ${name}, ${tls ?? 'no TLS'}`;
  const role = / as (.*)$/.exec(name)?.[1] ?? 'the role';
  const takes = `${variable}: a statement takes ${milliseconds.toFixed(1)} ms`;
  return [
    problem ? wrong(what, `It cannot be used: ${problem}`) : good(what),
    milliseconds < slowMs
      ? good(takes)
      : unknown(takes, 'A page makes several in a row: keep the database near the servers.'),
    schemaFinding(variable, look),
    ...(rights.superuser
      ? [
          wrong(
            `${variable}: ${role} is a superuser, who may change the log and read the other service’s rows`,
            'Give the service a role of its own, as docs/operating.md shows.',
          ),
        ]
      : []),
    ...rights.others.map((other) =>
      wrong(
        `${variable}: ${role} may use the schema ${other}, which is another service’s`,
        `As its owner: REVOKE ALL ON SCHEMA ${other} FROM ${role}, PUBLIC.`,
      ),
    ),
    ...(rights.closed.length > 0
      ? [
          wrong(
            `${variable}: ${role} may not read and write ${listed(rights.closed)} in ${schema}`,
            `As their owner: GRANT USAGE ON SCHEMA ${schema} TO ${role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}.`,
          ),
        ]
      : []),
  ];
}

/** The delegation service's log must outlive the service: whoever has its role adds to it, and no more. */
function logFindings(
  variable: string,
  { schema: usual }: Wanted,
  { name, schema, rights }: DatabaseLook,
): Finding[] {
  if (usual !== delegationStore.schema || rights.rewritable.length === 0) return [];
  const role = / as (.*)$/.exec(name)?.[1] ?? 'the role';
  return [
    wrong(
      `${variable}: ${role} may change or remove rows of ${listed(rights.rewritable)} in ${schema}`,
      `Let another role own them, then: canvasback database grant --delegation --role ${role} postgres://OWNER@…`,
    ),
  ];
}

function schemaFinding(variable: string, { schema, missing, newest, rights }: DatabaseLook): Finding {
  const changes = `${missing.length} ${missing.length === 1 ? 'change' : 'changes'}`;
  const state =
    newest === undefined
      ? rights.closed.length > 0
        ? `schema ${schema} cannot be read`
        : `schema ${schema} is new`
      : `schema ${schema} is at ${newest}`;
  if (missing.length === 0) return good(`${variable}: ${state}`);
  if (rights.mayChange) return good(`${variable}: ${state}; ${changes} will be made at the next start`);
  return wrong(
    `${variable}: ${state} and lacks ${changes}, which this role may not make`,
    `As a superuser: CREATE SCHEMA IF NOT EXISTS ${schema}; GRANT CREATE ON SCHEMA ${schema} to the role. Or, where another role owns it: canvasback database grant.`,
  );
}

function listed(names: readonly string[]): string {
  const more = names.length - 3;
  return `${names.slice(0, 3).join(', ')}${more > 0 ? ` and ${more} more tables` : ''}`;
}
