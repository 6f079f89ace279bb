// Answers of Salesforce that are too large, too deep or aim at our own objects: a clear error, bounded time and memory, no harm.

import { afterEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import { createLog } from '../../../server/log.ts';
import { openHandle, type SalesforceDeps } from '../../../server/salesforce/client.ts';
import { createLimitBook } from '../../../server/salesforce/limit-book.ts';
import { readLive } from '../../../server/salesforce/readers/read-live.ts';
import { readEnvelope } from '../../../server/salesforce/soap.ts';
import { workTime } from '../../helpers/work-time.ts';

const org = {
  orgId: '00D5g000004XyZaEAK',
  apiHost: 'acme.my.salesforce.com',
  loginUrl: 'https://login.salesforce.com',
  tenantId: 't1',
  apiVersion: '66.0',
};
const json = { 'content-type': 'application/json' };
const xml = { 'content-type': 'text/xml' };

function handleFor(answer: (url: URL) => Response) {
  const deps: SalesforceDeps = {
    delegation: {
      openJob: async () => ({ jobId: 'job', deadline: Date.now() + 60_000 }),
      mint: async () => ({ accessToken: 't', instanceUrl: `https://${org.apiHost}`, userId: '005' }),
      endJob: async () => ({ revoked: true }),
    },
    redactorOf: () => ({ redact: async (source) => ({ source, notes: [] }) }),
    fetch: (async (url: URL) => answer(url)) as typeof globalThis.fetch,
    limits: createLimitBook(Date.now),
    now: Date.now,
    log: createLog({ level: 'silent' }),
  };
  return openHandle(deps, { purpose: 'compare', org });
}
const row = (metadata: string) =>
  `{"done":true,"records":[{"Id":"01Q5g000000AbCdEAK","FullName":"Account.Rule","LastModifiedDate":"2026-01-01T00:00:00.000+0000","LastModifiedById":"0055g000001AdaKAAW","LastModifiedBy":{"Name":"Ada"},"Metadata":${metadata}}]}`;
const rule = { type: 'ValidationRule', id: '01Q5g000000AbCdEAK' } as const;
const readRule = async (body: string) =>
  readLive(await handleFor(() => new Response(body, { headers: json })), rule);
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof AppError ? `${thrown.code}: ${thrown.detail}` : String(thrown)),
  );

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('the row is read as it is meant to be', async () => {
  const live = await readRule(row('{"active":true,"errorMessage":"No"}'));
  expect(live?.source.files[0]?.text).toContain('<errorMessage>No</errorMessage>');
});

describe('JSON', () => {
  test.each([
    ['a million levels of lists', `${'['.repeat(1e6)}${']'.repeat(1e6)}`, /another shape/],
    ['a million levels of objects', `${'{"a":'.repeat(1e6)}1${'}'.repeat(1e6)}`, /another shape/],
    ['a million levels inside a row', row(`${'{"a":'.repeat(1e6)}1${'}'.repeat(1e6)}`), /nested too deeply/],
    [
      'a million levels of lists in a row',
      row(`{"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}`),
      /nested too deeply/,
    ],
    ['a name that is no element', row('{"a><b":1}'), /no element/],
    ['no JSON', '{"records":', /another shape/],
  ])('%s is Salesforce’s error', async (_, body, words) => {
    expect(await refusal(readRule(body))).toMatch(words);
    expect(await refusal(readRule(body))).toMatch(/^salesforce_error/);
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'the name %s is an element like any other, or none',
    async (name) => {
      const live = await readRule(row(`{"${name}":{"polluted":"yes"},"active":true}`));
      expect(live?.source.files[0]?.text).toContain('<active>true</active>');
    },
  );

  test('more than may be read is not read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(to) {
        sent += 1;
        to.enqueue(new Uint8Array(1_048_576).fill(32));
      },
    });
    const handle = await handleFor(() => new Response(endless, { headers: json }));
    expect(await refusal(readLive(handle, rule))).toBe(
      'salesforce_error: Salesforce’s answer is larger than 32 MB.',
    );
    expect(sent).toBeLessThan(40);
  });
});

describe('XML', () => {
  const envelope = (inside: string) =>
    `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><readMetadataResponse><result>${inside}</result></readMetadataResponse></soapenv:Body></soapenv:Envelope>`;
  const profile = { type: 'Profile', fullName: 'Admin' } as const;
  const readProfile = async (body: string) =>
    readLive(
      await handleFor((url) =>
        url.pathname.includes('/Soap/')
          ? new Response(body, { headers: xml })
          : new Response('{"done":true,"records":[]}', { headers: json }),
      ),
      profile,
    );

  test.each([
    [
      'entities that grow',
      `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(999)}"><!ENTITY b "${'&a;'.repeat(999)}">]>${envelope('&b;')}`,
    ],
    [
      'an outer entity',
      `<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>${envelope('<records>&a;</records>')}`,
    ],
    ['no end', envelope('').slice(0, -20)],
    ['a page', '<html><body>Sign in</body></html>'],
  ])('with %s is Salesforce’s error, and nothing is expanded', async (_, body) => {
    const said = await refusal(readProfile(body));
    expect(said).toMatch(/^salesforce_error/);
    expect(said).not.toMatch(/root:|xxx/);
  });

  test('with a million levels it is refused where it becomes absurd', async () => {
    const inside = `${'<a>'.repeat(1e6)}${'</a>'.repeat(1e6)}`;
    const body = envelope(`<records><fullName>Admin</fullName>${inside}</records>`);
    const worked = workTime();
    expect(await refusal(readProfile(body))).toBe(
      'salesforce_error: Salesforce’s answer is nested too deeply.',
    );
    expect(worked()).toBeLessThan(5_000);
  });

  test('names of our own objects are names', () => {
    const { elements } = readEnvelope(
      envelope('<records><__proto__>polluted</__proto__><constructor>x</constructor></records>').replace(
        /<(\/?)result>/g,
        '<$1result>',
      ),
    );
    expect(elements[0]?.children.map(({ name }) => name)).toEqual(['records']);
  });
});
