// Readers and lists against the org stand-in: what each lane gives, which flow version, what is gone.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { diffComponent } from '#core/diff/component.ts';
import { putPurge } from '../../../server/db/purges.ts';
import { AppError } from '../../../server/errors.ts';
import { rowsOf } from '../../../server/history/purge/wanted.ts';
import type { JobHandle } from '../../../server/salesforce/client.ts';
import { listStamps } from '../../../server/salesforce/readers/list-stamps.ts';
import {
  batchOf,
  type LiveRef,
  readLive,
  readLiveMany,
} from '../../../server/salesforce/readers/read-live.ts';
import { orgKey } from '../../../server/secrets/redactor.ts';
import { createOrgsWorld, integration, type OrgsWorld, type Someone } from '../orgs/world.ts';

let world: OrgsWorld;
let ada: Someone;
let handle: JobHandle;

interface Listed {
  type: string;
  fullName: string;
  id: string;
  latestVersionId?: string;
}
let listed: Listed[];
const idOf = (fullName: string) => listed.find((each) => each.fullName === fullName)?.id ?? '';

beforeAll(async () => {
  world = await createOrgsWorld();
  ada = await world.person('ada@acme.example');
  await world.connect(ada, 'ada.king@acme.example', integration);
  listed = (await world.ask<{ components: Listed[] }>('/state')).components;
});
afterAll(() => world.stop());
beforeEach(async () => {
  handle = await world.openAs(ada, 'compare');
  return () => handle.close();
});

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  return error instanceof AppError
    ? `${error.code}: ${error.detail}`
    : `no refusal: ${JSON.stringify(error)}`;
}
/** What the org holds, as files of source format. */
async function held(type: string, fullName: string) {
  return world.ask<{ id: string; content?: string; metadata: string }>(
    `/component?type=${type}&fullName=${fullName}`,
  );
}

describe('an Apex class', () => {
  test.each([
    ['id', () => ({ id: idOf('LeadRouter') })],
    ['short id', () => ({ id: idOf('LeadRouter').slice(0, 15) })],
    ['name', () => ({ fullName: 'LeadRouter' })],
  ])('is read by %s in one request', async (_, ref) => {
    const live = await readLive(handle, { type: 'ApexClass', ...ref() });
    const there = await held('ApexClass', 'LeadRouter');
    expect(live).toMatchObject({ id: there.id, lane: 'tooling', apiVersion: '66.0' });
    expect(live?.source.files.map(({ name }) => name)).toEqual(['LeadRouter.cls', 'LeadRouter.cls-meta.xml']);
    expect(live?.source.files[0]?.text).toBe(there.content);
    expect(live?.lastModifiedBy?.id).toMatch(/^005/);
    expect(live?.lastModifiedAt).toMatch(/^\d{4}-\d\d-\d\dT.*\.\d{3}Z$/);
    expect(handle.usage().requests).toBe(1);
    expect(handle.usage().remaining).toBeGreaterThan(1000);
  });
});

test('what was purged from history is not read in the clear again, whatever the type', async () => {
  const { content = '' } = await held('ApexClass', 'LeadRouter');
  const secret =
    content
      .split('\n')
      .find((line) => line.trim().length > 12)
      ?.trim() ?? '';
  const { orgId } = handle.org;
  const key = await orgKey(world.db, orgId, Date.now);
  for (const row of rowsOf(key, orgId, { kind: 'text', texts: [secret] }, 1)) await putPurge(world.db, row);
  try {
    const [one] = (await readLive(handle, { type: 'ApexClass', fullName: 'LeadRouter' }))?.source.files ?? [];
    const [many] = await readLiveMany(handle, [{ type: 'ApexClass', id: idOf('LeadRouter') }]);
    expect(content).toContain(secret);
    for (const text of [one?.text, many?.source.files[0]?.text]) {
      expect(text).toContain('canvasback-redacted:');
      expect(text).not.toContain(secret);
    }
  } finally {
    await world.db.deleteFrom('purges').execute();
  }
});

describe('a permission set', () => {
  test.each([
    ['id', 2, () => ({ id: idOf('Sales_User') })],
    ['id and name', 2, () => ({ id: idOf('Sales_User'), fullName: 'Sales_User' })],
    ['name', 2, () => ({ fullName: 'Sales_User' })],
    ['id and an old name', 3, () => ({ id: idOf('Sales_User'), fullName: 'Old_Name' })],
  ])('is read by %s in %i requests', async (_, requests, ref) => {
    const live = await readLive(handle, { type: 'PermissionSet', ...ref() });
    const there = await held('PermissionSet', 'Sales_User');
    expect(live).toMatchObject({ id: there.id, lane: 'read-metadata', source: { fullName: 'Sales_User' } });
    const committed = {
      type: 'PermissionSet' as const,
      fullName: 'Sales_User',
      files: [{ role: 'metadata' as const, name: 'Sales_User.permissionset-meta.xml', text: there.metadata }],
    };
    const diff = diffComponent(committed, live?.source ?? null);
    expect(diff.changeCount).toBe(0);
    expect(handle.usage().requests).toBe(requests);
  });
});

describe('a flow', () => {
  test('by its definition is the active version, and says so', async () => {
    const live = await readLive(handle, { type: 'Flow', id: idOf('Route_New_Leads') });
    expect(live).toMatchObject({ lane: 'tooling', source: { fullName: 'Route_New_Leads' } });
    expect(live?.id).toMatch(/^300/);
    expect(live?.otherIds[0]).toMatch(/^301/);
    expect(live?.which).toMatch(/^active version \d+$/);
    expect(handle.usage().requests).toBe(2);
  });

  test('by a version is that version, in one request', async () => {
    const id = listed.find(({ fullName }) => fullName === 'Route_New_Leads')?.latestVersionId ?? '';
    const live = await readLive(handle, { type: 'Flow', id });
    expect(live?.otherIds).toEqual([id]);
    expect(live?.source.fullName).toBe('Route_New_Leads');
    expect(handle.usage().requests).toBe(1);
  });

  test('whose latest version is a draft is still the active one by its name', async () => {
    const before = await readLive(handle, { type: 'Flow', fullName: 'Case_Escalation' });
    const { metadata } = await held('Flow', 'Case_Escalation');
    const draft = metadata.replace(/<status>\w+<\/status>/, '<status>Draft</status>');
    const edit = { type: 'Flow', fullName: 'Case_Escalation', files: { metadata: draft }, activate: false };
    const { versionId } = await world.ask<{ versionId: string }>('/edit', edit);
    const after = await readLive(handle, { type: 'Flow', fullName: 'Case_Escalation' });
    expect(after?.which).toBe(before?.which);
    const drafted = await readLive(handle, { type: 'Flow', id: versionId });
    expect(drafted?.which).toMatch(/^version \d+ \(draft\)$/);
    expect([drafted?.aside, after?.aside]).toEqual([true, false]);
    const active = await readLive(handle, { type: 'Flow', id: after?.otherIds[0] ?? '' });
    expect(active).toMatchObject({ which: after?.which, aside: false });
    expect(drafted?.lastModifiedBy?.name).toBe('Sam Okafor');
  });
});

describe('what is not there', () => {
  const gone: LiveRef[] = [
    { type: 'ApexClass', id: '01p5g000000GoneAAA' },
    { type: 'ApexClass', fullName: "No'Such" },
    { type: 'PermissionSet', id: '0PS5g000000GoneAAA', fullName: 'Gone' },
    { type: 'PermissionSet', fullName: 'Gone' },
    { type: 'Flow', id: '3005g000000GoneAAA' },
    { type: 'Flow', id: '3015g000000GoneAAA' },
    { type: 'Flow', fullName: 'Gone' },
  ];
  test.each(gone)('$type $id $fullName is undefined', async (ref) => {
    expect(await readLive(handle, ref)).toBeUndefined();
  });

  test('a class deleted live', async () => {
    const ref: LiveRef = { type: 'ApexClass', id: idOf('TerritoryLookup') };
    expect(await readLive(handle, ref)).toBeDefined();
    await world.ask('/delete', { type: 'ApexClass', fullName: 'TerritoryLookup' });
    expect(await readLive(handle, ref)).toBeUndefined();
  });
});

describe('background reading', () => {
  test('a type that the org does not have leaves the others listed', async () => {
    await world.ask('/fault', { typesMissing: ['Layout', 'Network'] });
    const sync = await world.openSync();
    try {
      const stamps = await listStamps(sync, ['ApexClass', 'Network', 'PermissionSet', 'Layout']);
      expect(new Set(stamps.map(({ type }) => type))).toEqual(new Set(['ApexClass', 'PermissionSet']));
      expect(await listStamps(sync, ['Layout'])).toEqual([]);
    } finally {
      await sync.close();
      await world.ask('/fault', { typesMissing: [] });
    }
  });

  test('lists every component with its last save, flows by definition and every version', async () => {
    const sync = await world.openSync();
    try {
      const types = ['ApexClass', 'CustomField', 'Flow', 'PermissionSet', 'Profile'] as const;
      const stamps = await listStamps(sync, types);
      const state = await world.ask<{ components: Listed[] }>('/state');
      const components = state.components.filter(({ type }) => types.some((each) => each === type));
      const nameOf = ({ type, fullName }: { type: string; fullName: string }) => `${type} ${fullName}`;
      expect(stamps.map(nameOf).sort()).toEqual(components.map(nameOf).sort());
      for (const stamp of stamps) {
        expect(stamp.id, stamp.fullName).toBe(components.find((each) => nameOf(each) === nameOf(stamp))?.id);
      }
      const flow = stamps.find(({ fullName }) => fullName === 'Case_Escalation');
      const latest = components.find(({ fullName }) => fullName === 'Case_Escalation')?.latestVersionId;
      expect(flow?.otherIds?.length).toBeGreaterThan(1);
      expect(flow?.otherIds).toContain(latest);
      expect(Number.isInteger(flow?.lastModifiedAt)).toBe(true);
    } finally {
      await sync.close();
    }
  });

  test('reads ten permission sets with one readMetadata', async () => {
    const sync = await world.openSync();
    try {
      const names = listed.filter(({ type }) => type === 'PermissionSet').slice(0, batchOf('PermissionSet'));
      await world.ask('/requests/clear', {});
      const refs: LiveRef[] = [
        ...names.slice(0, 9).map(({ fullName }) => ({ type: 'PermissionSet' as const, fullName })),
        { type: 'PermissionSet', fullName: 'Gone' },
      ];
      const lives = await readLiveMany(sync, refs);
      expect(lives.map((live) => live?.source.fullName)).toEqual([
        ...names.slice(0, 9).map(({ fullName }) => fullName),
        undefined,
      ]);
      const { calls } = await world.ask<{ calls: { detail?: string }[] }>('/requests');
      expect(calls.filter(({ detail }) => detail?.startsWith('readMetadata'))).toHaveLength(1);
    } finally {
      await sync.close();
    }
  });
});

describe('what stands in the way', () => {
  const fault = (faults: object) => world.ask('/fault', faults);

  test('a permission is named', async () => {
    await fault({ without: { 'ada.king@acme.example': ['ModifyAllData', 'ModifyMetadata'] } });
    try {
      expect(await codeOf(readLive(handle, { type: 'PermissionSet', fullName: 'Sales_User' }))).toMatch(
        /^permission_missing: .*Modify Metadata/,
      );
    } finally {
      await fault({ without: {} });
    }
  });

  test('the org’s limit', async () => {
    await fault({ requestsLeft: 0 });
    try {
      expect(await codeOf(readLive(handle, { type: 'ApexClass', fullName: 'LeadRouter' }))).toMatch(
        /^salesforce_limit/,
      );
    } finally {
      await fault({ requestsLeft: null });
    }
  });

  test('a session that ends between two reads is minted anew, once', async () => {
    await readLive(handle, { type: 'ApexClass', fullName: 'LeadRouter' });
    await world.ask('/end-sessions', {});
    const live = await readLive(handle, { type: 'PermissionSet', fullName: 'Sales_User' });
    expect(live?.source.fullName).toBe('Sales_User');
    await world.ask('/end-sessions', {});
    expect(await codeOf(readLive(handle, { type: 'ApexClass', fullName: 'LeadRouter' }))).toMatch(
      /salesforce_error: .*session/,
    );
  });

  test('Salesforce being down', async () => {
    await fault({ down: '503' });
    try {
      expect(await codeOf(readLive(handle, { type: 'ApexClass', fullName: 'LeadRouter' }))).toMatch(
        /^salesforce_unavailable/,
      );
    } finally {
      await fault({ down: 'no' });
    }
  });
});
