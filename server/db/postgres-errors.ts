// PostgreSQL's failures: what a caller can act on while we run, and a sentence for whoever starts us.

import { AppError } from '../errors.ts';
import { describeSetting, type PostgresSetting } from './setting.ts';
import { DatabaseUnusable } from './unusable.ts';

/** SQLSTATE, Node's code, or nothing. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

const away = /^(?:08\w{3}|57P0[1-5]|53300|25006|E[A-Z_]{4,})$/;
const awayWords =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

function isAway(error: unknown): boolean {
  return away.test(codeOf(error)) || (error instanceof Error && awayWords.test(error.message));
}

/** Values of rows stand in these; they must not reach a log. */
const withValues = ['detail', 'where', 'hint', 'internalQuery', 'query', 'parameters', 'client'] as const;

/** Turns an error of a statement into what a caller can act on; any other keeps its code and its first line. */
export function explainStatement(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof Error) for (const name of withValues) Reflect.deleteProperty(error, name);
  if (codeOf(error) === '53100') return new AppError('storage_full', { cause: error });
  return isAway(error) ? new AppError('database_unavailable', { cause: error }) : error;
}

const nodeProblems: readonly (readonly [RegExp, string])[] = [
  [/^ENOTFOUND$|^EAI_/, 'its server’s name is not known. Check the host in the setting.'],
  [/^CERT_HAS_EXPIRED$/, 'the certificate of its server has expired. Renew it there.'],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'the certificate of its server is for another name. Write the host as the certificate does.',
  ],
  [
    /CERT|^UNABLE_TO_|^ERR_SSL|^ERR_TLS/,
    'the certificate of its server is not trusted here. Name its authority’s file in sslrootcert.',
  ],
  [/^(?:ENOENT|EACCES)$/, 'there is no socket to reach its server by. Check the folder in the setting.'],
  [/^E[A-Z_]{4,}$/, 'its server does not answer. Check that it runs, and the host and port in the setting.'],
];

/** Turns an error on opening into a sentence; one that is none of the server's passes unchanged. */
export function explainConnecting(setting: PostgresSetting, thrown: unknown): unknown {
  const error = thrown instanceof AppError ? thrown.cause : thrown;
  if (error instanceof DatabaseUnusable || !(error instanceof Error)) return error;
  const problem = problemOf(setting, error);
  return problem === undefined ? error : new DatabaseUnusable(describeSetting(setting), problem, error);
}

function problemOf({ user, database, schema }: PostgresSetting, error: Error): string | undefined {
  switch (codeOf(error)) {
    case '28P01':
      return `the password of the role ${user} is wrong, or there is no such role.`;
    case '28000':
      return `the server does not let ${user} in (${error.message}). Check the role and pg_hba.conf.`;
    case '3D000':
      return `there is no database ${database}. Create it: CREATE DATABASE ${database} OWNER ${user}.`;
    case '42501':
      return `the role ${user} lacks a right (${error.message}). As a superuser: CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${user}. Or, where another role owns the schema: canvasback database grant.`;
    case '53300':
      return 'its server has no connection left. Raise max_connections there, or lower pool in the setting.';
    case '57P03':
      return 'its server is starting up. Try again in a moment.';
  }
  if (/SASL.*password/.test(error.message)) {
    return `the role ${user} needs a password. Name its file in password_file.`;
  }
  if (/does not support SSL/.test(error.message)) {
    return 'its server offers no TLS. Set ssl = on there.';
  }
  const code = codeOf(error);
  const known = nodeProblems.find(([pattern]) => pattern.test(code))?.[1];
  return known ?? (isAway(error) ? nodeProblems.at(-1)?.[1] : undefined);
}
