// Reads settings from the environment: what each kind of setting looks like, and what is said when it is wrong.

import { accessSync, constants, statSync } from 'node:fs';
import process from 'node:process';
import { apiStore, databaseIn } from './db/database.ts';
import { problemOfSetting } from './db/setting.ts';
import { type Networks, networksOf } from './networks.ts';
import { problemOfProxy } from './salesforce/proxy-setting.ts';

/** The message names the variable and says what is wrong with it. */
export class ConfigError extends Error {
  constructor(variable: string, problem: string) {
    super(`${variable} ${problem}`);
    this.name = 'ConfigError';
  }
}

export type Env = Readonly<Record<string, string | undefined>>;

export function optional(env: Env, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

export function required(env: Env, name: string): string {
  const value = optional(env, name);
  if (value === undefined) throw new ConfigError(name, 'is not set.');
  return value;
}

export function list(env: Env, name: string): string[] {
  const items = required(env, name)
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
  if (items.length === 0) throw new ConfigError(name, 'lists nothing.');
  return items;
}

/** A file that this process can read. */
export function file(env: Env, name: string): string {
  const path = required(env, name);
  try {
    accessSync(path, constants.R_OK);
    if (statSync(path).isFile()) return path;
  } catch {
    throw new ConfigError(name, `names ${path}, which is missing or unreadable.`);
  }
  throw new ConfigError(name, `names ${path}, which is not a file.`);
}

/** A file that no other user of this machine can read. */
export function privateFile(env: Env, name: string): string {
  const path = file(env, name);
  const { mode, uid } = statSync(path);
  if (mode & 0o077) {
    const shown = (mode & 0o777).toString(8).padStart(4, '0');
    throw new ConfigError(
      name,
      `names ${path}, which is open to others (mode ${shown}). Run: chmod 600 ${path}`,
    );
  }
  const own = process.getuid?.();
  if (own !== undefined && uid !== own && uid !== 0) {
    throw new ConfigError(
      name,
      `names ${path}, which belongs to user ${uid}, not to this process's user ${own}.`,
    );
  }
  return path;
}

/** Addresses and networks; undefined where none are set. */
export function readNetworks(env: Env, name: string): Networks | undefined {
  if (optional(env, name) === undefined) return undefined;
  try {
    return networksOf(list(env, name));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      name,
      `must list addresses or networks, such as 203.0.113.7, 2001:db8::/48: ${(error as Error).message}`,
    );
  }
}

export function readMode(env: Env): 'development' | 'production' {
  // What is not said to be development is production.
  const mode = optional(env, 'CANVASBACK_ENV') ?? 'production';
  if (mode === 'development' || mode === 'production') return mode;
  throw new ConfigError('CANVASBACK_ENV', 'must be development or production.');
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

export function readLogLevel(env: Env): string {
  const level = optional(env, 'CANVASBACK_LOG_LEVEL') ?? 'info';
  if (!logLevels.includes(level)) {
    throw new ConfigError('CANVASBACK_LOG_LEVEL', `must be one of ${logLevels.join(', ')}.`);
  }
  return level;
}

/** In the data folder unless the other setting says where. */
export function readDatabase(env: Env): string {
  const name = 'CANVASBACK_DATABASE';
  const value = optional(env, name);
  if (value === undefined) return databaseIn(required(env, 'CANVASBACK_DATA'));
  const problem = problemOfSetting(value, apiStore.schema);
  if (problem) throw new ConfigError(name, problem);
  return value;
}

/** Development only. */
export function salesforceProxy(env: Env, mode: 'development' | 'production'): string | undefined {
  const name = 'CANVASBACK_SALESFORCE_PROXY';
  const value = optional(env, name);
  const problem = problemOfProxy(value, mode);
  if (problem) throw new ConfigError(name, problem);
  return value;
}
