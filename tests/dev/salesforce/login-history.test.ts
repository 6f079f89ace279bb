// LoginHistory: what each login leaves there, in whose words it failed, and when its row shows.

import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AssertionChange, api, login, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { under } from './refusal-readers.ts';
import { codeFor, redeem, signIn } from './sign-in-steps.ts';

const leo = 'leo.marin@acme.example';

let org: OrgUnderTest;
let leoId: string;
beforeAll(async () => {
  org = await startOrgUnderTest();
  const { records } = (await org.query(`SELECT Id FROM User WHERE Username = '${leo}'`)).json();
  leoId = records[0].Id;
});
afterAll(() => org.stop());

const fields =
  'Id, UserId, LoginTime, LoginType, SourceIp, Status, Application, Browser, Platform, ApiType, ApiVersion, LoginUrl, TlsProtocol, CipherSuite, CountryIso, ClientVersion, AuthenticationServiceId, AuthMethodReference, AuthContextClassRef, LoginGeoId, NetworkId, OptionsIsGet, OptionsIsPost';

async function rowsOfLeo(): Promise<Record<string, unknown>[]> {
  const soql = `SELECT ${fields} FROM LoginHistory WHERE UserId = '${leoId}' ORDER BY LoginTime`;
  return (await org.query(soql, undefined, '')).json().records;
}

/** The rows that an act adds. */
async function added(act: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const before = (await rowsOfLeo()).length;
  await act();
  return (await rowsOfLeo()).slice(before);
}

const bearer = (change: AssertionChange = {}) =>
  org.bearer({ ...change, claims: { sub: leo, ...change.claims } });
const otherKey = String(
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
);

describe('a row', () => {
  test('tells all that is known of a login through the app', async () => {
    const [row] = await added(() => bearer());
    expect(row).toEqual({
      attributes: expect.anything(),
      Id: expect.stringMatching(/^0Ya\w{15}$/),
      UserId: leoId,
      LoginTime: expect.stringMatching(/\+0000$/),
      LoginType: 'Remote Access 2.0',
      SourceIp: '127.0.0.1',
      Status: 'Success',
      Application: 'Canvasback',
      Browser: 'Unknown',
      Platform: 'Unknown',
      ApiType: 'N/A',
      ApiVersion: 'N/A',
      LoginUrl: login,
      TlsProtocol: 'TLS 1.2',
      CipherSuite: 'ECDHE-RSA-AES256-GCM-SHA384',
      CountryIso: null,
      ClientVersion: 'N/A',
      AuthenticationServiceId: null,
      AuthMethodReference: null,
      AuthContextClassRef: null,
      LoginGeoId: null,
      NetworkId: '000000000000000AAA',
      OptionsIsGet: false,
      OptionsIsPost: true,
    });
  });

  test('tells the browser of a login by the form', async () => {
    const agent =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
    const form = { un: leo, pw: 'canvasback' };
    const headers = { 'user-agent': agent };
    const rows = await added(() => org.call(api, '/', { method: 'POST', form, headers }));
    expect(rows).toMatchObject([
      {
        LoginType: 'Application',
        Application: 'Browser',
        Status: 'Success',
        Browser: 'Chrome 140',
        Platform: 'Windows 10',
        LoginUrl: api,
      },
    ]);
  });

  test('is the user’s own without Manage Users, and everyone’s with it', async () => {
    const owners = async (token: string) => {
      const { records } = (await org.query('SELECT UserId FROM LoginHistory', token, '')).json();
      return new Set(records.map((row: { UserId: string }) => row.UserId));
    };
    expect(await owners(await org.mint(leo))).toEqual(new Set([leoId]));
    expect((await owners(await org.mint())).size).toBeGreaterThan(1);
  });

  test('is everyone’s with Monitor Login History alone, which the user can ask after', async () => {
    const integration = 'integration@acme.example';
    const held = async (token: string) => {
      const soql = 'SELECT PermissionsManageUsers, PermissionsMonitorLoginHistory FROM UserPermissionAccess';
      const [row] = (await org.query(soql, token, '')).json().records;
      const rows = (await org.query('SELECT UserId FROM LoginHistory', token, '')).json().records;
      const users = new Set(rows.map(({ UserId }: { UserId: string }) => UserId)).size;
      return [row.PermissionsManageUsers, row.PermissionsMonitorLoginHistory, users > 1];
    };
    expect(await held(await org.mint(integration))).toEqual([false, true, true]);
    await under(org, { fault: { without: { [integration]: ['MonitorLoginHistory'] } } }, async () => {
      expect(await held(await org.mint(integration))).toEqual([false, false, false]);
    });
  });

  test('is timed by a clock of its own, the same each time', async () => {
    const timesBy = async (fault: Record<string, unknown>) =>
      under(org, { fault }, async () =>
        (await rowsOfLeo()).map((row) => Date.parse(String(row.LoginTime))).sort(),
      );
    const real = await timesBy({});
    expect(await timesBy({ loginClock: 120_000 })).toEqual(real.map((time) => time + 120_000));
    const jitter = { loginClockJitter: 60_000 };
    const off = await timesBy(jitter);
    expect(await timesBy(jitter)).toEqual(off);
    expect(off).not.toEqual(real);
    expect(Math.max(...off.map((time) => Math.min(...real.map((one) => Math.abs(one - time)))))).toBeLessThan(
      60_001,
    );
  });

  test('is not to be found by what it says of the browser', async () => {
    const answer = await org.query("SELECT Id FROM LoginHistory WHERE Browser = 'Unknown'", undefined, '');
    expect([answer.status, answer.json()[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
  });
});

describe('a login that fails', () => {
  const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;
  const none = {};
  test.each<[string, AssertionChange, Record<string, unknown>]>([
    ['User is Inactive', none, { inactive: [leo] }],
    ['User Is Frozen', none, { frozen: [leo] }],
    ['Password Lockout', none, { locked: [leo] }],
    ['Restricted IP', none, { ipRestricted: true }],
    ['Restricted Time', none, { loginHours: true }],
    ['Login rate exceeded', none, { loginRateExceeded: true }],
    ['Failed: Not approved for access', none, { assigned: { [leo]: false } }],
    ['Failed: Not approved for access', none, { appMode: 'self-authorize' }],
    ['Failed: Audience Invalid', { claims: { aud: 'https://evil.example' } }, none],
    ['Failed: Assertion Expired', { claims: { exp: seconds(-60) } }, none],
    ['Failed: Signature Invalid', { key: otherKey }, none],
  ])('is there as “%s”', async (status, change, fault) => {
    const rows = await added(() => under(org, { fault }, () => bearer(change)));
    expect(rows.map((row) => row.Status)).toEqual([status]);
  });

  test('is there for a code whose verifier is wrong', async () => {
    const code = await codeFor(org, leo);
    const rows = await added(() => redeem(org, code, { code_verifier: 'w'.repeat(64) }));
    expect(rows.map((row) => row.Status)).toEqual(['Failed: Invalid Code Verifier']);
  });

  test('is there for the form too', async () => {
    const rows = await added(async () => {
      await signIn(org, leo, 'wrong');
      await under(org, { fault: { inactive: [leo] } }, () => signIn(org, leo));
      await under(org, { fault: { ipRestricted: true } }, () => signIn(org, leo));
    });
    expect(rows.map((row) => row.Status)).toEqual(['Invalid Password', 'User is Inactive', 'Restricted IP']);
  });

  test('is not there for a user the org does not know', async () => {
    const all = async () =>
      (await org.query('SELECT count() FROM LoginHistory', undefined, '')).json().totalSize;
    const before = await all();
    expect((await org.bearer({ claims: { sub: 'nobody@acme.example' } })).status).toBe(400);
    expect((await org.bearer({ claims: { iss: '3MVG9other' } })).status).toBe(400);
    expect(await all()).toBe(before);
  });
});

describe('the rows of three mints', () => {
  const threeMints = async () => {
    for (let turn = 0; turn < 3; turn += 1) expect((await bearer()).status).toBe(200);
  };

  test('are three where each leaves one', async () => {
    expect(await added(threeMints)).toHaveLength(3);
  });

  test('are one where they are merged, and it keeps its id', async () => {
    const every = (await rowsOfLeo()).map((row) => row.Id);
    await under(org, { fault: { loginRows: 'merged' } }, async () => {
      const rows = await rowsOfLeo();
      const good = rows.filter((row) => row.Status === 'Success' && row.Application === 'Canvasback');
      expect(good).toHaveLength(1);
      expect(every).toContain(good[0]?.Id);
      expect(await added(threeMints)).toEqual([]);
    });
    await under(org, { fault: { loginRows: 'merged', clockOffset: 61 * 60_000 } }, async () => {
      const exp = Math.floor(Date.now() / 1000) + 61 * 60 + 100;
      expect(await added(() => bearer({ claims: { exp } }))).toHaveLength(1);
    });
  });

  test('show after a while where they are late', async () => {
    await under(org, { fault: { loginRows: 'late', loginRowDelay: 60_000 } }, async () => {
      expect(await added(threeMints)).toEqual([]);
      const shown = (await rowsOfLeo()).length;
      await org.fault({ clockOffset: 61_000 });
      expect((await rowsOfLeo()).length - shown).toBeGreaterThanOrEqual(3);
    });
  });

  test('are one, later, where they are both', async () => {
    const headers = { 'x-stand-in-address': '198.51.100.77' };
    const fault = { loginRows: 'merged and late', loginRowDelay: 60_000 };
    await under(org, { fault }, async () => {
      const rows = await added(async () => {
        for (let turn = 0; turn < 3; turn += 1) await bearer({ headers });
      });
      expect(rows).toEqual([]);
      await org.fault({ clockOffset: 61_000 });
      const shown = await rowsOfLeo();
      expect(shown.filter((row) => row.SourceIp === '198.51.100.77')).toHaveLength(1);
    });
  });
});

describe('the address of a row', () => {
  test('is another one where the call says that it stands in its place', async () => {
    const from = '198.51.100.66';
    await org.bearer({ claims: { sub: leo }, headers: { 'x-stand-in-address': from } });
    expect((await rowsOfLeo()).filter((row) => row.SourceIp === from)).toHaveLength(1);
  });
});
