// Lets Kysely speak to node:sqlite, and says in plain words when a file cannot serve as a database.

import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { isShared } from '../data-folder.ts';
import { AppError } from '../errors.ts';
import { DatabaseUnusable } from './unusable.ts';

/** SQLite's primary result code of an error, or undefined when it is none of SQLite's. */
export function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

const READONLY = 8;
const CORRUPT = 11;
const BUSY = 5;
const FULL = 13;
const CANT_OPEN = 14;
const NOT_A_DATABASE = 26;

const problems: Readonly<Record<number, string>> = {
  [READONLY]: 'it, or its folder, is read-only for this user.',
  [CORRUPT]: 'it is damaged. Restore it from a backup, or move it away and start again.',
  [BUSY]: 'another process holds it. Stop that process, then try again.',
  [CANT_OPEN]: 'it cannot be opened. Check that its folder exists and that this user may write there.',
  [NOT_A_DATABASE]: 'it is not a database. Restore it from a backup, or move it away and start again.',
};

/** Turns SQLite's error on opening into a sentence; any other error passes unchanged. */
export function explainOpening(file: string, error: unknown): unknown {
  const problem = problems[sqliteCode(error) ?? -1];
  return problem ? new DatabaseUnusable(file, problem, error) : error;
}

/** Opens the file durably: WAL, an fsync for each commit, foreign keys, patience for other processes. */
export function openFile(file: string, patienceMs = 5000): DatabaseSync {
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const raw = new DatabaseSync(file, { timeout: patienceMs, enableForeignKeyConstraints: true });
    try {
      raw.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF');
      const check = raw.prepare('PRAGMA quick_check(1)').get();
      if (check?.quick_check !== 'ok') throw new DatabaseUnusable(file, problems[CORRUPT] ?? '', check);
      if (file !== ':memory:') keepPrivate(file);
      return raw;
    } catch (error) {
      raw.close();
      throw error;
    }
  } catch (error) {
    throw explainOpening(file, error);
  }
}

/** SQLite gives the files beside it the same mode. Only its owner can change it, and need not twice. */
function keepPrivate(file: string): void {
  const wanted = isShared(dirname(file)) ? 0o660 : 0o600;
  if ((statSync(file).mode & 0o777) !== wanted) chmodSync(file, wanted);
}

const cacheSize = 200;

/** The part of better-sqlite3 that Kysely asks for; statements are prepared once and kept. */
export function forKysely(raw: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => raw.close(),
    prepare(sql) {
      // A transaction that may write takes its lock first: a later upgrade could only fail.
      const text = sql === 'begin' ? 'begin immediate' : sql;
      const known = kept.get(text);
      if (known) return known;
      const made = sql === 'rollback' ? rollback(raw) : adapt(raw.prepare(text));
      if (kept.size >= cacheSize) kept.delete(kept.keys().next().value ?? '');
      kept.set(text, made);
      return made;
    },
  };
}

/** On a full disk SQLite has ended the transaction itself; ending it again would hide why. */
function rollback(raw: DatabaseSync): SqliteStatement {
  const run = () => {
    if (raw.isTransaction) raw.exec('rollback');
    return { changes: 0, lastInsertRowid: 0 };
  };
  return { reader: false, all: () => [], run, iterate: () => [][Symbol.iterator]() };
}

function adapt(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guarded(() => statement.all(...bindable(parameters))),
    run: (parameters) => guarded(() => statement.run(...bindable(parameters))),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

/** No room left is a failure the caller can act on; SQLite has undone the statement. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteCode(error) === FULL ? new AppError('storage_full', { cause: error }) : error;
  }
}

function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => (typeof value === 'boolean' ? Number(value) : (value as SQLInputValue)));
}
