// The handle by itself: what each purpose may do, how often, until when, where, and that its token goes.

import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Purpose } from '../../../server/delegation/protocol.ts';
import { AppError } from '../../../server/errors.ts';
import { createLog } from '../../../server/log.ts';
import { openHandle, type SalesforceDeps } from '../../../server/salesforce/client.ts';
import { createLimitBook } from '../../../server/salesforce/limit-book.ts';
import { allowances, checkOperation, type Operation } from '../../../server/salesforce/operations.ts';

const org = {
  orgId: '00D5g000004XyZaEAK',
  apiHost: 'acme.my.salesforce.com',
  loginUrl: 'https://login.salesforce.com',
  tenantId: 't1',
  apiVersion: '66.0',
};

function createFake(answer: (url: URL, init: RequestInit) => Response | Promise<Response>) {
  const seen: { url: URL; init: RequestInit }[] = [];
  const ended: string[] = [];
  let mints = 0;
  const clock = { time: 1_000_000 };
  const now = () => clock.time;
  const deps: SalesforceDeps = {
    delegation: {
      openJob: async () => ({ jobId: 'job', deadline: clock.time + 60_000 }),
      async mint() {
        mints += 1;
        return { accessToken: `token-${mints}`, instanceUrl: `https://${org.apiHost}`, userId: '005' };
      },
      async endJob(jobId) {
        ended.push(jobId);
        return { revoked: true };
      },
    },
    redactorOf: () => ({ redact: async (source) => ({ source, notes: [] }) }),
    fetch: (async (url: URL, init: RequestInit) => {
      seen.push({ url, init });
      return answer(url, init);
    }) as typeof globalThis.fetch,
    limits: createLimitBook(now),
    now,
    log: createLog({ level: 'silent' }),
  };
  return { deps, seen, ended, clock, mints: () => mints };
}

const rows = (records: unknown[], more: object = {}, headers: Record<string, string> = {}) =>
  Response.json({ done: true, records, ...more }, { headers });
const anyRow = z.object({ Id: z.string() });
const classes = { api: 'tooling', object: 'ApexClass', fields: ['Id'] } as const;

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => 'no refusal',
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? error.code : String(error);
}

describe('purposes', () => {
  const all: Operation[] = [...new Set(Object.values(allowances).flatMap(({ operations }) => operations))];

  test('nothing that writes is in the list: a compare can never deploy', () => {
    for (const operation of all)
      expect(operation).toMatch(
        /^(?:data|tooling):[A-Z]\w+$|^soap:(?:(?:list|read)Metadata|retrieve|checkRetrieveStatus)$/,
      );
    for (const forbidden of [
      'soap:deploy',
      'soap:updateMetadata',
      'soap:checkDeployStatus',
      'data:Account',
    ]) {
      expect(() => checkOperation('compare', forbidden as Operation, 0)).toThrow(/may not do/);
    }
  });

  const rowsOf =
    'ApexClass ApexComponent ApexPage ApexTrigger AuraDefinition AuraDefinitionBundle BusinessProcess CompactLayout CustomApplication CustomField Document EmbeddedServiceConfig Flow FlowDefinition GlobalValueSet Layout LightningComponentBundle LightningComponentResource PlatformEventChannel PlatformEventChannelMember RecordType RemoteProxy StaticResource TransactionSecurityPolicy ValidationRule WebLink';
  const reading: Operation[] = [
    'data:Dashboard',
    'data:Document',
    'data:EmailTemplate',
    'data:PermissionSet',
    'data:Report',
    ...rowsOf.split(' ').map((object): Operation => `tooling:${object}`),
    'soap:listMetadata',
    'soap:readMetadata',
    'soap:retrieve',
    'soap:checkRetrieveStatus',
  ];
  const may: Record<Purpose, Operation[]> = {
    probe: ['data:Organization', 'data:User', 'data:UserPermissionAccess'],
    standing: ['data:User', 'data:UserPermissionAccess'],
    compare: reading,
    sync: reading,
    reconcile: ['data:LoginHistory', 'data:User', 'data:UserPermissionAccess'],
  };
  test.each(Object.entries(may))('a %s may do exactly its own', (purpose, wanted) => {
    for (const operation of all) {
      const check = () => checkOperation(purpose as Purpose, operation, 0);
      if (wanted.includes(operation)) expect(check).not.toThrow();
      else expect(check).toThrow(/may not do/);
    }
  });

  test('a job may call so often and no more', async () => {
    const { deps, seen } = createFake(() => rows([]));
    const handle = await openHandle(deps, { purpose: 'compare', org });
    for (let count = 0; count < allowances.compare.calls; count += 1) await handle.query(classes, anyRow);
    expect(await codeOf(handle.query(classes, anyRow))).toBe('salesforce_error');
    expect(seen).toHaveLength(allowances.compare.calls);
  });

  test('a purpose’s handle refuses before it asks anything', async () => {
    const { deps, seen, mints } = createFake(() => rows([]));
    const handle = await openHandle(deps, { purpose: 'standing', org });
    await expect(handle.query(classes, anyRow)).rejects.toThrow('A standing may not do tooling:ApexClass.');
    await expect(handle.soap('readMetadata', [])).rejects.toThrow(/may not/);
    expect(seen).toEqual([]);
    expect(mints()).toBe(0);
  });
});

describe('the token', () => {
  test('is asked for with the first call, once for calls side by side, and goes to the org’s host only', async () => {
    const { deps, seen, mints } = createFake(() => rows([{ Id: '1' }]));
    const handle = await openHandle(deps, { purpose: 'compare', org });
    expect(mints()).toBe(0);
    await Promise.all([handle.query(classes, anyRow), handle.query(classes, anyRow)]);
    expect(mints()).toBe(1);
    for (const { url, init } of seen) {
      expect(url.host).toBe(org.apiHost);
      expect(init.redirect).toBe('manual');
      expect(new Headers(init.headers).get('authorization')).toBe('Bearer token-1');
    }
  });

  test('is asked for once more when Salesforce has ended the session, also for calls side by side', async () => {
    const over = () =>
      Response.json([{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }], {
        status: 401,
      });
    const { deps, mints } = createFake((_, init) =>
      new Headers(init.headers).get('authorization') === 'Bearer token-1' ? over() : rows([{ Id: '1' }]),
    );
    const handle = await openHandle(deps, { purpose: 'compare', org });
    const [first, second] = await Promise.all([handle.query(classes, anyRow), handle.query(classes, anyRow)]);
    expect([first, second]).toEqual([[{ Id: '1' }], [{ Id: '1' }]]);
    expect(mints()).toBe(2);

    const dead = createFake(over);
    const other = await openHandle(dead.deps, { purpose: 'compare', org });
    expect(await codeOf(other.query(classes, anyRow))).toBe('salesforce_error');
    expect(dead.mints()).toBe(2);
  });

  test('is gone when the handle is closed, and closing twice ends once', async () => {
    const { deps, ended } = createFake(() => rows([]));
    const handle = await openHandle(deps, { purpose: 'compare', org });
    await handle.query(classes, anyRow);
    await Promise.all([handle.close(), handle.close()]);
    expect(ended).toEqual(['job']);
    await expect(handle.query(classes, anyRow)).rejects.toThrow(/closed/);
  });

  test('is not used after the deadline', async () => {
    const { deps, clock, seen } = createFake(() => rows([]));
    const handle = await openHandle(deps, { purpose: 'compare', org });
    clock.time += 60_000;
    expect(await codeOf(handle.query(classes, anyRow))).toBe('salesforce_unavailable');
    expect(seen).toEqual([]);
  });

  test('is not waited with beyond the deadline, whatever a call may take', async () => {
    const { deps, clock } = createFake(
      (_, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    );
    const handle = await openHandle(deps, { purpose: 'compare', org });
    // A call of its own may take thirty seconds: this test has less.
    clock.time += 60_000 - 20;
    expect(await codeOf(handle.query(classes, anyRow))).toBe('salesforce_unavailable');
  }, 15_000);

  test('of another address is not used', async () => {
    const { deps, seen } = createFake(() => rows([]));
    const delegation = {
      ...deps.delegation,
      mint: async () => ({ accessToken: 'x', instanceUrl: 'https://evil.my.salesforce.com', userId: '005' }),
    };
    const handle = await openHandle({ ...deps, delegation }, { purpose: 'compare', org });
    expect(await codeOf(handle.query(classes, anyRow))).toBe('identity_mismatch');
    expect(seen).toEqual([]);
  });

  test('is never asked for at a host that is not an org’s', async () => {
    const { deps } = createFake(() => rows([]));
    const elsewhere = { ...org, apiHost: 'metadata.internal' };
    await expect(openHandle(deps, { purpose: 'compare', org: elsewhere })).rejects.toThrow(
      /Not an org's host/,
    );
  });
});

describe('answers', () => {
  test('come page by page, from the query’s own path only', async () => {
    const next = '/services/data/v66.0/tooling/query/01g-2000';
    const { deps, seen } = createFake((url) =>
      url.pathname.endsWith('/query') ? rows([{ Id: '1' }], { nextRecordsUrl: next }) : rows([{ Id: '2' }]),
    );
    const handle = await openHandle(deps, { purpose: 'compare', org });
    expect(await handle.query(classes, anyRow)).toEqual([{ Id: '1' }, { Id: '2' }]);
    expect(seen[1]?.url.pathname).toBe(next);
    for (const bad of ['https://evil.example/x', '/services/oauth2/token', `${next}/../../../x`]) {
      const fake = createFake(() => rows([], { nextRecordsUrl: bad }));
      const other = await openHandle(fake.deps, { purpose: 'compare', org });
      expect(await codeOf(other.query(classes, anyRow))).toBe('salesforce_error');
    }
  });

  test.each([
    ['another shape', () => rows([{ Name: 'no id' }]), 'salesforce_error'],
    ['no JSON', () => new Response('<html>'), 'salesforce_error'],
    ['maintenance', () => new Response('<html>', { status: 503 }), 'salesforce_unavailable'],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
      'salesforce_error',
    ],
    ['no connection', () => Promise.reject(new TypeError('fetch failed')), 'salesforce_unavailable'],
  ])('%s is an error of the list', async (_, answer, code) => {
    const { deps } = createFake(answer);
    const handle = await openHandle(deps, { purpose: 'compare', org });
    expect(await codeOf(handle.query(classes, anyRow))).toBe(code);
  });

  const fault = (code: string, message: string) =>
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="x"><soapenv:Body><soapenv:Fault><faultcode>${code}</faultcode><faultstring>${message}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
  test.each([
    ['sf:INSUFFICIENT_ACCESS', 'use of the Metadata API requires …', 'permission_missing'],
    ['sf:REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'salesforce_limit'],
    ['sf:REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests Limit exceeded.', 'salesforce_unavailable'],
    ['sf:SERVER_UNAVAILABLE', 'busy', 'salesforce_unavailable'],
    ['sf:UNKNOWN_EXCEPTION', 'An unexpected error occurred.', 'salesforce_error'],
    ['soapenv:Client', 'Premature end of file.', 'salesforce_error'],
  ])('the fault %s (%s) is %s', async (code, message, expected) => {
    const { deps } = createFake(
      () => new Response(fault(code, message), { status: 500, headers: { 'content-type': 'text/xml' } }),
    );
    const handle = await openHandle(deps, { purpose: 'compare', org });
    expect(await codeOf(handle.soap('readMetadata', [['type', 'PermissionSet']]))).toBe(expected);
  });
});

describe('a row’s bytes', () => {
  const id = '0815g000000AbCdEAK';
  const asked = async (answer: () => Response) => {
    const { deps, seen } = createFake(answer);
    const handle = await openHandle(deps, { purpose: 'compare', org });
    const bytes = handle.bytes('tooling', 'StaticResource', id);
    return { seen, bytes };
  };

  test('come as they are, from the row’s own address', async () => {
    const content = Buffer.from([0, 255, 10, 13, 128]);
    const { seen, bytes } = await asked(() => new Response(content));
    expect(Buffer.compare((await bytes) ?? Buffer.alloc(0), content)).toBe(0);
    expect(seen.map(({ url }) => url.pathname)).toEqual([
      `/services/data/v66.0/tooling/sobjects/StaticResource/${id}/Body`,
    ]);
  });

  test('of a row that is gone are none; any other refusal is one', async () => {
    const refusal = (status: number, errorCode: string) => () =>
      Response.json([{ errorCode, message: 'No.' }], { status });
    await expect((await asked(refusal(404, 'NOT_FOUND'))).bytes).resolves.toBeUndefined();
    expect(await codeOf((await asked(refusal(403, 'INSUFFICIENT_ACCESS'))).bytes)).not.toBe('no refusal');
    expect(await codeOf((await asked(() => new Response('<html>', { status: 500 }))).bytes)).toMatch(
      /^salesforce_/,
    );
  });

  test('without end are not read to it', async () => {
    const endless = () =>
      new Response(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(8 * 1_048_576)) }));
    await expect((await asked(endless)).bytes).rejects.toMatchObject({
      detail: 'Salesforce’s answer is larger than 32 MB.',
    });
  });
});

describe('the org’s limit', () => {
  const header = (used: number) => ({ 'sforce-limit-info': `api-usage=${used}/1000` });

  test('is reported with every handle’s usage', async () => {
    const { deps } = createFake(() => rows([], {}, header(100)));
    const handle = await openHandle(deps, { purpose: 'compare', org });
    expect(handle.usage()).toEqual({ requests: 0 });
    await handle.query(classes, anyRow);
    expect(handle.usage()).toEqual({ requests: 1, remaining: 900 });
  });

  test('keeps its last tenth, for every job of the org, and looks again after a while', async () => {
    const { deps, clock, seen } = createFake(() => rows([], {}, header(900)));
    const handle = await openHandle(deps, { purpose: 'compare', org });
    await handle.query(classes, anyRow);
    expect(await codeOf(handle.query(classes, anyRow))).toBe('salesforce_limit');
    const later = await openHandle(deps, { purpose: 'sync', org });
    expect(await codeOf(later.query(classes, anyRow))).toBe('salesforce_limit');
    expect(seen).toHaveLength(1);
    clock.time += 5 * 60_000 + 1;
    const tomorrow = await openHandle(deps, { purpose: 'sync', org });
    expect(await codeOf(tomorrow.query(classes, anyRow))).toBe('no refusal');
  });
});

describe('once nobody waits for it, a job', () => {
  const left = new Error('left');
  const jobOf = async (fake: ReturnType<typeof createFake>, signal: AbortSignal) =>
    openHandle(fake.deps, { purpose: 'sync', org, signal });

  test('cuts the call under way, and begins no other', async () => {
    const leaving = new AbortController();
    const fake = createFake(
      (_, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    );
    const handle = await jobOf(fake, leaving.signal);
    const under = handle.query(classes, anyRow);
    under.catch(() => {});
    await expect.poll(() => fake.seen.length, { interval: 1 }).toBe(1);
    leaving.abort(left);
    await expect(under).rejects.toBe(left);
    await expect(handle.query(classes, anyRow)).rejects.toBe(left);
    expect(fake.seen).toHaveLength(1);
    await handle.close();
    expect(fake.ended).toEqual(['job']);
  });

  test('waits for no token, and uses none that comes', async () => {
    const leaving = new AbortController();
    const fake = createFake(() => rows([]));
    const gate = Promise.withResolvers<void>();
    const { mint } = fake.deps.delegation;
    const slow = { ...fake.deps.delegation, mint: (jobId: string) => gate.promise.then(() => mint(jobId)) };
    const handle = await openHandle(
      { ...fake.deps, delegation: slow },
      { purpose: 'sync', org, signal: leaving.signal },
    );
    const under = handle.query(classes, anyRow);
    leaving.abort(left);
    await expect(under).rejects.toBe(left);
    gate.resolve();
    await handle.close();
    expect(fake.seen).toEqual([]);
  });

  test('is not opened', async () => {
    const fake = createFake(() => rows([]));
    let opened = 0;
    const openJob = async () => {
      opened += 1;
      return { jobId: 'job', deadline: Number.MAX_SAFE_INTEGER };
    };
    const delegation = { ...fake.deps.delegation, openJob };
    const request = { purpose: 'sync', org, signal: AbortSignal.abort(left) } as const;
    await expect(openHandle({ ...fake.deps, delegation }, request)).rejects.toBe(left);
    expect(opened).toBe(0);
  });
});
