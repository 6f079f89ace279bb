// Small parts of the way to Salesforce: hosts, queries, envelopes.

import { describe, expect, test } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import {
  callSalesforce,
  checkEgress,
  isApiHost,
  loginUrlOf,
  orgKindOf,
} from '../../../server/salesforce/hosts.ts';
import { instantOf } from '../../../server/salesforce/readers/stamp-row.ts';
import { buildEnvelope, readEnvelope } from '../../../server/salesforce/soap.ts';
import { buildSoql } from '../../../server/salesforce/soql.ts';

describe('hosts', () => {
  test.each([
    ['acme.my.salesforce.com', 'production', 'https://login.salesforce.com'],
    ['acme--uat.sandbox.my.salesforce.com', 'sandbox', 'https://test.salesforce.com'],
    ['acme--uat.my.salesforce.com', 'sandbox', 'https://test.salesforce.com'],
    ['acme-dev-ed.develop.my.salesforce.com', 'developer', 'https://login.salesforce.com'],
    ['acme-1-dev-ed.scratch.my.salesforce.com', 'scratch', 'https://test.salesforce.com'],
    ['acme.my.salesforce.mil', 'production', 'https://login.salesforce.com'],
    ['acme.my.sfcrmproducts.cn', 'production', 'https://login.salesforce.com'],
  ])('%s is a %s org', (host, kind, loginUrl) => {
    expect(isApiHost(host)).toBe(true);
    expect(orgKindOf(host)).toBe(kind);
    expect(loginUrlOf(host)).toBe(loginUrl);
    expect(() => checkEgress(`https://${host}/services/data`)).not.toThrow();
  });

  test.each([
    'https://evil.example/',
    'https://acme.my.salesforce.com.evil.example/',
    'https://evilmy.salesforce.com/',
    'https://my.salesforce.com/',
    'https://acme.lightning.force.com/',
    'https://acme.my.salesforce-setup.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://0x7f.1/',
    'https://169.254.169.254/latest/meta-data/',
    'http://acme.my.salesforce.com/',
    'https://acme.my.salesforce.com:8443/',
    'https://user:password@acme.my.salesforce.com/',
    'https://acme.my.salesforce.com@evil.example/',
    'https://a.b.c.my.salesforce.com/',
    'file:///etc/passwd',
  ])('%s is not called', async (address) => {
    let called = false;
    const fetch = (async () => {
      called = true;
      return new Response('');
    }) as typeof globalThis.fetch;
    const request = { method: 'GET', timeoutMs: 100, maxBytes: 10 } as const;
    await expect(callSalesforce(fetch, address, request)).rejects.toThrow(/does not call/);
    expect(called).toBe(false);
  });

  test.each([
    'ACME.my.salesforce.com',
    '-acme.my.salesforce.com',
    'acme..my.salesforce.com',
    '',
    'a'.repeat(300),
  ])('%s is no org’s host', (host) => {
    expect(isApiHost(host)).toBe(false);
  });

  test('an answer is cut off at its bound, and time is bounded', async () => {
    const big = (async () => new Response('x'.repeat(100))) as typeof globalThis.fetch;
    const address = 'https://acme.my.salesforce.com/';
    const error = await callSalesforce(big, address, { method: 'GET', timeoutMs: 100, maxBytes: 99 }).catch(
      (thrown: unknown) => thrown,
    );
    expect((error as AppError).code).toBe('salesforce_error');
    const never = ((_: URL, init: RequestInit) =>
      new Promise((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      })) as unknown as typeof globalThis.fetch;
    const late = await callSalesforce(never, address, { method: 'GET', timeoutMs: 20, maxBytes: 99 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(late).toBeInstanceOf(AppError);
    expect((late as AppError).detail).toContain('in time');
  });
});

describe('queries', () => {
  test('hold values as literals', () => {
    expect(
      buildSoql({
        api: 'tooling',
        object: 'ApexClass',
        fields: ['Id', 'LastModifiedBy.Name'],
        where: { Name: "x' OR Name != '\\", NamespacePrefix: null },
      }),
    ).toBe(
      "SELECT Id, LastModifiedBy.Name FROM ApexClass WHERE Name = 'x\\' OR Name != \\'\\\\' AND NamespacePrefix = null",
    );
  });

  test.each([
    { object: 'ApexClass WHERE', fields: ['Id'] },
    { object: 'ApexClass', fields: ['Id FROM User'] },
    { object: 'ApexClass', fields: ['Id'], where: { "Id = '' OR Id": '1' } },
  ])('refuse syntax in names', (query) => {
    expect(() => buildSoql({ api: 'data', ...query })).toThrow(/Not a field or object/);
  });
});

describe('envelopes', () => {
  test('escape what they are given', () => {
    const envelope = buildEnvelope('t&o<k', 'readMetadata', [
      ['type', 'PermissionSet'],
      ['fullNames', '</met:fullNames><met:fullNames>Admin'],
    ]);
    expect(envelope).toContain('<met:sessionId>t&amp;o&lt;k</met:sessionId>');
    expect(envelope.match(/<met:fullNames>/g)).toHaveLength(1);
  });

  const around = (inside: string) =>
    `<?xml version="1.0"?>\r\n<soapenv:Envelope xmlns:soapenv="s" xmlns:xsi="i"><soapenv:Body><readMetadataResponse><result>${inside}</result></readMetadataResponse></soapenv:Body></soapenv:Envelope>`;

  test('cut records out as they are', () => {
    const first =
      '<records xsi:type="PermissionSet"><fullName>A</fullName><label>ä 𝒳 &lt;x&gt;</label></records>';
    const second = '<records xsi:nil="true"/>';
    const third =
      '<records\n xsi:type="PermissionSet"  ><fullName>C</fullName><x><![CDATA[</records>]]></x></records >';
    const [result] = readEnvelope(around(`${first}\r\n${second} ${third}`)).elements;
    expect(result?.children).toEqual([
      { name: 'records', xml: first, nil: false },
      { name: 'records', xml: second, nil: true },
      { name: 'records', xml: third, nil: false },
    ]);
  });

  test('read simple children as texts', () => {
    const [result] = readEnvelope(around('<fullName>A &amp; B</fullName><id></id>')).elements;
    expect(result?.texts).toEqual({ fullName: 'A & B', id: '' });
  });

  test('read faults without their prefix', () => {
    const text =
      '<e:Envelope xmlns:e="s" xmlns:sf="m"><e:Body><e:Fault><faultcode>sf:INVALID_TYPE</faultcode><faultstring>no</faultstring></e:Fault></e:Body></e:Envelope>';
    expect(readEnvelope(text).fault).toEqual({ code: 'INVALID_TYPE', message: 'no' });
  });

  test.each([
    ['cut off', around('<records>').slice(0, -30)],
    [
      'with an entity of its own',
      `<!DOCTYPE x [<!ENTITY a "b">]>${around('<records>&a;</records>').slice(22)}`,
    ],
    ['no XML at all', 'Service Unavailable'],
  ])('%s are refused', (_, text) => {
    expect(() => readEnvelope(text)).toThrow(AppError);
  });
});

describe('instants', () => {
  test('of REST and SOAP are one', () => {
    expect(instantOf('2026-05-01T10:00:00.000+0000')).toBe('2026-05-01T10:00:00.000Z');
    expect(instantOf('2026-05-01T10:00:00.000Z')).toBe('2026-05-01T10:00:00.000Z');
    expect(() => instantOf('yesterday')).toThrow(AppError);
  });
});
