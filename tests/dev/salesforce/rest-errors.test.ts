// Every error of the REST and Tooling APIs that a public source shows is given by the org, in that source's words.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, api, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

interface KnownError {
  readonly httpStatus: number;
  readonly errorCode: string;
  /** Null where the source has no text; `<n>` and `<X>` stand for what differs. */
  readonly message: string | null;
  readonly verified: boolean;
  /** False: the code was seen, the text wasn't. */
  readonly messageVerified?: boolean;
}

const known = JSON.parse(
  readFileSync(new URL('./rest-errors.json', import.meta.url), 'utf8'),
) as readonly KnownError[];

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

const get = (path: string, token: string) =>
  org.call(api, `/services/data/v66.0${path}`, { headers: { authorization: `Bearer ${token}` } });

/** Asks with a good token while the org has a fault. */
async function during(faults: Record<string, unknown>, after: Record<string, unknown>): Promise<Answer> {
  const token = await org.mint();
  await org.fault(faults);
  const answer = await get('/limits', token);
  await org.fault(after);
  return answer;
}

const producers: Record<string, () => Promise<Answer>> = {
  'INVALID_SESSION_ID: Session expired or invalid': () => get('/limits', '00D5g000004XyZa!gone'),
  'INVALID_SESSION_ID: This session is not valid for use with the REST API': async () =>
    get('/limits', (await org.bearer({ form: { scope: 'openid' } })).json().access_token),
  'REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.': () =>
    during({ requestsLeft: 0 }, { requestsLeft: null }),
  'REQUEST_LIMIT_EXCEEDED: ConcurrentRequests (Concurrent API Requests) Limit exceeded.': () =>
    during({ concurrentLimit: true }, { concurrentLimit: false }),
  'API_DISABLED_FOR_ORG: API is not enabled for this Organization or Partner': () =>
    during({ orgWithoutApi: true }, { orgWithoutApi: false }),
  'MALFORMED_QUERY: When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval. Result size: <n>':
    () => org.query('SELECT Metadata FROM ApexClass'),
  'INVALID_FIELD: ': () => org.query('SELECT Nope FROM ApexClass'),
  "INVALID_TYPE: sObject type '<X>' is not supported.": () => org.query('SELECT Id FROM Nope'),
  'NOT_FOUND: The requested resource does not exist': async () => get('/nothing', await org.mint()),
  'SERVER_UNAVAILABLE: ': () =>
    during({ rules: [{ fault: 'server-unavailable', surface: 'rest' }] }, { rules: [] }),
};

describe('the error', () => {
  test.each(known.filter((row) => row.verified))('$httpStatus $errorCode $message', async (row) => {
    const produce = producers[`${row.errorCode}: ${row.message ?? ''}`];
    expect(produce, 'a way to get this error').toBeDefined();
    const answer = await produce?.();
    expect(answer?.status).toBe(row.httpStatus);
    const [error, ...more] = answer?.json() ?? [];
    expect([error.errorCode, more]).toEqual([row.errorCode, []]);
    if (row.message === null) return;
    const pattern = row.message
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace('<n>', '2')
      .replace('<X>', 'Nope');
    if (row.messageVerified === false) expect(error.message).toMatch(new RegExp(pattern));
    else expect(error.message).toMatch(new RegExp(`^${pattern}$`));
  });
});

test('producers are for errors of the list', () => {
  const listed = new Set(
    known.filter((row) => row.verified).map((row) => `${row.errorCode}: ${row.message ?? ''}`),
  );
  expect(Object.keys(producers).filter((name) => !listed.has(name))).toEqual([]);
});
