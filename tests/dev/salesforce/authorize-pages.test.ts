// The pages between the authorize endpoint and the app: what its parameters do to them, and plain http.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, login, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { under } from './refusal-readers.ts';
import { answered, authorizePath, codeFor, redeem, signIn } from './sign-in-steps.ts';

const ada = 'ada.king@acme.example';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest({ plainPort: 0 });
});
afterAll(() => org.stop());

const selfAuthorized = { fault: { appMode: 'self-authorize' } };

describe('the login form', () => {
  test('holds the hinted username, and is shown as asked', async () => {
    const asked = authorizePath({ login_hint: 'leo.marin@acme.example', display: 'touch' });
    const first = await org.call(api, asked);
    const form = await org.call(api, String(first.headers.location));
    expect(form.text).toContain('name="un" type="email" value="leo.marin@acme.example"');
    expect(form.text).toContain('<body class="login display-touch">');
  });

  test('is shown as a page where display is none of Salesforce’s', async () => {
    const first = await org.call(api, authorizePath({ display: '"><script>' }));
    const form = await org.call(api, String(first.headers.location));
    expect(form.text).toContain('<body class="login display-page">');
    expect(form.text).not.toContain('<script>');
  });
});

describe('prompt', () => {
  const withSession = async (change: Record<string, string | null>) => {
    const { cookie } = await signIn(org, ada);
    return org.call(api, authorizePath(change), { headers: { cookie } });
  };

  test('login asks for the password again, though there is a session', async () => {
    expect((await withSession({ prompt: 'login' })).headers.location).toMatch(/^\/\?ec=302/);
  });

  test('consent and select_account ask again for what was approved, without a new login', async () => {
    await under(org, selfAuthorized, async () => {
      const { answer, cookie } = await signIn(org, ada);
      const request = /name="request" value="([^"]*)"/.exec(answer.text)?.[1]?.replace(/&amp;/g, '&') ?? '';
      const choice = { method: 'POST', form: { request, choice: 'allow' }, headers: { cookie } };
      await org.call(api, '/setup/secur/RemoteAccessAuthorizationPage.apexp', choice);
      const plain = await withSession({});
      expect(answered(plain.headers.location).get('code')).toBeTruthy();
      for (const prompt of ['consent', 'select_account']) {
        const page = await withSession({ prompt });
        expect([page.status, page.text]).toEqual([200, expect.stringContaining('Allow Access?')]);
      }
    });
  });

  test('none and immediate give a code without a page while nothing must be asked', async () => {
    const silent: Record<string, string>[] = [{ prompt: 'none' }, { immediate: 'true' }];
    for (const change of silent) {
      expect(answered((await withSession(change)).headers.location).get('code')).toBeTruthy();
    }
  });
});

describe('a code without a challenge', () => {
  test('is given and redeemed only where the app need not prove it', async () => {
    const none = { code_challenge: null, code_challenge_method: null };
    const refused = await org.call(api, authorizePath(none));
    expect(answered(refused.headers.location).get('error')).toBe('invalid_request');
    await under(org, { app: { pkceRequired: false } }, async () => {
      const code = await codeFor(org, ada, none);
      expect((await redeem(org, code, { code_verifier: undefined })).status).toBe(200);
      const proven = await codeFor(org, ada);
      expect((await redeem(org, proven, { code_verifier: undefined })).status).toBe(400);
    });
  });
});

describe('plain http', () => {
  test('is refused by every OAuth endpoint and led to https elsewhere', async () => {
    for (const path of ['token', 'revoke', 'introspect', 'userinfo']) {
      const answer = await org.plainCall(login, `/services/oauth2/${path}`, { method: 'POST' });
      expect([answer.status, answer.json()]).toEqual([
        400,
        { error: 'invalid_request', error_description: 'HTTPS required' },
      ]);
    }
    const led = await org.plainCall(api, '/services/data/v66.0/query?q=SELECT+Id+FROM+User');
    expect([led.status, led.headers.location]).toEqual([
      301,
      `https://${api}/services/data/v66.0/query?q=SELECT+Id+FROM+User`,
    ]);
  });
});

describe('the app’s settings', () => {
  test.each([
    [{ nope: true }, 'no such app setting: nope'],
    [{ clientId: 'other' }, 'no such app setting: clientId'],
    [{ tokenMinutes: '30' }, 'tokenMinutes is a number'],
    [{ tokenFormat: 'saml' }, 'tokenFormat is opaque or jwt'],
    [{ tokenMinutes: 0 }, 'tokenMinutes is from 1 to'],
    [{ refreshDays: -1 }, 'refreshDays is from 0 to'],
    [[], 'app settings are an object'],
  ])('are refused as a whole when they are %j', async (body, problem) => {
    const before = (await org.control('/app')).json();
    const answer = await org.control('/app', Array.isArray(body) ? body : { secret: 'new', ...body });
    expect([answer.status, answer.json().problem]).toEqual([400, expect.stringContaining(problem)]);
    expect((await org.control('/app')).json()).toEqual(before);
  });
});
