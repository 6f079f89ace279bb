// The worker's settings, read from the environment once and checked; a wrong one is named with what to do.

import process from 'node:process';
import type { Networks } from './networks.ts';
import {
  ConfigError,
  type Env,
  optional,
  privateFile,
  readDatabase,
  readLogLevel,
  readMode,
  readNetworks,
  salesforceProxy as readSalesforceProxy,
  required,
} from './read-env.ts';

export interface WorkerConfig {
  readonly env: 'development' | 'production';
  readonly logLevel: string;
  /** The API's data folder: what the worker reads of an org is committed there. */
  readonly data: string;
  /** The API's database. */
  readonly database: string;
  /** Development only: leads Salesforce's names to a stand-in. */
  readonly salesforceProxy?: string;
  readonly delegationSocket: string;
  /** Of the one caller that may act as an org's integration user. */
  readonly workerKey: string;
  /** How often an org's login history is compared with the tokens that were asked for. */
  readonly reconcileEveryMs: number;
  /** Where the delegation service's calls leave from, as Salesforce sees them; undefined: not said. */
  readonly egress?: Networks;
  /** Where calls of other installations leave from whose app bears the same name. */
  readonly otherInstallations?: Networks;
}

export function readWorkerConfig(env: Env, uid = process.getuid?.()): WorkerConfig {
  const mode = readMode(env);
  if (mode === 'production') refuseSharedUser(env, uid);
  const salesforceProxy = readSalesforceProxy(env, mode);
  const egress = readNetworks(env, 'CANVASBACK_EGRESS_ADDRESSES');
  const otherInstallations = readNetworks(env, 'CANVASBACK_OTHER_INSTALLATIONS');
  return {
    env: mode,
    logLevel: readLogLevel(env),
    data: required(env, 'CANVASBACK_DATA'),
    database: readDatabase(env),
    ...(salesforceProxy ? { salesforceProxy } : {}),
    delegationSocket: required(env, 'CANVASBACK_DELEGATION_SOCKET'),
    workerKey: privateFile(env, 'CANVASBACK_WORKER_KEY'),
    reconcileEveryMs: readMinutes(env, 'CANVASBACK_RECONCILE_MINUTES', 15) * 60_000,
    ...(egress ? { egress } : {}),
    ...(otherInstallations ? { otherInstallations } : {}),
  };
}

/** From a minute to an hour: later would be too late for an alarm. */
function readMinutes(env: Env, name: string, usual: number): number {
  const value = optional(env, name);
  if (value === undefined) return usual;
  const minutes = Number(value);
  if (!/^\d+$/.test(value) || minutes < 1 || minutes > 60) {
    throw new ConfigError(name, 'must be a whole number of minutes, from 1 to 60.');
  }
  return minutes;
}

/** One user for both processes would let the API read the worker's key, and its memory. */
function refuseSharedUser(env: Env, uid: number | undefined): void {
  const name = 'CANVASBACK_API_UID';
  const apiUid = optional(env, name);
  if (!/^\d+$/.test(apiUid ?? '')) {
    throw new ConfigError(name, 'must be the numeric user id that the API runs as.');
  }
  if (Number(apiUid) === uid) {
    throw new ConfigError(
      name,
      `is ${uid}, the user of this process. In production each needs a user of its own.`,
    );
  }
}
