// Every component of the sample org as a live org gives it is what was committed, but for what its story says is not.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComponentKey, metadataTypes } from '../../../core/component.ts';
import { compareVersions } from '../../../server/compare/compare-versions.ts';
import { attachProject } from '../../../server/history/import.ts';
import { lastCommitted } from '../../../server/history/versions.ts';
import type { JobHandle } from '../../../server/salesforce/client.ts';
import { listStamps, type Stamp } from '../../../server/salesforce/readers/list-stamps.ts';
import {
  batchOf,
  type LiveComponent,
  type LiveRef,
  readLiveMany,
} from '../../../server/salesforce/readers/read-live.ts';
import { makeWorld, type World } from '../history/world.ts';
import { createOrgsWorld, integration, type OrgsWorld, orgId } from '../orgs/world.ts';

let world: OrgsWorld;
let history: World;
let handle: JobHandle;
let listed: Stamp[];

const nameOf = ({ type, fullName }: ComponentKey) => `${type} ${fullName}`;

beforeAll(async () => {
  world = await createOrgsWorld();
  history = await makeWorld();
  const { problems, refused } = await attachProject(history, { orgId, dir: world.project, rev: 'main' });
  expect([problems, refused]).toEqual([[], []]);
  await world.connect(await world.person('ada@acme.example'), 'ada.king@acme.example', integration);
  handle = await world.openSync();
  // Of standard value sets a list gives all the names there are, whether or not an org has them.
  listed = await listStamps(
    handle,
    metadataTypes.filter((type) => type !== 'StandardValueSet'),
  );
});
afterAll(async () => {
  await handle?.close();
  await history?.close();
  await world?.stop();
});

test('the live org lists what was committed, and nothing else', async () => {
  const rows = await history.db
    .selectFrom('components')
    .select(['type', 'full_name'])
    .where('path', 'is not', null)
    .execute();
  const committed = rows.map((row) => `${row.type} ${row.full_name}`);
  expect(listed.map(nameOf).sort()).toEqual(committed.sort());
  expect(listed.length).toBeGreaterThanOrEqual(150);
});

test('six of them differ from what was committed; the others are in sync', async () => {
  const differ: string[] = [];
  for (const type of metadataTypes) {
    const stamps = listed.filter((stamp) => stamp.type === type);
    for (let at = 0; at < stamps.length; at += batchOf(type)) {
      const refs = stamps.slice(at, at + batchOf(type)).map(refTo);
      for (const [index, live] of (await readLiveMany(handle, refs)).entries())
        differ.push(...(await differenceOf(refs[index] as Wanted, live)));
    }
  }
  expect(differ.sort()).toEqual([
    'CustomField Loan_Application__c.Interest_Rate__c: 1',
    'Flow Route_New_Leads: 2',
    'Layout Loan_Application__c-Loan Application Layout: 1',
    'LightningComponentBundle complaintTimer: 1',
    'Profile Branch Advisor: 2',
    'ValidationRule Loan_Application__c.Term_From_6_To_120: 1',
  ]);
});

type Wanted = LiveRef & ComponentKey;

const refTo = (stamp: Stamp): Wanted => {
  const { type, fullName, id } = stamp;
  return { type, fullName, id, listed: stamp };
};

async function differenceOf(of: Wanted, live: LiveComponent | undefined): Promise<string[]> {
  const { type, fullName } = of;
  const committed = await lastCommitted(history, { orgId, type, fullName });
  if (!live || !committed) return [`${nameOf(of)}: ${live ? 'not committed' : 'not read'}`];
  const { same, changeCount } = await compareVersions(committed.source, live.source);
  return same ? [] : [`${nameOf(of)}: ${changeCount}`];
}
