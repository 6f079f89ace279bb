// The lock beside an org's repository that every process takes: many may write by git's own rules, a purge is alone.

import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { folderMode, isShared } from '../data-folder.ts';
import { sqliteCode } from '../db/sqlite.ts';
import { AppError } from '../errors.ts';

export interface WriterLock {
  /** Beside others that write. Waits while a purge runs. */
  shared<T>(work: () => Promise<T>): Promise<T>;
  /** Without any other. `waiting` hears once that somebody else has it. */
  alone<T>(work: () => Promise<T>, waiting?: () => void): Promise<T>;
  close(): void;
}

const BUSY = 5;
const lookMs = 50;
/** While this process waits inside SQLite, no other may begin: it cannot be kept out for ever. */
const patienceMs = 200;

/** Node has no locks of files, SQLite has: an empty file as its database. The system lets go of it when a process dies. */
export function createWriterLock(file: string): WriterLock {
  let open: DatabaseSync | undefined;
  let closed = false;

  const opened = () => {
    open ??= openLock(file);
    return open;
  };

  async function take(begin: (db: DatabaseSync) => void, waiting?: () => void): Promise<DatabaseSync> {
    for (let told = false; ; ) {
      if (closed) throw new AppError('history_reading');
      try {
        begin(opened());
        return opened();
      } catch (error) {
        if (open?.isTransaction) open.exec('ROLLBACK');
        if (sqliteCode(error) !== BUSY) throw error;
      }
      if (!told) waiting?.();
      told = true;
      await setTimeout(lookMs);
    }
  }

  async function holding<T>(db: DatabaseSync, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      if (db.isOpen && db.isTransaction) db.exec('ROLLBACK');
    }
  }

  return {
    async shared(work) {
      const db = await take((each) => {
        each.exec('PRAGMA busy_timeout = 0; BEGIN; SELECT count(*) FROM sqlite_schema');
      });
      return holding(db, work);
    },
    async alone(work, waiting) {
      const db = await take((each) => {
        each.exec(`PRAGMA busy_timeout = ${patienceMs}; BEGIN EXCLUSIVE`);
      }, waiting);
      return holding(db, work);
    },
    close() {
      closed = true;
      if (open?.isOpen && !open.isTransaction) open.close();
      open = undefined;
    },
  };
}

function openLock(file: string): DatabaseSync {
  const folder = dirname(file);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: folderMode(folder) });
  // SQLite would make it for its owner alone, and API and worker may be two users.
  closeSync(openSync(file, 'a', isShared(folder) ? 0o660 : 0o600));
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    // Nothing is ever written, and so no room is needed. Who holds the lock alone is in the way of this, too.
    db.exec('PRAGMA journal_mode = MEMORY');
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}
