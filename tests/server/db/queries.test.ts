// Queries of members, components and versions: what they keep apart, and what they keep.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findComponentRow, losersOf, putPlaces, putStamp, putState } from '../../../server/db/components.ts';
import type { Database } from '../../../server/db/database.ts';
import { findHistorySource, moveIndexedTip, putHistorySource } from '../../../server/db/history-sources.ts';
import { findMember, listMembers, putMember } from '../../../server/db/members.ts';
import { addTenant, findTenant, findTenantByName } from '../../../server/db/tenants.ts';
import {
  countVersions,
  findVersionRow,
  insertVersionRows,
  listVersionRows,
  type NewVersionRow,
} from '../../../server/db/versions.ts';
import { openTestDatabase } from '../../helpers/databases.ts';

const orgId = '00D5g000004XyZaEAK';
let db: Database;

beforeEach(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.destroy());

describe('members', () => {
  beforeEach(async () => {
    await addTenant(db, { id: 'acme', name: 'Acme' }, 1);
    await addTenant(db, { id: 'else', name: 'Else' }, 1);
  });

  test('are found by subject, with what they may do', async () => {
    await putMember(db, { tenantId: 'acme', subject: 'auth0|ada', name: 'Ada', role: 'viewer' }, 1);
    await putMember(db, { tenantId: 'acme', subject: 'auth0|ada', name: 'Ada King', role: 'owner' }, 2);
    expect(await findMember(db, 'auth0|ada')).toEqual({
      tenantId: 'acme',
      subject: 'auth0|ada',
      name: 'Ada King',
      role: 'owner',
    });
    expect(await findMember(db, 'auth0|zoe')).toBeUndefined();
    expect(await listMembers(db, 'acme')).toHaveLength(1);
    expect(await listMembers(db, 'else')).toHaveLength(0);
  });

  test('another tenant cannot take one over', async () => {
    const ada = { subject: 'auth0|ada', name: 'Ada', role: 'owner' } as const;
    expect(await putMember(db, { tenantId: 'acme', ...ada }, 1)).toBe(true);
    expect(await putMember(db, { tenantId: 'else', ...ada }, 2)).toBe(false);
    expect((await findMember(db, 'auth0|ada'))?.tenantId).toBe('acme');
  });

  test('need a tenant', async () => {
    const zoe = { tenantId: 'none', subject: 'auth0|zoe', name: 'Zoe', role: 'owner' } as const;
    await expect(putMember(db, zoe, 1)).rejects.toThrow(/FOREIGN KEY/i);
    expect(await findTenant(db, 'none')).toBeUndefined();
    expect(await findTenantByName(db, 'Acme')).toEqual({ id: 'acme', name: 'Acme' });
  });
});

const place = (fullName: string, path: string | null = `${fullName}.cls`, losers: string[] = []) => ({
  orgId,
  type: 'ApexClass' as const,
  fullName,
  path,
  losers,
});

const stamp = (fullName: string, id: string) => ({
  type: 'ApexClass' as const,
  fullName,
  id,
  lastModifiedAt: 5,
  lastModifiedById: '005x',
  lastModifiedByName: 'Ada King',
});

describe('components', () => {
  test('are found by the first 15 characters of an id, and those are case-sensitive', async () => {
    await putStamp(db, orgId, stamp('Lead', '01p5g00000AbCdEAAX'), 9);
    const find = (id: string) => findComponentRow(db, { orgId, type: 'ApexClass', id });
    expect((await find('01p5g00000AbCdE'))?.full_name).toBe('Lead');
    expect((await find('01p5g00000AbCdEAAX'))?.full_name).toBe('Lead');
    expect(await find('01p5g00000AbCDE')).toBeUndefined();
    expect(await findComponentRow(db, { orgId, type: 'Flow', id: '01p5g00000AbCdE' })).toBeUndefined();
    const other = { orgId: '00D000000000000AAA', type: 'ApexClass' as const, id: '01p5g00000AbCdE' };
    expect(await findComponentRow(db, other)).toBeUndefined();
  });

  test('an unknown id falls back to the name', async () => {
    await putPlaces(db, [place('Lead')]);
    const of = { orgId, type: 'ApexClass' as const, id: '01p000000000000', fullName: 'Lead' };
    expect((await findComponentRow(db, of))?.path).toBe('Lead.cls');
  });

  test('places, stamps and states do not overwrite each other', async () => {
    await putPlaces(db, [place('Lead')]);
    await putStamp(db, orgId, stamp('Lead', '01p5g00000AbCdE'), 9);
    await putState(db, place('Lead'), 'drifted', 10);
    await putPlaces(db, [place('Lead', 'moved/Lead.cls', ['b/Lead.cls'])]);
    const row = await findComponentRow(db, { orgId, type: 'ApexClass', fullName: 'Lead' });
    expect(row).toMatchObject({
      path: 'moved/Lead.cls',
      salesforce_id: '01p5g00000AbCdE',
      last_modified_by_name: 'Ada King',
      state: 'drifted',
      compared_at: 10,
      seen_at: 9,
    });
    expect(row && losersOf(row)).toEqual(['b/Lead.cls']);
  });

  test('a renamed component takes its id along', async () => {
    await putStamp(db, orgId, stamp('Old', '01p5g00000AbCdEAAX'), 9);
    await putStamp(db, orgId, stamp('New', '01p5g00000AbCdEAAX'), 10);
    const row = await findComponentRow(db, { orgId, type: 'ApexClass', id: '01p5g00000AbCdE' });
    expect(row?.full_name).toBe('New');
    const old = await findComponentRow(db, { orgId, type: 'ApexClass', fullName: 'Old' });
    expect(old?.salesforce_id).toBeNull();
  });
});

const versionRow = (seq: number, fullName = 'Lead'): NewVersionRow => ({
  org_id: orgId,
  type: 'ApexClass',
  full_name: fullName,
  seq,
  commit_id: seq.toString(16).padStart(40, '0'),
  kind: 'changed',
  at: seq,
  author_name: 'Ada',
  author_certainty: 'certain',
  author_evidence: 'Git author',
  summary: '',
  changes: 1,
  noise: 0,
  message: '',
  files: '[]',
  origin: 'imported',
});

describe('versions', () => {
  const of = { orgId, type: 'ApexClass' as const, fullName: 'Lead' };

  test('come newest first, page by page', async () => {
    await putPlaces(db, [place('Lead'), place('Other')]);
    await insertVersionRows(
      db,
      Array.from({ length: 250 }, (_, index) => versionRow(index + 1)),
    );
    await insertVersionRows(db, [versionRow(1, 'Other')]);
    expect(await countVersions(db, of)).toBe(250);
    const seen: number[] = [];
    for (let before: number | undefined; ; before = seen.at(-1)) {
      const rows = await listVersionRows(db, of, { limit: 100, before });
      if (rows.length === 0) break;
      seen.push(...rows.map(({ seq }) => seq));
    }
    expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => 250 - index));
    expect((await findVersionRow(db, of, '7'.padStart(40, '0')))?.seq).toBe(7);
    expect(await findVersionRow(db, of, 'f'.repeat(40))).toBeUndefined();
  });

  test('a number is given once', async () => {
    await putPlaces(db, [place('Lead')]);
    await insertVersionRows(db, [versionRow(1)]);
    await expect(insertVersionRows(db, [versionRow(1)])).rejects.toThrow(/UNIQUE/i);
  });
});

describe('history sources', () => {
  test('the index moves only from where it is', async () => {
    await putHistorySource(db, orgId, { dir: '/project', rev: 'HEAD', at: 1 });
    const move = (before: string | null, after: string) =>
      db.transaction().execute((transaction) => moveIndexedTip(transaction, orgId, before, after, 2));
    expect(await move(null, 'a')).toBe(true);
    expect(await move(null, 'b')).toBe(false);
    expect(await move('a', 'b')).toBe(true);
    await putHistorySource(db, orgId, { dir: '/moved', rev: 'main', at: 3 });
    expect(await findHistorySource(db, orgId)).toEqual({ dir: '/moved', rev: 'main', indexedTip: 'b' });
  });
});
