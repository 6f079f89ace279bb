// Listing versions: by person, date, kind, origin and words, page by page, while new ones arrive.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { putPlaces } from '../../../server/db/components.ts';
import { insertVersionRows, type NewVersionRow } from '../../../server/db/versions.ts';
import { countVersions, type ListOf, listVersions } from '../../../server/history/list-versions.ts';
import { findVersion } from '../../../server/history/versions.ts';
import { makeWorld, orgId, type World } from './world.ts';

const of = { orgId, type: 'ApexClass' as const, fullName: 'Lead' };
const start = Date.parse('2025-03-01T00:00:00Z');
const hour = 3_600_000;
const people = ['Ada King', 'Sam Okafor', 'Émilie Ünal'] as const;

let world: World;
beforeEach(async () => {
  world = await makeWorld();
  await putPlaces(world.db, [
    { ...of, path: 'Lead.cls', losers: [] },
    { ...of, fullName: 'Other', path: 'Other.cls', losers: [] },
  ]);
  await add(1, 230);
  await insertVersionRows(world.db, [row(1, { full_name: 'Other', author_name: 'Somebody else' })]);
});
afterEach(() => world.close());

function row(seq: number, more: Partial<NewVersionRow> = {}): NewVersionRow {
  return {
    org_id: orgId,
    type: 'ApexClass',
    full_name: 'Lead',
    seq,
    commit_id: seq.toString(16).padStart(40, '0'),
    kind: seq === 1 ? 'added' : seq % 50 === 0 ? 'deleted' : seq % 50 === 1 ? 'recreated' : 'changed',
    at: start + seq * hour,
    author_name: people[seq % 3] ?? '',
    author_certainty: 'certain',
    author_evidence: 'Git author',
    summary: `Method Number${seq} changed`,
    changes: 1,
    noise: 0,
    message: seq % 10 === 0 ? `Release 100%_done ${seq}` : 'wip',
    files: '[]',
    origin: seq > 200 ? 'captured' : 'imported',
    ...more,
  };
}

async function add(first: number, last: number): Promise<void> {
  const rows = Array.from({ length: last - first + 1 }, (_, index) => row(first + index));
  await insertVersionRows(world.db, rows);
}

const list = (filter: Omit<ListOf, keyof typeof of>) => listVersions(world, { ...of, ...filter });
const numbers = async (filter: Omit<ListOf, keyof typeof of>) =>
  (await list(filter)).versions.map(({ number }) => number);
const expected = (keep: (seq: number) => boolean) =>
  Array.from({ length: 230 }, (_, index) => 230 - index).filter(keep);

describe('a filter', () => {
  test.each<[string, Omit<ListOf, keyof typeof of>, (seq: number) => boolean]>([
    ['a person', { author: 'Sam Okafor' }, (seq) => seq % 3 === 1],
    ['a person of no version here', { author: 'Somebody else' }, () => false],
    ['kinds', { kinds: 'deleted,recreated' }, (seq) => seq > 1 && seq % 50 < 2],
    ['an origin', { origin: 'captured' }, (seq) => seq > 200],
    [
      'a first instant, which counts',
      { from: new Date(start + 229 * hour).toISOString() },
      (seq) => seq >= 229,
    ],
    ['a last instant, which does not', { to: new Date(start + 3 * hour).toISOString() }, (seq) => seq < 3],
    ['a word of the summary', { words: 'NUMBER22' }, (seq) => /^22/.test(String(seq))],
    ['signs as they are spelt', { words: '100%_D' }, (seq) => seq % 10 === 0],
    ['no sign stands for another', { words: '1_0%' }, () => false],
    ['each of the words', { words: ' done  method ada ' }, (seq) => seq % 30 === 0],
    ['letters of any language', { words: 'émilie ÜNAL' }, (seq) => seq % 3 === 2],
    [
      'all together',
      {
        author: 'Ada King',
        kinds: 'changed',
        origin: 'imported',
        words: 'done',
        to: new Date(start + 100 * hour).toISOString(),
      },
      (seq) => seq % 30 === 0 && seq % 50 !== 0 && seq < 100,
    ],
  ])('by %s', async (_, filter, keep) => {
    const matching = expected(keep);
    const first = await list(filter);
    expect(first).toMatchObject({ total: 230, matching: matching.length });
    const seen = first.versions.map(({ number }) => number);
    for (let { next } = first; next; ) {
      const page = await list({ ...filter, next });
      seen.push(...page.versions.map(({ number }) => number));
      next = page.next;
    }
    expect(seen).toEqual(matching);
    // The same again by the number of the page, from the oldest on.
    const pages: number[] = [];
    for (let page = 0; page * 50 < matching.length; page++) {
      pages.unshift(...(await numbers({ ...filter, page })));
    }
    expect(pages).toEqual(matching);
  });

  test('knows the version before each, also one that is filtered out', async () => {
    const { versions } = await list({ kinds: 'deleted' });
    expect(versions.map(({ number, previous }) => [number, Number.parseInt(previous ?? '', 16)])).toEqual([
      [200, 199],
      [150, 149],
      [100, 99],
      [50, 49],
    ]);
    expect((await list({ page: 0 })).versions.at(-1)).not.toHaveProperty('previous');
  });
});

test('pages stay what they are while versions arrive', async () => {
  const filter = { author: 'Ada King' };
  const before = await list(filter);
  const oldest = await numbers({ ...filter, page: 0 });
  await add(231, 300);
  expect(await numbers({ ...filter, page: 0 })).toEqual(oldest);
  const next = before.next ?? '';
  expect(await numbers({ ...filter, next })).toEqual(expected((seq) => seq % 3 === 0).slice(50, 100));
  expect(await list(filter)).toMatchObject({ total: 300, matching: 100 });
});

test('counts people, kinds and origins of this component alone', async () => {
  const { people, kinds, origins } = await countVersions(world, of);
  expect(people).toEqual([
    { name: 'Ada King', versions: 76 },
    { name: 'Émilie Ünal', versions: 77 },
    { name: 'Sam Okafor', versions: 77 },
  ]);
  expect(Object.fromEntries(kinds.map(({ kind, versions }) => [kind, versions]))).toEqual({
    added: 1,
    changed: 221,
    deleted: 4,
    recreated: 4,
  });
  expect(Object.fromEntries(origins.map(({ origin, versions }) => [origin, versions]))).toEqual({
    imported: 200,
    captured: 30,
  });
  expect(await countVersions(world, { ...of, fullName: 'Nobody' })).toEqual({
    people: [],
    kinds: [],
    origins: [],
  });
});

test('finds one version, with the one before it', async () => {
  const version = await findVersion(world, { ...of, revision: '7'.padStart(40, '0') });
  expect(version).toMatchObject({ number: 7, previous: '6'.padStart(40, '0') });
  await expect(findVersion(world, { ...of, revision: 'f'.repeat(40) })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a page that is no number, or a cursor that is none, is refused', async () => {
  await expect(list({ next: 'x' })).rejects.toMatchObject({ code: 'invalid_request' });
});
