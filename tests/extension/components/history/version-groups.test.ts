// Filtering versions by words and grouping them by day.

import { describe, expect, test } from 'vitest';
import { filterVersions, groupByDay } from '../../../../components/history/version-groups.ts';
import { versionsAt } from '../../../../dev/gallery/data/history.ts';

const now = Date.now();
const versions = versionsAt(now);

describe('filterVersions', () => {
  test.each([
    ['ada', ['Ada King']],
    ['SAM screen', ['Sam Okafor']],
    ['deleted', ['Leo Marin']],
    ['CRM-1182', ['Mia Lindqvist']],
  ])('%s finds versions of %j only', (filter, people) => {
    const found = filterVersions(versions, filter, now);
    expect([...new Set(found.map(({ author }) => author.name))]).toEqual(people);
  });

  test('a date finds its day', () => {
    const day = versions[2]?.at.slice(0, 10) ?? '';
    expect(filterVersions(versions, day, now).every(({ at }) => at.startsWith(day))).toBe(true);
    expect(filterVersions(versions, day, now)).not.toHaveLength(0);
  });

  test('nothing is hidden without a filter, all by one that matches none', () => {
    expect(filterVersions(versions, '  ', now)).toHaveLength(versions.length);
    expect(filterVersions(versions, 'no such word', now)).toHaveLength(0);
  });
});

test('groupByDay keeps the order and loses nothing', () => {
  const groups = groupByDay(versions, now);
  expect(groups.flatMap((group) => group.versions)).toEqual(versions);
  expect(new Set(groups.map(({ label }) => label)).size).toBe(groups.length);
});
