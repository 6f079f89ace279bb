// Who erases on PostgreSQL while somebody else looks at the database is told why it takes a while, and nothing stays.

import { afterEach, expect, test } from 'vitest';
import { purge } from '../../../server/history/purge/purge.ts';
import { asSuperuser } from '../../helpers/databases.ts';
import { apex, secret, take } from '../../server/history/purge-world.ts';
import { makeWorld, orgId, type World } from '../../server/history/world.ts';
import { type AuditWorld, ada, fill, makeAuditWorld, tenant } from '../audit-world.ts';

let log: AuditWorld | undefined;
let history: World | undefined;
afterEach(async () => {
  log?.remove();
  await history?.close();
  log = history = undefined;
});

/** Somebody’s look at the tests’ database, as a dump or a report makes one; `work` gets its process and its end. */
const beside = (work: (pid: number, end: () => Promise<unknown>) => Promise<void>) =>
  asSuperuser(async (client) => {
    await client.query('begin isolation level repeatable read');
    const { rows } = await client.query('select pg_backend_pid() as pid');
    await work(rows[0].pid, () => client.query('commit'));
  }, 'tests');

test('`audit erase` names the process that it waits for', async () => {
  log = await makeAuditWorld();
  const db = await log.open();
  await fill(db, 3);
  await beside(async (pid, end) => {
    const known = db.selectFrom('audit_people').select('person').where('key', '=', ada.subject);
    expect(await known.execute()).toHaveLength(1);
    const ran = log?.audit('erase', '--tenant', tenant, '--yes', ada.subject);
    await expect.poll(() => known.execute(), { timeout: 60_000 }).toEqual([]);
    setTimeout(end, 1_500);
    expect(await ran).toMatchObject({ code: 0, err: '' });
    expect((await ran)?.out).toMatch(new RegExp(`no transaction .*\\b${pid}\\b.* is older; waiting`));
  });
  await db.destroy();
});

test('so does a purge', async () => {
  history = await makeWorld();
  await take(history, apex('Billing', `class Billing { /* ${secret} */ }\n`));
  const world = history;
  await beside(async (pid, end) => {
    const waited: (readonly number[])[] = [];
    await purge(world, {
      orgId,
      wanted: { kind: 'text', texts: [secret] },
      olderTransactions(pids) {
        waited.push(pids);
        void end();
      },
    });
    expect(waited).toEqual([expect.arrayContaining([pid])]);
  });
});
