// Every refusal of the published table that belongs to the flows this org serves, brought about and compared.

import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorizeRefusals } from './authorize-refusals.ts';
import { type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { tokenRefusals } from './token-refusals.ts';

interface Row {
  readonly flow: string;
  readonly endpoint: string;
  readonly httpStatus: number;
  readonly error: string | null;
  readonly error_description: string | null;
  readonly descriptionVerified?: boolean;
  readonly delivery?: string;
}

/** Flows the org serves no endpoint for, so that nothing here can refuse in their name. */
const unserved: Readonly<Record<string, string>> = {
  password: 'Salesforce blocks the username and password flow by default, and no client of ours uses it',
  'client-credentials':
    'it runs as one fixed user, and whatever the org is read for is read as the person who asks',
};

const file = new URL('../../../../shared/fixtures/oauth-errors.json', import.meta.url);
const published = existsSync(file);
const all: Row[] = published ? JSON.parse(readFileSync(file, 'utf8')).oauth : [];
const rows = all.filter((row) => unserved[row.flow] === undefined);

const keyOf = (row: Row) => `${row.flow} | ${row.error} | ${row.error_description}`;
const producers = { ...tokenRefusals, ...authorizeRefusals };

/** Where a row doesn't say how its refusal arrives. */
function usualDelivery(row: Row): string {
  if (!row.endpoint.endsWith('/authorize')) return 'json';
  return row.httpStatus === 302 ? 'redirect query' : 'page';
}

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest({ plainPort: 0 });
});
afterAll(() => org.stop());

describe.runIf(published)('the published table', () => {
  test.each(rows.map((row) => [keyOf(row), row] as const))('%s', async (key, row) => {
    const produce = producers[key];
    if (!produce) throw new Error(`nothing here brings this about: ${key}`);
    const refusals = [await produce(org)].flat();
    expect(refusals.length).toBeGreaterThan(0);
    for (const refusal of refusals) {
      expect(refusal).toEqual({
        status: row.httpStatus,
        error: row.error,
        description: row.descriptionVerified === false ? expect.any(String) : row.error_description,
        delivery: row.delivery ?? usualDelivery(row),
      });
    }
    expect((await org.bearer()).status).toBe(200);
  });

  test('is the whole of what is brought about here', () => {
    expect(Object.keys(producers).sort()).toEqual(rows.map(keyOf).sort());
  });

  test('names flows that are served or left out with a reason', () => {
    const served = ['jwt-bearer', 'any', 'authorization-code', 'refresh-token', 'revoke', 'introspect'];
    const named = new Set(all.map((row) => row.flow));
    expect([...named].sort()).toEqual([...served, ...Object.keys(unserved)].sort());
  });
});
