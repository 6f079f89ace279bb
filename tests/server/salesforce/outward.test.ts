// Where the servers' calls may go: by name, by address, and by what a name leads to at the moment of the connection.

import type { LookupAddress } from 'node:dns';
import { type AddressInfo, createServer, type LookupFunction, type Server } from 'node:net';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callSalesforce, checkEgress, isApiHost } from '../../../server/salesforce/hosts.ts';
import { createOutwardFetch, publicOnly } from '../../../server/salesforce/outward.ts';
import { problemOfProxy } from '../../../server/salesforce/proxy-setting.ts';
import { isPublicAddress } from '../../../server/salesforce/public-address.ts';

const issuer = 'https://tenant.eu.auth0.com/';

describe('an org host', () => {
  test.each([
    ['an address', '127.0.0.1'],
    ['an address in one number', '2130706433'],
    ['an address in hex', '0x7f.0.0.1'],
    ['an address in octal', '0177.0.0.1'],
    ['a short address', '127.1'],
    ['the metadata service', '169.254.169.254'],
    ['an IPv6 address', '[::1]'],
    ['a mapped address', '[::ffff:169.254.169.254]'],
    ['user information', 'acme.my.salesforce.com@evil.example'],
    ['a port', 'acme.my.salesforce.com:8443'],
    ['a trailing dot', 'acme.my.salesforce.com.'],
    ['a path', 'evil.example/.my.salesforce.com'],
    ['a fragment', 'evil.example#.my.salesforce.com'],
    ['a backslash', 'evil.example\\.my.salesforce.com'],
    ['a longer name', 'acme.my.salesforce.com.evil.example'],
    ['a look-alike suffix', 'acme.my-salesforce.com'],
    ['a glued prefix', 'evilmy.salesforce.com'],
    ['no My Domain', 'my.salesforce.com'],
    ['an empty label', '.my.salesforce.com'],
    ['a label too many', 'a.b.c.my.salesforce.com'],
    ['a Cyrillic letter', 'аcme.my.salesforce.com'],
    ['a Cyrillic letter in the suffix', 'acme.my.sаlesforce.com'],
    ['a full-width dot', 'acme.my。salesforce.com'],
    ['its punycode in the suffix', 'acme.my.xn--slesforce-7fg.com'],
    ['upper case', 'ACME.my.salesforce.com'],
    ['a space', 'acme.my.salesforce.com '],
    ['a line break', 'acme.my.salesforce.com\n'],
    ['a zero byte', 'acme\0.my.salesforce.com'],
    ['a percent sign', 'evil.example%2f.my.salesforce.com'],
    ['more than a name may have', `${'a'.repeat(64)}.my.salesforce.com`],
    ['localhost', 'localhost'],
    ['an internal name', 'metadata.google.internal'],
    ['Setup’s own host, which is no API', 'acme.my.salesforce-setup.com'],
  ])('that is or has %s is none', (_, host) => {
    expect(isApiHost(host)).toBe(false);
  });

  test.each([
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://[::ffff:7f00:1]/',
    'https://acme.my.salesforce.com./',
    'https://acme.my.salesforce.com:444/',
    'https://ada@acme.my.salesforce.com/',
    'https://acme.my.sаlesforce.com/',
    'https://acme。my.salesforce.com.evil.example/',
    'https://evil.example\\@acme.my.salesforce.com/',
    'gopher://acme.my.salesforce.com/',
  ])('%s is not called', (address) => {
    expect(() => checkEgress(address)).toThrow(/does not call/);
  });
});

describe('an address', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '::ffff:0:1',
    '64:ff9b::a00:1',
    '64:ff9b::169.254.169.254',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2606:4700::1%eth0',
    'acme.my.salesforce.com',
    '',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '85.222.140.1',
    '2606:4700::1111',
    '2001:4860:4860::8888',
    '::ffff:1.1.1.1',
    '::ffff:101:101',
    '64:ff9b::1.1.1.1',
    '64:ff9b::101:101',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('a name of Salesforce', () => {
  let listener: Server;
  let connections = 0;
  const atListener = () => `https://acme.my.salesforce.com:${(listener.address() as AddressInfo).port}/`;
  beforeAll(async () => {
    listener = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => listener.close(resolve)));
  beforeEach(() => {
    connections = 0;
  });
  const leadingTo =
    (...addresses: string[]): LookupFunction =>
    (_name, _options, done) => {
      const family = (address: string) => (address.includes(':') ? 6 : 4);
      done(
        null,
        addresses.map((address): LookupAddress => ({ address, family: family(address) })),
      );
    };
  const call = (lookup: LookupFunction) =>
    callSalesforce(createOutwardFetch({ issuer, lookup }), 'https://acme.my.salesforce.com/services/data', {
      method: 'GET',
      timeoutMs: 2000,
      maxBytes: 10,
    });

  test.each([
    ['the loopback', ['127.0.0.1']],
    ['a private network', ['10.0.0.5']],
    ['a link’s own addresses', ['169.254.10.1', 'fe80::1']],
    ['the metadata service', ['169.254.169.254']],
    ['IPv6’s loopback', ['::1']],
    ['a mapped loopback', ['::ffff:127.0.0.1']],
    ['a private IPv6 network', ['fd00:ec2::254']],
    ['a public address and a private one', ['1.1.1.1', '127.0.0.1']],
    ['nowhere', []],
  ])('that leads to %s is not called, and the answer says so', async (_, addresses) => {
    await expect(call(leadingTo(...addresses))).rejects.toMatchObject({
      code: 'salesforce_error',
      detail:
        'acme.my.salesforce.com leads to an address that is not on the open internet, so it was not called.',
      who: 'operator',
    });
    const lookup = leadingTo(...addresses);
    await expect(createOutwardFetch({ issuer, lookup })(atListener())).rejects.toThrow();
    expect(connections).toBe(0);
  });

  test('is connected to at the address that was checked: it is asked for once', () => {
    let asked = 0;
    const flips: LookupFunction = (name, options, done) => {
      asked += 1;
      leadingTo(asked === 1 ? '1.1.1.1' : '127.0.0.1')(name, options, done);
    };
    const given: unknown[] = [];
    publicOnly(flips)('acme.my.salesforce.com', { all: true }, (...result) => given.push(result));
    publicOnly(leadingTo('1.1.1.1'))('acme.my.salesforce.com', {}, (...result) => given.push(result));
    expect(given).toEqual([
      [null, [{ address: '1.1.1.1', family: 4 }]],
      [null, '1.1.1.1', 4],
    ]);
    expect(asked).toBe(1);
  });

  test('that does not exist cannot be reached, which is said otherwise', async () => {
    const unknown: LookupFunction = (_name, _options, done) =>
      done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    await expect(call(unknown)).rejects.toMatchObject({ code: 'salesforce_unavailable' });
  });

  test('would have been reached without the guard: the refusals above are its own', async () => {
    const dispatcher = new Agent({ connect: { lookup: leadingTo('127.0.0.1') } });
    await expect(fetch(atListener(), { dispatcher })).rejects.toThrow();
    expect(connections).toBeGreaterThan(0);
    await dispatcher.close();
  });
});

describe('the proxy of the local world', () => {
  test.each([
    ['http://127.0.0.1:7780', 'development', undefined],
    ['http://[::1]:7780', 'development', undefined],
    [undefined, 'production', undefined],
    ['http://127.0.0.1:7780', 'production', /for development only/],
    ['http://proxy.example:3128', 'development', /on this machine/],
    ['http://127.0.0.1:7780/path', 'development', /on this machine/],
  ] as const)('%s in %s', (value, mode, problem) => {
    if (problem === undefined) expect(problemOfProxy(value, mode)).toBeUndefined();
    else expect(problemOfProxy(value, mode)).toMatch(problem);
  });
});
