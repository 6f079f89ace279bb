// The JWT bearer grant's claims beyond the usual ones: other audiences, older forms, and more than one certificate.

import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureTls } from '../../../dev/tls.ts';
import { api, login, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { under } from './refusal-readers.ts';

const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;
const site = 'https://acme.my.site.com/partners';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

const statusOf = async (claims: Record<string, unknown>) => (await org.bearer({ claims })).status;

describe('the audience', () => {
  test.each([
    ['the login host', 'https://login.salesforce.com'],
    ['it with a slash', 'https://login.salesforce.com/'],
    ['the org’s own domain', `https://${api}`],
    ['one of several', ['https://elsewhere.example', 'https://login.salesforce.com']],
  ])('may be %s', async (_, aud) => {
    const answer = await org.bearer({ claims: { aud } });
    expect(answer.status).toBe(200);
    expect(answer.json()).not.toHaveProperty('sfdc_community_url');
  });

  test('may be the org’s site, and then the answer names it', async () => {
    expect((await org.bearer({ claims: { aud: site } })).json()).toMatchObject({
      sfdc_community_url: site,
      sfdc_community_id: expect.stringMatching(/^0DB\w{15}$/),
      instance_url: `https://${api}`,
    });
  });

  test.each([
    'http://login.salesforce.com',
    'https://acme.my.site.com',
    'https://login.salesforce.com.evil.example',
    5,
  ])('may not be %s', async (aud) => {
    expect((await org.bearer({ claims: { aud } })).json().error_description).toBe('audience is invalid');
  });
});

describe('the user', () => {
  test('is named by sub, by prn alone, or by prn where both are', async () => {
    const idOf = async (claims: Record<string, unknown>) => (await org.bearer({ claims })).json().id;
    const sam = await idOf({ sub: 'sam.okafor@acme.example' });
    expect(await idOf({ sub: undefined, prn: 'sam.okafor@acme.example' })).toBe(sam);
    expect(await idOf({ sub: 'ada.king@acme.example', prn: 'sam.okafor@acme.example' })).toBe(sam);
  });

  test.each([[undefined], [7], ['']])('is nobody when sub is %j', async (sub) => {
    expect((await org.bearer({ claims: { sub } })).json().error_description).toBe(
      "user hasn't approved this consumer",
    );
  });
});

describe('the end', () => {
  test('may be text, as in Salesforce’s own samples', async () => {
    expect(await statusOf({ exp: String(seconds(120)) })).toBe(200);
    expect(await statusOf({ exp: String(seconds(-120)) })).toBe(400);
    expect(await statusOf({ exp: '1e12' })).toBe(400);
  });

  test('may be five minutes off, or three where the org keeps to what is documented', async () => {
    expect([await statusOf({ exp: seconds(295) }), await statusOf({ exp: seconds(310) })]).toEqual([
      200, 400,
    ]);
    await under(org, { fault: { assertionSeconds: 180 } }, async () => {
      expect([await statusOf({ exp: seconds(175) }), await statusOf({ exp: seconds(190) })]).toEqual([
        200, 400,
      ]);
    });
  });
});

test('any certificate in the registered file will do, and none when there is none', async () => {
  const file = join(org.dir, 'certificates.pem');
  const other = await ensureTls(join(org.dir, 'other'));
  await org.restart({ certificate: file });
  expect((await org.bearer()).json().error_description).toBe('invalid assertion');
  appendFileSync(file, readFileSync(join(org.dir, 'tls', 'leaf.pem')));
  expect([(await org.bearer()).status, (await org.bearer({ key: other.key })).status]).toEqual([200, 400]);
  appendFileSync(file, readFileSync(other.certFile));
  expect([(await org.bearer()).status, (await org.bearer({ key: other.key, host: login })).status]).toEqual([
    200, 200,
  ]);
});
