// The delegation service's settings, from its environment, checked before anything is opened.

import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { isPostgres, problemOfSetting } from '../db/setting.ts';
import { problemOfProxy } from '../salesforce/proxy-setting.ts';
import { besideKey } from './certificate.ts';
import { delegationStore } from './db/database.ts';
import { isKmsArn } from './kms-key.ts';

export interface DelegationConfig {
  /** A file, or a database of its own on a PostgreSQL server; may hold a password. */
  readonly database: string;
  readonly socketPath: string;
  /** A file, or the ARN of a key in AWS KMS. */
  readonly signingKey: string;
  /** File; beside the key's own where that is not set. Undefined with a key in KMS alone. */
  readonly signingCertificate: string | undefined;
  /** Where keys are kept that this service makes; undefined when nothing says where. */
  readonly signingKeyFolder: string | undefined;
  /** Where the keys are that sign the audit log's checkpoints. */
  readonly auditKeyFolder: string;
  /** Said to those who look at the log; undefined: as long as the account. */
  readonly auditRetentionDays?: number | undefined;
  readonly callersFile: string;
  readonly nonceKeyFile: string;
  readonly publicOrigin: string;
  readonly issuer: string;
  readonly audience: string;
  /** Consumer key of the installation's app. */
  readonly clientId: string;
  /** Of another app that people sign in with; then no delegation app is signed in with. */
  readonly signInClientId?: string | undefined;
  /** Development only: leads Salesforce's names to a stand-in. */
  readonly salesforceProxy?: string | undefined;
  readonly production: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws with one sentence for each setting that is missing or wrong. */
export function readDelegationConfig(env: Environment, uid = process.getuid?.()): DelegationConfig {
  const problems: string[] = [];
  const need = (name: string) => {
    const value = env[name]?.trim();
    if (!value) problems.push(`${name} is not set.`);
    return value ?? '';
  };
  const needUrl = (name: string) => {
    const value = need(name);
    if (value && !/^https:\/\/[^/?#\s]+(?:\/[^?#\s]*)?$/.test(value)) {
      problems.push(`${name} must be an https address.`);
    }
    return value;
  };
  const config: DelegationConfig = {
    database: readDatabase(env, need, problems),
    socketPath: need('CANVASBACK_DELEGATION_SOCKET'),
    signingKey: absolute(need('CANVASBACK_SIGNING_KEY')),
    signingCertificate: readCertificateFile(env),
    signingKeyFolder: readKeyFolder(env),
    auditKeyFolder: readAuditKeyFolder(env, problems),
    auditRetentionDays: readRetention(env, problems),
    callersFile: need('CANVASBACK_CALLERS'),
    nonceKeyFile: need('CANVASBACK_NONCE_KEY'),
    publicOrigin: needUrl('CANVASBACK_PUBLIC_ORIGIN').replace(/\/$/, ''),
    issuer: needUrl('CANVASBACK_AUTH0_ISSUER'),
    audience: need('CANVASBACK_AUTH0_AUDIENCE'),
    clientId: need('CANVASBACK_SALESFORCE_CLIENT_ID'),
    signInClientId: env.CANVASBACK_SALESFORCE_SIGN_IN_CLIENT_ID?.trim() || undefined,
    salesforceProxy: env.CANVASBACK_SALESFORCE_PROXY?.trim() || undefined,
    // What is not said to be development is production, as in the API.
    production: (env.CANVASBACK_ENV?.trim() || 'production') !== 'development',
  };
  if (config.issuer && !config.issuer.endsWith('/'))
    problems.push('CANVASBACK_AUTH0_ISSUER must end with a slash.');
  if (env.CANVASBACK_ENV?.trim() && !/^(?:development|production)$/.test(env.CANVASBACK_ENV.trim())) {
    problems.push('CANVASBACK_ENV must be development or production.');
  }
  const wrongProxy = problemOfProxy(config.salesforceProxy, config.production ? 'production' : 'development');
  if (wrongProxy) problems.push(`CANVASBACK_SALESFORCE_PROXY ${wrongProxy}`);
  if (config.production) problems.push(...usersOf(env, uid));
  if (problems.length > 0) throw new Error(`The delegation service cannot start: ${problems.join(' ')}`);
  return config;
}

/** Recorded, and read again by a process that may have been started elsewhere. */
const absolute = (location: string) => (location && !isKmsArn(location) ? resolve(location) : location);

function readCertificateFile(env: Environment): string | undefined {
  const key = env.CANVASBACK_SIGNING_KEY?.trim() ?? '';
  return env.CANVASBACK_SIGNING_CERTIFICATE?.trim() || (isKmsArn(key) ? undefined : besideKey(key));
}

function readKeyFolder(env: Environment): string | undefined {
  const given = env.CANVASBACK_SIGNING_KEY_FOLDER?.trim();
  if (given) return resolve(given);
  const database = env.CANVASBACK_DELEGATION_DATABASE?.trim();
  const data =
    env.CANVASBACK_DELEGATION_DATA?.trim() || (database && !isPostgres(database) ? dirname(database) : '');
  return data ? join(resolve(data), 'signing-keys') : undefined;
}

/** With the signing keys that the service makes, unless it is said where. */
function readAuditKeyFolder(env: Environment, problems: string[]): string {
  const given = env.CANVASBACK_AUDIT_KEY_FOLDER?.trim();
  const folder = given ? resolve(given) : readKeyFolder(env);
  if (folder === undefined) {
    problems.push(
      'CANVASBACK_AUDIT_KEY_FOLDER or CANVASBACK_SIGNING_KEY_FOLDER must say where keys are kept.',
    );
  }
  return folder ?? '';
}

/** States what `canvasback audit retain` in a timer keeps to. */
function readRetention(env: Environment, problems: string[]): number | undefined {
  const given = env.CANVASBACK_AUDIT_RETENTION_DAYS?.trim();
  if (!given) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(given))
    problems.push('CANVASBACK_AUDIT_RETENTION_DAYS must be a whole number of days, from 1 to 99999.');
  return Number(given);
}

/** In the folder unless the other setting says where. */
function readDatabase(env: Environment, need: (name: string) => string, problems: string[]): string {
  const name = 'CANVASBACK_DELEGATION_DATABASE';
  const given = env[name]?.trim();
  if (!given) {
    const folder = need('CANVASBACK_DELEGATION_DATA');
    return folder && join(folder, 'delegation.sqlite');
  }
  const problem = problemOfSetting(given, delegationStore.schema);
  if (problem) problems.push(`${name} ${problem}`);
  return given;
}

/** One user for two processes would let one read the other's key: this one's, or the worker's. */
function usersOf(env: Environment, uid: number | undefined): string[] {
  const others = [
    ['CANVASBACK_API_UID', 'API'],
    ['CANVASBACK_WORKER_UID', 'worker'],
  ] as const;
  const problems = others.flatMap(([name, who]) => {
    const value = env[name]?.trim() ?? '';
    if (!/^\d+$/.test(value)) return [`${name} must be the numeric user id that the ${who} runs as.`];
    return Number(value) === uid
      ? [`It runs as user ${uid}, as the ${who} does. In production each needs a user of its own.`]
      : [];
  });
  const [api, worker] = others.map(([name]) => env[name]?.trim());
  if (problems.length === 0 && Number(api) === Number(worker)) {
    problems.push(
      'CANVASBACK_API_UID and CANVASBACK_WORKER_UID are one user. In production each needs its own.',
    );
  }
  return problems;
}
