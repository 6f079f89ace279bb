// Limits, API versions, the clock and latency by surface: set by the control port, and put back to normal.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { api, type OrgUnderTest, setup, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
let token: string;
beforeAll(async () => {
  org = await startOrgUnderTest();
  token = await org.mint();
});
afterEach(() => org.control('/normal', {}));
afterAll(() => org.stop());

const get = (path: string) => org.call(api, path, { headers: { authorization: `Bearer ${token}` } });
const set = async (path: string, body: object) => {
  const answer = await org.control(path, body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json();
};

describe('API requests', () => {
  test('are counted down to a limit that can be set, and told in limits and header', async () => {
    await set('/limits', { max: 12, used: 9 });
    const answer = await get('/services/data/v66.0/limits');
    expect(answer.json().DailyApiRequests).toEqual({ Max: 12, Remaining: 2 });
    expect(answer.headers['sforce-limit-info']).toBe('api-usage=10/12');
    await get('/services/data/v66.0/limits');
    await get('/services/data/v66.0/limits');
    const refused = await get('/services/data/v66.0/limits');
    expect([refused.status, refused.json()]).toEqual([
      403,
      [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
    ]);
  });

  test('under way at once have a limit of their own', async () => {
    await set('/limits', { concurrentMax: 1, concurrentAfter: 0 });
    await org.fault({ latency: { rest: { kind: 'fixed', ms: 1500 } } });
    const first = get('/services/data/v66.0/limits');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = await get('/services/data/v66.0/limits');
    expect([second.status, second.json()[0].message]).toEqual([
      403,
      'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
    ]);
    expect((await first).status).toBe(200);
    expect((await get('/services/data/v66.0/limits')).status).toBe(200);
  });

  test('that are short do not count as being under way', async () => {
    await set('/limits', { concurrentMax: 1 });
    await org.fault({ latency: { rest: { kind: 'fixed', ms: 400 } } });
    const both = await Promise.all([get('/services/data/v66.0/limits'), get('/services/data/v66.0/limits')]);
    expect(both.map((each) => each.status)).toEqual([200, 200]);
  });
});

test('latency is of one surface', async () => {
  await org.fault({ latency: { pages: { kind: 'fixed', ms: 400 } } });
  const took = async (ask: () => Promise<unknown>) => {
    const from = performance.now();
    await ask();
    return performance.now() - from;
  };
  const page = took(() => org.call(setup, '/lightning/setup/Flows/home'));
  // Whoever is not delayed is there before the one that is, on a busy machine too.
  const first = await Promise.race([
    page.then(() => 'page'),
    get('/services/data/v66.0/limits').then(() => 'limits'),
  ]);
  expect(first).toBe('limits');
  expect(await page).toBeGreaterThan(390);
});

describe('API versions', () => {
  test('move up and down', async () => {
    expect((await get('/services/data/v69.0/limits')).status).toBe(404);
    expect(await set('/versions', { latest: 69 })).toEqual({ oldest: 31, latest: 69 });
    expect((await get('/services/data/v69.0/limits')).status).toBe(200);
    expect((await org.call(api, '/services/data')).json().at(-1)).toMatchObject({ version: '69.0' });
    await set('/versions', { latest: 65, oldest: 40 });
    expect((await get('/services/data/v66.0/limits')).status).toBe(404);
    expect((await get('/services/data/v39.0/limits')).status).toBe(404);
    expect((await org.soap('<describeMetadata></describeMetadata>', { token })).text).toContain(
      'UNSUPPORTED_API_VERSION',
    );
  });
});

test('the clock is set to a moment and back', async () => {
  const moved = await set('/clock', { at: '2027-02-03T04:05:06Z' });
  expect(moved.now).toMatch(/^2027-02-03T04:05:0[67]/);
  expect((await org.call(api, '/services/data')).headers.date).toMatch(/^Wed, 03 Feb 2027 04:05:/);
  await set('/clock', {});
  expect(Math.abs(Date.parse((await org.control('/state')).json().now) - Date.now())).toBeLessThan(2000);
});

test('what is set is visible, and all of it goes back to normal at once', async () => {
  await org.fault({ appBlocked: true, rules: [{ fault: 'drop', surface: 'pages' }] });
  await set('/limits', { max: 5, used: 3 });
  await set('/versions', { latest: 60 });
  await set('/clock', { offset: 86_400_000 });
  expect((await org.control('/normal')).json()).toMatchObject({
    changed: {
      appBlocked: true,
      clockOffset: 86_400_000,
      rules: [{ fault: 'drop', surface: 'pages', probability: 1, after: 0, count: null, happened: 0 }],
    },
    limits: { max: 5, used: 3, left: 2, concurrentMax: null, concurrentAfter: 20_000 },
    versions: { oldest: 31, latest: 60 },
  });
  const { changed, limits, versions } = await set('/normal', {});
  expect([changed, versions]).toEqual([{}, { oldest: 31, latest: 68 }]);
  expect(limits).toMatchObject({ max: 148_000, used: 0, left: 148_000 });
});

test('rules are added and removed one by one', async () => {
  await set('/fault/rule', { fault: 'drop', path: '/a' });
  await set('/fault/rule', { fault: 'maintenance', path: '/b' });
  expect((await set('/fault/rule/remove', { index: 0 })).rules).toMatchObject([{ fault: 'maintenance' }]);
});

test.each([
  ['/fault', { latency: { ftp: null } }, 'latency has no ftp; it has oauth, rest, soap, pages'],
  ['/fault', { latency: { rest: { kind: 'slow' } } }, 'latency.rest.kind is fixed, uniform or lognormal'],
  ['/fault', { latency: { rest: { kind: 'fixed' } } }, 'latency.rest.ms is a number'],
  ['/fault', { latency: { rest: { kind: 'fixed', ms: -1 } } }, 'latency.rest.ms is from 0 to 600000'],
  [
    '/fault',
    { latency: { rest: { kind: 'uniform', from: 2, to: 1 } } },
    'latency.rest.from is at most latency.rest.to',
  ],
  [
    '/fault',
    { latency: { soap: { kind: 'lognormal', p50: 9, p95: 8 } } },
    'latency.soap.p50 is at most latency.soap.p95',
  ],
  ['/fault', { rules: {} }, 'rules is a list'],
  ['/fault', { rules: [{ fault: 'explode' }] }, 'rules[0].fault is unknown-exception, '],
  ['/fault', { rules: [{ fault: 'drop', chance: 1 }] }, 'rules[0] has no chance; it has fault, surface'],
  [
    '/fault',
    { rules: [{ fault: 'drop', surface: 'ftp' }] },
    'rules[0].surface is oauth, rest, soap or pages',
  ],
  ['/fault', { rules: [{ fault: 'drop', probability: 2 }] }, 'rules[0].probability is from 0 to 1'],
  ['/fault', { rules: [{ fault: 'drop', count: 0 }] }, 'rules[0].count is from 1 to '],
  ['/fault', { rules: [{ fault: 'drop', path: 'services' }] }, 'rules[0].path begins with / or *'],
  ['/fault', { seed: 1.5 }, 'seed is a whole number'],
  ['/fault', { inactive: [1] }, 'inactive is a list of texts'],
  ['/fault', { appBlocked: true, slow: 'x' }, 'slow is a number'],
  ['/fault/rule/remove', { index: 0 }, 'there is no rule'],
  ['/limits', { max: -1 }, 'max is from 0 to '],
  ['/limits', { concurrentMax: 0 }, 'concurrentMax is from 1 to '],
  ['/limits', { daily: 1 }, 'limits has no daily; it has max, used'],
  ['/versions', { latest: 20, oldest: 31 }, 'oldest is at most latest'],
  ['/versions', { latest: 66.5 }, 'latest is a whole number'],
  ['/clock', { at: 'soon' }, 'at is no date: soon'],
])('%s refuses %j and changes nothing', async (path, body, problem) => {
  const answer = await org.control(path, body);
  expect([answer.status, answer.json().problem]).toEqual([400, expect.stringContaining(problem)]);
  const { changed, versions } = (await org.control('/normal')).json();
  expect([changed, versions]).toEqual([{}, { oldest: 31, latest: 68 }]);
});
