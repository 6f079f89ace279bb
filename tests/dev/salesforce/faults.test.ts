// Faults by rule: each kind as a client sees it, which calls a rule means, and how often it happens.

import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { matchesPath } from '../../../dev/salesforce/faults/choose.ts';
import { cut } from '../../../dev/salesforce/faults/cut.ts';
import { api, login, type OrgUnderTest, setup, startOrgUnderTest } from './org-under-test.ts';
import { type RawAnswer, rawCall } from './raw-call.ts';

let org: OrgUnderTest;
let token: string;
beforeAll(async () => {
  org = await startOrgUnderTest();
  token = await org.mint();
});
afterEach(() => org.control('/normal', {}));
afterAll(() => org.stop());

const rule = (fault: string, more: object = {}) => org.fault({ rules: [{ fault, ...more }] });
const classes = () => org.query('SELECT Id FROM ApexClass', token);
const listing = '<listMetadata><queries><type>Flow</type></queries></listMetadata>';
const raw = (lines: string[], body?: string): Promise<RawAnswer> =>
  rawCall(org.port(), readFileSync(`${org.dir}/tls/ca.pem`, 'utf8'), api, lines, body);
const limits = () => raw(['GET /services/data/v66.0/limits HTTP/1.1', `authorization: Bearer ${token}`]);

describe('an answer of a server in trouble', () => {
  const id = /Please include this ErrorId if you contact support: \d+-\d+ \(-\d+\)$/;
  test('is UNKNOWN_EXCEPTION in the form of each API', async () => {
    await rule('unknown-exception');
    const rest = await classes();
    expect([rest.status, rest.json()]).toEqual([
      500,
      [{ message: expect.stringMatching(id), errorCode: 'UNKNOWN_EXCEPTION' }],
    ]);
    const soap = await org.soap(listing, { token });
    expect([soap.status, soap.text]).toEqual([
      500,
      expect.stringContaining(
        '<faultcode>sf:UNKNOWN_EXCEPTION</faultcode><faultstring>UNKNOWN_EXCEPTION: An unexpected error occurred.',
      ),
    ]);
    const oauth = await org.bearer();
    expect([oauth.status, oauth.json()]).toEqual([
      400,
      { error: 'unknown_error', error_description: 'retry your request' },
    ]);
    expect((await org.call(setup, '/lightning/setup/Flows/home')).status).toBe(500);
  });

  test('is SERVER_UNAVAILABLE with status 503', async () => {
    await rule('server-unavailable');
    const rest = await classes();
    expect([rest.status, rest.json()[0].errorCode]).toEqual([503, 'SERVER_UNAVAILABLE']);
    const soap = await org.soap(listing, { token });
    expect([soap.status, soap.text]).toEqual([503, expect.stringContaining('sf:SERVER_UNAVAILABLE')]);
    expect((await org.bearer()).json().error).toBe('temporarily_unavailable');
  });

  test.each([
    ['bad-gateway', 502, 'Bad Gateway'],
    ['maintenance', 503, 'We are down for maintenance.'],
    ['gateway-timeout', 504, 'Gateway Time-out'],
  ])('is a page of HTML for %s', async (fault, status, title) => {
    await rule(fault);
    const answer = await classes();
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/html; charset=UTF-8']);
    expect(answer.text).toContain(`<h1>${title}</h1>`);
  });
});

describe('a connection', () => {
  test('is cut before an answer, and the call is not carried out', async () => {
    await rule('drop');
    const used = (await org.control('/limits')).json().used;
    expect(await limits()).toMatchObject({ status: undefined, ended: true });
    expect((await org.control('/limits')).json().used).toBe(used);
  });

  test('is cut before an answer although the call was carried out', async () => {
    await rule('lost-answer');
    const used = (await org.control('/limits')).json().used;
    expect(await limits()).toMatchObject({ status: undefined, ended: true });
    expect((await org.control('/limits')).json().used).toBe(used + 1);
  });

  test('is cut in the middle of the answer', async () => {
    const whole = await limits();
    await rule('cut-body');
    const half = await limits();
    expect(half).toMatchObject({ status: 200, ended: true, contentLength: whole.contentLength });
    expect(half.body.length).toBe(Math.floor((half.contentLength ?? 0) / 2));
  });

  test('is kept without an answer until everything is back to normal', async () => {
    await rule('no-answer');
    expect(await limits()).toMatchObject({ status: undefined, ended: false });
    const waiting = rawCall(
      org.port(),
      readFileSync(`${org.dir}/tls/ca.pem`, 'utf8'),
      api,
      ['GET /services/data/v66.0/limits HTTP/1.1', `authorization: Bearer ${token}`],
      '',
      20_000,
    );
    await expect.poll(async () => (await org.control('/normal')).json().held).toBe(1);
    await org.control('/normal', {});
    expect(await waiting).toMatchObject({ status: undefined, ended: true });
  });
});

describe('a zip', () => {
  const zip = Buffer.from('PK-some-bytes-of-a-zip-that-is-here-only-for-its-length');
  const before = '<checkRetrieveStatusResponse><result><success>true</success><zipFile>';
  const body = Buffer.from(
    `${before}${zip.toString('base64')}</zipFile></result></checkRetrieveStatusResponse>`,
  );

  test('is cut with the whole length told, or with the short one', () => {
    const middle = before.length + Math.floor(zip.toString('base64').length / 2);
    expect(cut('half-zip', body)).toEqual({ body, sent: middle });
    const short = cut('half-zip-short', body);
    expect([short.sent, short.body.toString()]).toEqual([undefined, body.toString().slice(0, middle)]);
  });

  test('can be half a zip inside a whole document', () => {
    const text = cut('half-zip-inside', body).body.toString();
    const [, inside = ''] =
      /<zipFile>(.*)<\/zipFile><\/result><\/checkRetrieveStatusResponse>$/.exec(text) ?? [];
    const half = Buffer.from(inside, 'base64');
    expect(zip.subarray(0, half.length)).toEqual(half);
    expect(half.length).toBeGreaterThan(zip.length / 3);
    expect(half.length).toBeLessThan(zip.length);
  });

  test('is needed: an answer without one is whole, and the rule did not happen', async () => {
    await rule('half-zip');
    expect((await org.soap(listing, { token })).text).toContain('</soapenv:Envelope>');
    expect(cut('half-zip', Buffer.from('<result/>'))).toEqual({ body: Buffer.from('<result/>') });
    expect((await org.control('/fault')).json().rules[0]).toMatchObject({ seen: 0, happened: 0 });
  });
});

describe('a rule', () => {
  test('means the calls of one surface', async () => {
    await rule('maintenance', { surface: 'soap' });
    expect((await classes()).status).toBe(200);
    expect((await org.bearer()).status).toBe(200);
    expect((await org.soap(listing, { token })).status).toBe(503);
  });

  test('means the calls of one path', async () => {
    await rule('maintenance', { path: '/services/data/*/tooling/query' });
    expect((await classes()).status).toBe(503);
    expect((await org.query('SELECT Id FROM User', token, '')).status).toBe(200);
    expect(matchesPath('/a.b*/c', '/a.b/x/c')).toBe(true);
    expect(matchesPath('/a.b*/c', '/axb/x/c')).toBe(false);
    expect(matchesPath('/a', '/a/b')).toBe(false);
  });

  test('means one operation of SOAP, or one grant, which is answered as ever when the rule lets it pass', async () => {
    await rule('maintenance', { operation: 'listMetadata', after: 1 });
    expect((await org.soap(listing, { token })).text).toContain('<fullName>Route</fullName>');
    expect((await org.soap('<describeMetadata></describeMetadata>', { token })).status).toBe(200);
    expect((await org.soap(listing, { token })).status).toBe(503);
    await rule('maintenance', { operation: 'refresh_token' });
    expect((await org.bearer()).status).toBe(200);
    await rule('maintenance', { operation: 'urn:ietf:params:oauth:grant-type:jwt-bearer' });
    expect((await org.call(login, '/services/oauth2/userinfo')).status).not.toBe(503);
    expect((await org.bearer()).status).toBe(503);
  });

  test('lets calls pass, happens a number of times, and tells how often it did', async () => {
    await rule('maintenance', { after: 1, count: 2 });
    const statuses: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) statuses.push((await classes()).status);
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
    expect((await org.control('/fault')).json().rules).toMatchObject([{ seen: 3, happened: 2 }]);
  });

  test('gives way to the next when it is used up', async () => {
    await org.fault({ rules: [{ fault: 'maintenance', count: 1 }, { fault: 'bad-gateway' }] });
    expect([(await classes()).status, (await classes()).status]).toEqual([503, 502]);
  });

  test('happens by chance, the same way from the same seed', async () => {
    const run = async (seed: number) => {
      await org.fault({ seed, rules: [{ fault: 'maintenance', probability: 0.5 }] });
      const statuses: number[] = [];
      for (let turn = 0; turn < 24; turn += 1) statuses.push((await classes()).status);
      return statuses;
    };
    const first = await run(11);
    expect(first.filter((status) => status === 503).length).toBeGreaterThan(5);
    expect(first.filter((status) => status === 200).length).toBeGreaterThan(5);
    expect(await run(11)).toEqual(first);
    expect(await run(12)).not.toEqual(first);
  });

  test('is told in the log of calls', async () => {
    await rule('maintenance');
    await org.control('/requests/clear', {});
    await classes();
    expect((await org.control('/requests')).json().calls).toMatchObject([
      { status: 503, fault: 'maintenance' },
    ]);
  });
});
