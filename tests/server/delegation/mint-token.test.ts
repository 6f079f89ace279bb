// One token: recorded before Salesforce is asked, checked, recorded before it leaves; otherwise revoked and dropped.

import { Writable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Attempt, Outcome } from '../../../server/audit/record.ts';
import { type MintDeps, mintToken } from '../../../server/delegation/mint-token.ts';
import { AppError } from '../../../server/errors.ts';
import { createLog } from '../../../server/log.ts';

const org = {
  orgId: '00D5g000004XyZaEAK',
  apiHost: 'acme.my.salesforce.com',
  loginUrl: 'https://login.salesforce.com',
};
const user = { userId: '0055g000001AdaKAAW', username: 'ada@acme.example' };
const attempt = { who: 'auth0|ada', caller: 'api', purpose: 'compare', jobId: 'job' };
const token = '00D5g000004XyZa!canary';
const good = {
  access_token: token,
  id: `https://login.salesforce.com/id/${org.orgId}/${user.userId}`,
  instance_url: `https://${org.apiHost}`,
};

let events: string[];
let outcomes: Outcome[];
let lines: string;
let unwritable: 'none' | 'intent' | 'login' | 'outcome';
let answer: () => Response | Promise<Response>;
let wanted: boolean;
let logins: string[];
let signing: () => Promise<Uint8Array>;

beforeEach(() => {
  events = [];
  outcomes = [];
  lines = '';
  unwritable = 'none';
  wanted = true;
  logins = [];
  signing = async () => new Uint8Array(256);
  answer = () => Response.json(good);
});

function mint() {
  const deps: MintDeps = {
    audit: {
      async intent(facts: Attempt) {
        if (unwritable === 'intent') throw new AppError('audit_unavailable');
        events.push(`intent ${facts.actingAs?.username}`);
        return { tree: 'acme', ref: 'ref', org: facts.org, persons: {} };
      },
      async outcome(_intended, outcome) {
        if (unwritable === 'outcome') throw new AppError('audit_unavailable');
        events.push(`outcome ${outcome.result}`);
        outcomes.push(outcome);
      },
    },
    logins: {
      async begin({ userId, clientId }) {
        if (unwritable === 'login') throw new AppError('audit_unavailable');
        logins.push(`${userId} ${clientId}`);
        return 'login';
      },
      end: async (id, outcome, userId) => void logins.push(`${id} ${outcome} ${userId}`),
      drop: async (id) => void logins.push(`${id} dropped`),
    },
    fetch: (async (url: URL, init: RequestInit) => {
      const path = url.pathname.replace('/services/oauth2/', '');
      expect(init.redirect).toBe('manual');
      expect(init.signal).toBeInstanceOf(AbortSignal);
      const body = String(init.body);
      if (path === 'revoke') expect(new URLSearchParams(body).get('token')).toBe(token);
      events.push(path);
      return path === 'revoke' ? new Response(`invalid token: ${token}`, { status: 400 }) : answer();
    }) as typeof globalThis.fetch,
    signingKey: { sign: () => signing(), fingerprint: 'f', publicKey: '' },
    clientId: 'client',
    now: Date.now,
    log: createLog({
      level: 'trace',
      destination: new Writable({
        write(line, _encoding, done) {
          lines += String(line);
          done();
        },
      }),
    }),
  };
  return mintToken(deps, { org, user, attempt, wanted: () => wanted });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    (value) => value,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${JSON.stringify(error)}`);
  expect(JSON.stringify([error.message, error.detail, error.cause])).not.toContain('canary');
  return error.code;
}

describe('a token', () => {
  test('comes between two records', async () => {
    expect(await mint()).toEqual({ accessToken: token, userId: user.userId });
    expect(events).toEqual([`intent ${user.username}`, 'token', 'outcome granted']);
  });

  test('is not asked for when the intent cannot be written', async () => {
    unwritable = 'intent';
    expect(await codeOf(mint())).toBe('audit_unavailable');
    expect(events).toEqual([]);
  });

  test('is not asked for when the key does not sign, and that is recorded', async () => {
    signing = () => Promise.reject(new Error('canary of the key file'));
    expect(await codeOf(mint())).toBe('signing_unavailable');
    expect(events).toEqual([`intent ${user.username}`, 'outcome refused']);
    expect(outcomes[0]?.code).toBe('not_signed');
    expect(outcomes[0]?.reason).not.toContain('canary');
  });

  test('is revoked and dropped when the outcome cannot be written', async () => {
    unwritable = 'outcome';
    expect(await codeOf(mint())).toBe('audit_unavailable');
    expect(events).toEqual([`intent ${user.username}`, 'token', 'revoke']);
  });

  test('is revoked when nobody waits for it any more', async () => {
    wanted = false;
    expect(await codeOf(mint())).toBe('delegation_refused');
    expect(events.slice(1)).toEqual(['token', 'revoke', 'outcome refused']);
  });
});

describe('what the org’s login history is compared with', () => {
  const noted = async () => {
    await mint().catch(() => undefined);
    return logins;
  };
  const begun = `${user.userId} client`;

  test('says for whom and through which app Salesforce was asked, and what came of it', async () => {
    expect(await noted()).toEqual([begun, `login granted ${user.userId}`]);
  });

  test('says that it was a login, whatever became of the token here', async () => {
    wanted = false;
    expect(await noted()).toEqual([begun, `login granted ${user.userId}`]);
    const other = '0055g000001SamOAAW';
    answer = () => Response.json({ ...good, id: `https://login.salesforce.com/id/${org.orgId}/${other}` });
    expect((await noted()).at(-1)).toBe(`login granted ${other}`);
  });

  test.each<[string, () => Response | Promise<Response>, string]>([
    ['a no', () => Response.json({ error: 'invalid_grant' }, { status: 400 }), 'login refused undefined'],
    ['an error of Salesforce’s', () => new Response('', { status: 503 }), 'login unknown undefined'],
    ['another shape', () => Response.json({}), 'login unknown undefined'],
    ['no answer', () => Promise.reject(new TypeError('fetch failed')), 'login unknown undefined'],
    [
      'no question',
      () => Promise.reject(new TypeError('x', { cause: { code: 'PRIVATE_ADDRESS' } })),
      'login dropped',
    ],
  ])('of %s', async (_, given, last) => {
    answer = given;
    expect(await noted()).toEqual([begun, last]);
  });

  test('comes before Salesforce is asked: what cannot be noted is not asked for', async () => {
    unwritable = 'login';
    expect(await codeOf(mint())).toBe('audit_unavailable');
    expect(events).toEqual([`intent ${user.username}`, 'outcome refused']);
  });

  test('holds nothing of an assertion that was not signed', async () => {
    signing = () => Promise.reject(new Error('no key'));
    expect(await noted()).toEqual([]);
  });
});

describe('an answer for somebody or something else', () => {
  const cases: [string, Partial<typeof good>][] = [
    ['another user', { id: `https://login.salesforce.com/id/${org.orgId}/0055g000001SamOAAW` }],
    ['another org', { id: `https://login.salesforce.com/id/00D5g000009OtherEAK/${user.userId}` }],
    ['another address', { instance_url: 'https://evil.my.salesforce.com' }],
    ['no identity', { id: undefined }],
    ['an identity inside another path', { id: `https://evil.example/x/id/${org.orgId}/${user.userId}` }],
  ];
  test.each(cases)('%s: revoked, recorded, alarmed, nothing returned', async (_, wrong) => {
    answer = () => Response.json({ ...good, ...wrong });
    expect(await codeOf(mint())).toBe('identity_mismatch');
    expect(events.slice(1)).toEqual(['token', 'revoke', 'outcome refused']);
    expect(outcomes[0]?.code).toBe('identity_mismatch');
    expect(lines).toContain('"alarm":"identity_mismatch"');
    expect(lines).not.toContain('canary');
  });
});

describe('Salesforce’s no', () => {
  const refusal = (error: string, error_description: string, status = 400) =>
    Response.json({ error, error_description }, { status });

  test('is recorded and told in our words', async () => {
    answer = () => refusal('invalid_grant', 'inactive user');
    const error = (await mint().catch((thrown: unknown) => thrown)) as AppError;
    expect(error.code).toBe('salesforce_refused');
    expect(error).toMatchObject({
      detail: 'The Salesforce user is deactivated.',
      action: 'Ask your Salesforce admin to activate the user.',
      who: 'salesforce_admin',
    });
    const reason = `${error.detail} ${error.action}`;
    expect(outcomes).toEqual([{ result: 'refused', code: 'user_inactive', reason }]);
  });

  test('that passes by itself is told as such', async () => {
    answer = () => refusal('rate_limit_exceeded', 'login rate exceeded');
    expect(await codeOf(mint())).toBe('salesforce_unavailable');
    expect(outcomes[0]?.code).toBe('login_rate');
  });

  test.each([
    ['an error page', () => new Response('<html>', { status: 503 })],
    ['an answer without a token', () => Response.json({ hello: 'world' })],
    ['an answer that is not JSON', () => new Response('<html>')],
  ])('%s is unavailability', async (_, given) => {
    answer = given;
    expect(await codeOf(mint())).toBe('salesforce_unavailable');
    expect(outcomes[0]?.result).toBe('refused');
  });
});

describe('no answer', () => {
  test.each([
    ['unreachable', () => Promise.reject(new TypeError('fetch failed'))],
    ['too slow', () => Promise.reject(new DOMException('late', 'TimeoutError'))],
  ])('%s: the outcome is unknown, for Salesforce may have issued a token', async (_, given) => {
    answer = given as () => Promise<Response>;
    expect(await codeOf(mint())).toBe('salesforce_unavailable');
    expect(outcomes[0]?.result).toBe('unknown');
  });

  test('a name that leads to a private address was not called: refused, and alarmed', async () => {
    const cause = Object.assign(new Error('x'), { code: 'PRIVATE_ADDRESS' });
    answer = () => Promise.reject(new TypeError('fetch failed', { cause }));
    expect(await codeOf(mint())).toBe('salesforce_error');
    expect(outcomes).toMatchObject([
      { result: 'refused', code: 'not_called', reason: expect.stringContaining('not on the open internet') },
    ]);
    expect(lines).toContain('"alarm":"private_address"');
  });

  test('a redirect is not followed', async () => {
    answer = () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } });
    expect(await codeOf(mint())).toBe('salesforce_error');
    expect(events.filter((event) => event === 'token')).toHaveLength(1);
  });

  test('an answer without end is cut off', async () => {
    const endless = () => new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(16_384)) });
    answer = () => new Response(endless());
    expect(await codeOf(mint())).toBe('salesforce_error');
  });
});
