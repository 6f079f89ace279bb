// A log that an earlier version wrote, a hash chain for each org, becomes trees that verify and can be searched.

import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../core/log/canonical.ts';
import { verifyLog } from '../../../core/log/verify-log.ts';
import { createAuditLog } from '../../../server/audit/append.ts';
import { exportLines } from '../../../server/audit/export.ts';
import { attemptsMigration, auditMigration, type FirstTables } from '../../../server/audit/first-tables.ts';
import { logTools } from '../../../server/audit/hash.ts';
import { listAttempts } from '../../../server/audit/list.ts';
import { createLogService } from '../../../server/audit/serve.ts';
import type { AuditTables } from '../../../server/audit/tables.ts';
import { openStore } from '../../../server/db/database.ts';
import { openLogStore } from '../../audit-verifier/honest-log.ts';
import { newSetting } from '../../helpers/databases.ts';
import { logStore } from './log-store.ts';

const org = '00D5g000004XyZaEAK';
const other = '00D5g000009OtHrEAK';
const ada = { userId: '0055g000001AdaKAAW', username: 'ada@acme.example' };
const mia = '0055g000001MiaKAAW';

/** As that version wrote them: version 1, persons in plain, the org for a log. */
async function writeFirst(db: Kysely<FirstTables>): Promise<void> {
  const sizes = new Map<string, number>();
  const add = async (tree: string, kind: string, ref: string, facts: object) => {
    const idx = sizes.get(tree) ?? 0;
    sizes.set(tree, idx + 1);
    const at = 1_000 + idx;
    const entry = canonicalJson({ v: 1, tree, index: idx, kind, ref, at, ...facts });
    await db
      .insertInto('audit_entries')
      .values({ tree, idx, kind, ref, at, entry, leaf_hash: `leaf ${idx}`, chain_hash: `chain ${idx}` })
      .execute();
    if (kind === 'outcome') return;
    const { who, purpose, component = null } = facts as { who: string; purpose: string; component?: string };
    const result = kind === 'refusal' ? 'refused' : 'pending';
    await db
      .insertInto('audit_attempts')
      .values({ tree, idx, ref, at, who, purpose, component, result })
      .execute();
  };
  const asked = { who: 'auth0|ada', caller: 'api', purpose: 'compare', actingAs: ada };
  await add(org, 'intent', 'a', { ...asked, component: 'Flow Route', jobId: 'job-1' });
  await add(org, 'outcome', 'a', { result: 'granted' });
  await add(org, 'intent', 'b', { ...asked, component: `User ${mia}` });
  await add(org, 'outcome', 'b', { result: 'refused', code: 'not_approved', reason: 'Ada is not approved.' });
  await add(org, 'refusal', 'c', {
    who: 'not proven',
    caller: 'api',
    purpose: 'compare',
    code: 'x',
    reason: 'No.',
  });
  await add(org, 'intent', 'd', {
    who: 'worker',
    caller: 'worker',
    purpose: 'sync',
    actingAs: { username: 'Int@x' },
  });
  await add(other, 'refusal', 'e', { ...asked, code: 'not_linked', reason: 'No link.' });
  for (const [tree, size] of sizes)
    await db.insertInto('audit_heads').values({ tree, size, chain_hash: 'chain' }).execute();
}

test('is converted, verifies, can be searched, and goes on', async () => {
  const setting = await newSetting();
  const before = await openStore<FirstTables>(setting, {
    ...logStore,
    migrations: [auditMigration, attemptsMigration],
  });
  await writeFirst(before);
  await before.destroy();
  const db = await openStore<AuditTables>(setting, logStore);
  const { keys, close } = await openLogStore();
  const service = createLogService(db, keys);
  const verify = async (tree: string, kept: readonly string[]) => {
    const { vkey: key } = await keys.current();
    return verifyLog(exportLines(db, service, tree), { tools: logTools, key, kept });
  };
  try {
    const kept = [(await service.growth(org, 0)).checkpoint];
    expect(await verify(org, kept)).toMatchObject({
      entries: 6,
      findings: [],
      kept: [{ size: 6, state: 'kept' }],
    });
    expect(await verify(other, [])).toMatchObject({ entries: 1, findings: [] });
    const found = await listAttempts(db, { org, trees: [org] });
    expect(
      found.map(({ who, actingAs, component, outcome, code, reason }) => [
        who,
        actingAs,
        component,
        outcome,
        code,
        reason,
      ]),
    ).toEqual([
      ['worker', 'Int@x', undefined, 'pending', undefined, undefined],
      ['not proven', '', undefined, 'refused', 'x', 'No.'],
      ['auth0|ada', ada.username, `User ${mia}`, 'refused', 'not_approved', 'Ada is not approved.'],
      ['auth0|ada', ada.username, 'Flow Route', 'granted', undefined, undefined],
    ]);
    const refused = await listAttempts(db, { org, trees: [org], whos: ['auth0|ada'], outcomes: ['refused'] });
    expect(refused.map(({ index }) => index)).toEqual([2]);
    // Persons stand beside the entries now.
    const texts = await db.selectFrom('audit_texts').select('entry').execute();
    for (const { entry } of texts) expect(entry).not.toMatch(/ada@|auth0|0055g|Int@x/);
    const log = createAuditLog({ db, now: () => 2_000 });
    expect(await log.settle('The process stopped.')).toBe(1);
    await log.intent({ org, tenant: org, who: 'auth0|ada', caller: 'api', purpose: 'compare' });
    expect(await verify(org, kept)).toMatchObject({
      entries: 8,
      findings: [],
      kept: [{ size: 6, state: 'kept' }],
    });
  } finally {
    await close();
    await db.destroy();
  }
});
