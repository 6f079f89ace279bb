// Appends to a log in a process of its own, writes down what it was told is durable, and dies at the statement that the test names.
// Usage: node append-and-die.ts SETTING KEYFOLDER REPORT STATEMENT before|after

import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { createAuditLog } from '../../../server/audit/append.ts';
import { createLogService } from '../../../server/audit/serve.ts';
import type { AuditTables } from '../../../server/audit/tables.ts';
import { openStore } from '../../../server/db/database.ts';
import { createLogKeys } from '../../../server/delegation/log-keys.ts';
import { logStore } from './log-store.ts';

const [setting = '', folder = '', report = '', nth = '', side = ''] = process.argv.slice(2);
let left = 0;
/** Of those that reach the database, begin and commit among them. */
const isDue = () => left > 0 && --left === 0;
const die = () => process.kill(process.pid, 'SIGKILL');

type Method = (this: unknown, ...args: unknown[]) => unknown;
/** Wraps a driver’s own method. */
function dieAt(prototype: object, name: string): void {
  const methods = prototype as Record<string, Method>;
  const real = methods[name];
  methods[name] = function (...args) {
    const due = isDue();
    if (due && side === 'before') die();
    const answer = real?.apply(this, args);
    if (due && answer instanceof Promise) return answer.finally(die);
    if (due) die();
    return answer;
  };
}
const statement = Object.getPrototypeOf(new DatabaseSync(':memory:').prepare('select 1')) as object;
dieAt(statement, 'run');
dieAt(statement, 'all');
dieAt(pg.Client.prototype, 'query');

const db = await openStore<AuditTables>(setting, logStore);
const keys = createLogKeys({ db, folder, name: 'canvasback.example.com/audit', now: Date.now });
const log = createAuditLog({ db, now: Date.now });
const service = createLogService(db, keys);
await keys.current();

const attempt = {
  ...{ org: '00D5g000004XyZaEAK', tenant: 'acme', caller: 'api', purpose: 'compare' },
  ...{ who: `auth0|${nth}`, actingAs: { userId: '0055g000001AdaKAAW', username: 'ada@acme.example' } },
};
const told = (what: string, value: string) => appendFileSync(report, `${JSON.stringify([what, value])}\n`);
left = Number(nth);
for (;;) {
  const intended = await log.intent(attempt);
  told('intent', intended.ref);
  told('checkpoint', (await service.growth('acme', 0)).checkpoint);
  await log.outcome(intended, { result: 'granted' });
  told('outcome', intended.ref);
}
