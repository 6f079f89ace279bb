// Writes an audit log as the service does, with persons who are erased, texts whose time is over and keys that follow each other.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { ExportLine } from '../../core/log/verify-log.ts';
import { createAuditLog } from '../../server/audit/append.ts';
import { erasePerson, eraseTexts } from '../../server/audit/erase.ts';
import { exportLines } from '../../server/audit/export.ts';
import type { Attempt } from '../../server/audit/record.ts';
import { createLogService, type LogService } from '../../server/audit/serve.ts';
import type { AuditTables } from '../../server/audit/tables.ts';
import { inTransaction } from '../../server/db/engine.ts';
import { createLogKeys, type LogKeys } from '../../server/delegation/log-keys.ts';
import { openTestStore } from '../helpers/databases.ts';
import { logStore } from '../server/audit/log-store.ts';

/** Numbers between 0 and 1. */
export type Chance = () => number;

export const below = (chance: Chance, count: number) => Math.floor(chance() * count);
export function oneOf<T>(chance: Chance, all: readonly T[]): T {
  const one = all[below(chance, all.length)];
  if (one === undefined) throw new Error('Nothing to choose from.');
  return one;
}

export interface HonestLog {
  readonly db: Kysely<AuditTables>;
  readonly keys: LogKeys;
  readonly service: LogService;
  readonly tree: string;
  /** Attempts, an hour apart and in one transaction, until the log has so many more entries. */
  grow(entries: number): Promise<void>;
  erase(person: number): Promise<boolean>;
  /** Texts of entries that are older than `share` of the time that went by. */
  retain(share: number): Promise<boolean>;
  /** A signed note, as it is now. */
  checkpoint(): Promise<string>;
  size(): Promise<number>;
  export(): Promise<ExportLine[]>;
  close(): Promise<void>;
}

const hour = 3_600_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const orgs = ['00D5g000004XyZaEAK', '00D5g000009OtHrEAK'];

export const personOf = (number: number) => ({
  subject: `auth0|person-${String(number).padStart(5, '0')}`,
  userId: `0055g00000${String(number).padStart(5, '0')}AAW`,
  username: `person-${String(number).padStart(5, '0')}@acme.example`,
});

export interface Store {
  readonly db: Kysely<AuditTables>;
  readonly keys: LogKeys;
  close(): Promise<void>;
}

export async function openLogStore(): Promise<Store> {
  const db = await openTestStore<AuditTables>(logStore);
  const folder = mkdtempSync(join(tmpdir(), 'cb-log-'));
  const name = 'canvasback.example.com/audit';
  const keys = createLogKeys({ db, folder, name, now: () => start });
  return {
    ...{ db, keys },
    async close() {
      await db.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function honestLog(store: Store, tree: string, chance: Chance, persons = 20): HonestLog {
  const { db, keys } = store;
  const service = createLogService(db, keys);
  let time = start;
  const now = () => time;

  function attempt(): Attempt {
    const number = below(chance, persons);
    const { subject, userId, username } = personOf(number);
    const colleague = personOf(below(chance, persons));
    const kind = chance();
    return {
      ...{
        org: oneOf(chance, orgs),
        tenant: tree,
        purpose: oneOf(chance, ['compare', 'standing', 'look_up']),
      },
      ...(kind < 0.1 ? { who: 'worker', caller: 'worker' } : { who: subject, caller: 'api' }),
      // Of some the username alone is known.
      actingAs: kind > 0.9 ? { username } : { userId, username },
      component: kind > 0.8 ? `User ${colleague.userId}` : `Flow Müller_${below(chance, 50)}`,
    };
  }

  async function one(log: ReturnType<typeof createAuditLog>): Promise<number> {
    time += hour;
    const kind = chance();
    const colleague = personOf(below(chance, persons)).username;
    if (kind < 0.1) {
      await log.refusal(attempt(), { code: 'not_linked', reason: `Ask ${colleague} for a link.` });
      return 1;
    }
    const intended = await log.intent(attempt());
    if (kind < 0.15) return 1;
    const refused = {
      result: 'refused',
      code: 'not_approved',
      reason: `“${colleague}” is \\ not \n approved.`,
    } as const;
    await log.outcome(intended, kind < 0.3 ? refused : { result: 'granted' });
    return 2;
  }

  return {
    ...{ db, keys, service, tree },
    async grow(entries) {
      // The service’s own work, a commit for many instead of one for each.
      await inTransaction(db, async (transaction) => {
        const within = { ...transaction, getExecutor: () => transaction.getExecutor() };
        const joined = Object.assign(Object.create(transaction), within, {
          transaction: () => ({
            execute: <R>(work: (same: typeof transaction) => Promise<R>) => work(transaction),
          }),
        }) as Kysely<AuditTables>;
        const log = createAuditLog({ db: joined, now });
        for (let made = 0; made < entries; ) made += await one(log);
      });
    },
    async erase(person) {
      time += hour;
      const { subject, userId, username } = personOf(person);
      const key = oneOf(chance, [subject, userId, username]);
      return (await erasePerson(db, { tree, now }, key)) !== undefined;
    },
    async retain(share) {
      time += hour;
      return (await eraseTexts(db, { tree, now }, start + (time - start) * share)) !== undefined;
    },
    checkpoint: async () => (await service.growth(tree, 0)).checkpoint,
    size: async () => (await service.growth(tree, 0)).size,
    async export() {
      const lines: ExportLine[] = [];
      for await (const line of exportLines(db, service, tree)) lines.push(JSON.parse(JSON.stringify(line)));
      return lines;
    },
    close: () => store.close(),
  };
}
