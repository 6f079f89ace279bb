// The access log names people as their tenant knows them, and never shows a subject.

import { expect, test } from 'vitest';
import { type AccessLogDeps, countAccess, listAccess } from '../../server/access-log.ts';
import type { EntriesQuery, EntriesScope, LoggedEntry } from '../../server/delegation/protocol.ts';

const orgId = '00D5g000004XyZaEAK';
const entry = (who: string, index = 1): LoggedEntry => ({
  index,
  provable: true,
  at: '2026-03-02T09:00:00.000Z',
  who,
  actingAs: 'ada.king@acme.example',
  purpose: 'compare',
  component: 'Flow Route_New_Leads',
  outcome: 'refused',
  code: 'identity_mismatch',
  reason: 'Salesforce answered for another user, org or address.',
});

function logOf(...whos: string[]) {
  const asked: (EntriesQuery | EntriesScope)[] = [];
  const deps: AccessLogDeps = {
    delegation: {
      entries: async (query) => {
        asked.push(query);
        const entries = whos.map((who, index) => entry(who, whos.length - index));
        return { entries, total: whos.length, matching: whos.length, leftOut: 0 };
      },
      tally: async (scope) => {
        asked.push(scope);
        const tallies = [...new Set(whos)].map((value) => ({
          value,
          attempts: whos.filter((who) => who === value).length,
        }));
        return {
          whos: tallies,
          purposes: [{ value: 'compare', attempts: whos.length }],
          outcomes: [{ value: 'refused', attempts: whos.length }],
        };
      },
    },
    spans: async ({ tenantId }) => (tenantId === 'late' ? [{ to: 30 }, { from: 42 }] : [{}]),
    names: async (tenantId) =>
      new Map(
        tenantId === 'acme'
          ? [
              ['auth0|ada', 'Ada King'],
              ['auth0|ada2', 'Ada King'],
            ]
          : [],
      ),
  };
  return { asked, deps };
}
const of = { orgId, tenantId: 'acme' };

test('members by name, background work in words, people who left as such', async () => {
  const { deps } = logOf('auth0|ada', 'worker', 'not proven', 'auth0|gone');
  const { entries, total, next } = await listAccess(deps, of);
  expect(entries.map(({ who }) => who)).toEqual([
    'Ada King',
    'Canvasback in the background',
    'Somebody who did not prove who they are',
    'A person who is no longer a member',
  ]);
  expect(entries[0]).toMatchObject({ outcome: 'refused', code: 'identity_mismatch', index: 4 });
  expect([total, next]).toEqual([4, undefined]);
});

test('asks for one org, and for one component by its name and its id', async () => {
  const { asked, deps } = logOf();
  await listAccess(deps, of);
  await listAccess(deps, { ...of, type: 'Flow', fullName: 'Route', id: '3015g000001AbCdAAK' });
  expect(asked).toEqual([
    { orgId, tenant: 'acme', spans: [{}], limit: 50 },
    { orgId, tenant: 'acme', spans: [{}], components: ['Flow Route', 'Flow 3015g000001AbCdAAK'], limit: 50 },
  ]);
});

test('what a filter says is passed on; a name stands for everybody who is shown by it', async () => {
  const { asked, deps } = logOf('auth0|ada', 'auth0|gone', 'auth0|ada2', 'worker');
  await listAccess(deps, {
    ...of,
    who: 'Ada King',
    purposes: 'compare,sync',
    outcomes: 'refused',
    from: '2026-03-02T09:00:00.000Z',
    to: '2026-03-03T09:00:00.000Z',
    before: '1.77',
  });
  expect(asked.at(-1)).toEqual({
    orgId,
    tenant: 'acme',
    spans: [{}],
    whos: ['auth0|ada', 'auth0|ada2'],
    purposes: ['compare', 'sync'],
    outcomes: ['refused'],
    from: Date.parse('2026-03-02T09:00:00.000Z'),
    to: Date.parse('2026-03-03T09:00:00.000Z'),
    before: { provable: true, index: 77 },
    limit: 50,
  });
  await listAccess(deps, { ...of, who: 'Nobody' });
  expect(asked.at(-1)).toMatchObject({ whos: [] });
});

test('a full page says where the next begins', async () => {
  const { deps } = logOf(...Array.from({ length: 50 }, () => 'auth0|ada'));
  expect((await listAccess(deps, of)).next).toBe('1.1');
});

test('counts by the names that are shown', async () => {
  const { deps } = logOf('auth0|ada', 'auth0|ada2', 'auth0|gone', 'auth0|left', 'worker');
  expect((await countAccess(deps, of)).people).toEqual([
    { value: 'Ada King', entries: 2 },
    { value: 'A person who is no longer a member', entries: 2 },
    { value: 'Canvasback in the background', entries: 1 },
  ]);
});

test('what was asked for while the org was another account’s is neither listed nor counted', async () => {
  const { asked, deps } = logOf('auth0|ada');
  const late = { orgId, tenantId: 'late' };
  await listAccess(deps, { ...late, who: 'Ada King' });
  await countAccess(deps, late);
  const theirs = [{ to: 30 }, { from: 42 }];
  expect(asked.map(({ spans }) => spans)).toEqual([theirs, theirs, theirs]);
});

test('routine is left out when that is asked for, and then alone; how much was is said', async () => {
  const { asked, deps } = logOf('worker');
  expect(await listAccess(deps, of)).toMatchObject({ leftOut: 0 });
  await listAccess(deps, { ...of, routine: 'without' });
  expect(asked.map((query) => 'without' in query && query.without)).toEqual([
    false,
    { purpose: 'reconcile', outcome: 'granted' },
  ]);
});
