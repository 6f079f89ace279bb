// Each error of Salesforce that is known for sure: from the stand-in that is set to give it, through the server, to the
// words that panel and popup show: what happened, what to do, who can do it, and whether trying again may help.

import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createKeys } from '../../../cli/keys.ts';
import type { WhoCanAct } from '../../../contract/errors.ts';
import { AppError } from '../../../server/errors.ts';
import { toProblem } from '../../../server/http/error-handler.ts';
import { checkOrg } from '../../../server/orgs/check-org.ts';
import {
  apiHost,
  createOrgsWorld,
  handleOrg,
  integration,
  type OrgsWorld,
  orgId,
  redirectUri,
  type Someone,
} from './world.ts';

let world: OrgsWorld;
let ada: Someone;
const username = 'ada.king@acme.example';

beforeAll(async () => {
  world = await createOrgsWorld();
  ada = await world.person('ada@acme.example');
  await world.connect(ada, username, integration);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.ask('/normal', {});
  await world.db.updateTable('orgs').set({ state: 'connected' }).execute();
});

/** What a person reads. */
interface Words {
  readonly text: string;
  readonly who: WhoCanAct | undefined;
  readonly retry: boolean;
}

async function refused(attempt: Promise<unknown>): Promise<Words> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error(`no refusal: ${JSON.stringify(error)} ${error}`);
  const { title, detail = '', action, who, retry } = toProblem(error, 'r');
  return { text: `${title} ${detail} ${action}`, who, retry };
}

/** A mint, by the proof of standing: a lock's reason, or what is thrown. */
async function mint(set: Record<string, unknown>): Promise<Words> {
  await world.ask('/fault', set);
  const handle = await world.openAs(ada, 'standing');
  try {
    return await refused(handle.query({ api: 'data', object: 'User', fields: ['IsActive'] }, z.object({})));
  } finally {
    await handle.close();
  }
}

/** A sign-in whose answer goes wrong on its way. */
async function finish(before: (state: string) => Promise<unknown>, code?: string): Promise<Words> {
  const { authorizeUrl, state } = await world.start(ada);
  const answer = await world.signInAt(authorizeUrl, username);
  await before(state);
  return refused(world.finish(ada, state, code ?? answer.searchParams.get('code') ?? ''));
}

/** A sign-in that comes back with an error. */
async function redirect(set: () => Promise<unknown>, as = username): Promise<Words> {
  const { authorizeUrl, state } = await world.start(ada);
  await set();
  const answer = (await world.signInAt(authorizeUrl, as)).searchParams;
  const said = { error: answer.get('error') ?? '', description: answer.get('error_description') ?? '' };
  const { what, fix, who } = await world.services.connectRefused({ person: ada.person, state, ...said });
  return { text: `${what} ${fix}`, who, retry: false };
}

/** A page that Salesforce shows itself, as the connect page's check reads it. */
async function page(set: () => Promise<unknown>, clientId?: string): Promise<Words> {
  await set();
  const { clientId: own } = await world.services.guideValues({
    person: ada.person,
    member: ada.member,
    apiHost,
  });
  const app = { clientId: clientId ?? own ?? '', redirects: [redirectUri] };
  const wrong = (await checkOrg(world.fetch, apiHost, app)).find(({ state }) => state === 'wrong');
  return { text: `${wrong?.what} ${wrong?.advice}`, who: wrong?.who, retry: false };
}

/** A read of the REST API. */
async function read(set: () => Promise<unknown>): Promise<Words> {
  const handle = await world.openAs(ada, 'standing');
  try {
    const ask = () => handle.query({ api: 'data', object: 'User', fields: ['IsActive'] }, z.object({}));
    await ask();
    await set();
    return await refused(ask());
  } finally {
    await handle.close();
  }
}

const fault = (set: Record<string, unknown>) => () => world.ask('/fault', set);
const attempt = (set: Record<string, string>) => (state: string) =>
  world.db.updateTable('connect_attempts').set(set).where('state', '=', state).execute();

interface Reached {
  readonly bring: () => Promise<Words>;
  readonly says: RegExp;
  readonly who: WhoCanAct;
  readonly retry?: boolean;
}
type Row = Reached | { readonly never: string };

const admin = 'salesforce_admin';
const ourQueries =
  'the readers’ queries are ours and name one row, known fields and known types; it would be a bug';

const table: Readonly<Record<string, Row>> = {
  "jwt-bearer invalid_grant user hasn't approved this consumer": {
    bring: () => mint({ appMode: 'self-authorize' }),
    says: /not approved for this Salesforce user.*permission set/,
    who: admin,
  },
  'jwt-bearer invalid_app_access user is not admin approved to access this app': {
    bring: () => mint({ assigned: { [username]: false } }),
    says: /not assigned to the app.*assign you/,
    who: admin,
  },
  'jwt-bearer invalid_grant audience is invalid': {
    never:
      'the audience follows from the My Domain, which says itself whether it is a sandbox; explained all the same',
  },
  'jwt-bearer invalid_grant Audience validation failed': {
    never: 'as the row before: another wording of it',
  },
  'jwt-bearer invalid_grant invalid assertion': {
    bring: withOtherCertificate,
    says: /did not accept the signature.*certificate/,
    who: admin,
  },
  'jwt-bearer invalid_grant expired authorization code': {
    bring: () => mint({ assertionSeconds: 30 }),
    says: /too old.*clock of the server/,
    who: 'operator',
    retry: true,
  },
  'jwt-bearer invalid_client_id client identifier invalid': {
    never: 'sign-in comes first and uses the same consumer key: the authorize row is met before it',
  },
  'jwt-bearer invalid_client invalid client credentials': { never: 'no secret is sent with an assertion' },
  'jwt-bearer app_not_found External client app is not installed in this org': {
    bring: () => mint({ appUninstalled: true }),
    says: /not installed in this org.*install it/,
    who: admin,
  },
  'jwt-bearer invalid_grant inactive user': {
    bring: () => mint({ inactive: [username] }),
    says: /deactivated.*activate/,
    who: admin,
  },
  'jwt-bearer inactive_user user is inactive': {
    bring: () => mint({ inactive: [username], wording: 'documented' }),
    says: /deactivated.*activate/,
    who: admin,
  },
  'jwt-bearer inactive_org organization is inactive': {
    bring: () => mint({ orgInactive: true }),
    says: /locked, closed or suspended/,
    who: admin,
  },
  'jwt-bearer invalid_grant ip restricted or invalid login hours': {
    bring: () => mint({ loginHours: true }),
    says: /address ranges or login hours.*allow the server’s addresses/,
    who: admin,
  },
  'jwt-bearer invalid_grant ip restricted': {
    bring: () => mint({ ipRestricted: true }),
    says: /address ranges or login hours.*allow the server’s addresses/,
    who: admin,
  },
  'jwt-bearer invalid_request refresh_token scope is required and the connected app should be installed and preauthorized.':
    {
      bring: () => mint({ appWithoutRefreshScope: true }),
      says: /lacks the scope.*refresh_token/,
      who: admin,
    },
  'jwt-bearer rate_limit_exceeded login rate exceeded': {
    bring: () => mint({ loginRateExceeded: true }),
    says: /too often within the hour.*Wait/,
    who: 'you',
    retry: true,
  },
  'jwt-bearer unsupported_grant_type grant type not supported': {
    never: 'the grant type is fixed in the code',
  },
  'jwt-bearer invalid_scope the requested scope is invalid, unknown, or malformed': {
    never: 'a mint asks for no scope: it gets the app’s',
  },
  'any OAUTH_APP_BLOCKED this app is blocked by admin': {
    bring: () => mint({ appBlocked: true }),
    says: /blocked the app.*Connected Apps OAuth Usage/,
    who: admin,
  },
  'authorization-code invalid_grant expired authorization code': {
    bring: () => finish(() => world.ask('/clock', { offset: 20 * 60_000 })),
    says: /too old.*Start connecting again/,
    who: 'you',
  },
  'authorization-code invalid_grant invalid authorization code': {
    bring: () => finish(async () => {}, 'aPrxNobodysCode'),
    says: /used before.*Start connecting again/,
    who: 'you',
  },
  'authorization-code redirect_uri_mismatch redirect_uri must match configuration': {
    bring: () => finish(attempt({ redirect_uri: 'https://else.chromiumapp.org/salesforce' })),
    says: /does not list the extension’s address.*callback address/,
    who: admin,
  },
  'authorization-code redirect_uri_missing redirect_uri not provided': { never: 'it is always sent' },
  'authorization-code invalid_client invalid client credentials': {
    bring: () => finish(() => world.ask('/app', { secret: 's', secretForCode: true })),
    says: /app’s credentials.*no secret/,
    who: admin,
  },
  'authorization-code invalid_client_credentials client credentials are invalid': {
    bring: () =>
      finish(async () => {
        await world.ask('/app', { secret: 's', secretForCode: true });
        await world.ask('/fault', { wording: 'documented' });
      }),
    says: /app’s credentials.*no secret/,
    who: admin,
  },
  'authorization-code invalid_grant invalid code verifier': {
    bring: () => finish(attempt({ verifier: 'v'.repeat(43) })),
    says: /belongs to another sign-in.*Start connecting again/,
    who: 'you',
  },
  'authorization-code invalid_request invalid code challenge': {
    never: 'the challenge is computed, never typed',
  },
  'authorization-code access_denied end-user denied authorization': {
    never: 'an app that admins pre-authorize shows no page with a Deny button; explained for apps that do',
  },
  'authorization-code immediate_unsuccessful immediate unsuccessful': { never: 'a sign-in is never silent' },
  'authorization-code OAUTH_APP_ACCESS_DENIED user is not admin approved to access this app': {
    bring: () => redirect(async () => {}, 'guest.user@acme.example'),
    says: /not assigned to the app.*assign you/,
    who: admin,
  },
  'authorization-code unsupported_response_type response type is not supported': {
    never: 'the response type is fixed, and the extension opens no other',
  },
  'authorization-code invalid_request HTTPS required': { never: 'only https addresses are opened' },
  'authorization-code invalid_request Must use HTTP GET': { never: 'the browser opens the address with GET' },
  'authorization-code invalid_request Out-of-band not supported': {
    never: 'the redirect is the extension’s own',
  },
  'authorization-code OAUTH_APPROVAL_ERROR_GENERIC app must be installed into org': {
    bring: async () => {
      const { errors } = await world.services.guideValues({
        person: ada.person,
        member: ada.member,
        apiHost,
      });
      const row = errors.find(({ error }) => error === 'OAUTH_APPROVAL_ERROR_GENERIC');
      return { text: `${row?.what} ${row?.fix}`, who: row?.who, retry: false };
    },
    says: /not installed in this org.*install it/,
    who: admin,
  },
  'authorization-code OAUTH_EC_APP_NOT_FOUND External client app is not installed in this org': {
    bring: () => page(fault({ appUninstalled: true })),
    says: /not installed in this org.*install it/,
    who: admin,
  },
  'authorization-code invalid_client_id client identifier invalid': {
    bring: () => page(async () => {}, '3MVG9else'),
    says: /does not know the app.*consumer key/,
    who: 'operator',
  },
  'authorization-code unauthorized_client client is not authorized to use this flow': {
    bring: () => redirect(() => world.ask('/app', { codeFlow: false })),
    says: /does not allow this way of signing in.*PKCE/,
    who: admin,
  },
  'revoke unsupported_token_type this token type is not supported': {
    never: 'a token that cannot be revoked is logged',
  },
  'revoke invalid_token invalid token: <token>': { never: 'the token is dead, which is what was wanted' },
  'api INVALID_SESSION_ID Session expired or invalid': {
    bring: async () => {
      const handle = await world.openAs(ada, 'standing');
      const ask = () => handle.query({ api: 'data', object: 'User', fields: ['IsActive'] }, z.object({}));
      await ask();
      await world.ask('/fault', { sessionMinutes: 0 });
      return refused(ask()).finally(() => handle.close());
    },
    says: /ended the session more than once/,
    who: 'operator',
    retry: true,
  },
  'api INVALID_SESSION_ID This session is not valid for use with the REST API': {
    bring: () =>
      read(async () => {
        await world.ask('/end-sessions', {});
        await world.ask('/app', { scopes: ['openid', 'refresh_token'] });
      }),
    says: /lack the scope “api”/,
    who: 'operator',
    retry: true,
  },
  'api REQUEST_LIMIT_EXCEEDED TotalRequests Limit exceeded.': {
    bring: () => read(fault({ requestsLeft: 0 })),
    says: /used its API requests.*limit resets/,
    who: 'you',
    retry: true,
  },
  'api REQUEST_LIMIT_EXCEEDED ConcurrentRequests (Concurrent API Requests) Limit exceeded.': {
    bring: () => read(fault({ concurrentLimit: true })),
    says: /Too many requests run in the org at once.*moment/,
    who: 'you',
    retry: true,
  },
  'api API_DISABLED_FOR_ORG API is not enabled for this Organization or Partner': {
    bring: () => read(fault({ orgWithoutApi: true })),
    says: /edition of the org has no API/,
    who: admin,
  },
  'api MALFORMED_QUERY': { never: ourQueries },
  'api INVALID_FIELD': { never: ourQueries },
  'api INVALID_TYPE': { never: `${ourQueries}; a type that an org lacks is passed over` },
  'api NOT_FOUND The requested resource does not exist': {
    never: 'rows are asked for by query, which answers none',
  },
  'api SERVER_UNAVAILABLE': {
    bring: () => read(fault({ down: '503' })),
    says: /did not answer.*moment/,
    who: 'you',
    retry: true,
  },
};

/** The app in the org has another certificate than the key that signs. */
async function withOtherCertificate(): Promise<Words> {
  const file = join(world.dir, 'keys', 'salesforce-app.crt');
  const own = readFileSync(file);
  const others = join(world.dir, 'others');
  if (!existsSync(others)) await createKeys(others);
  copyFileSync(join(others, 'salesforce-app.crt'), file);
  try {
    return await mint({});
  } finally {
    writeFileSync(file, own);
  }
}

const reached = Object.entries(table).flatMap(([name, row]) =>
  'bring' in row ? [[name, row] as const] : [],
);

test.each(reached)('%s', async (_, { bring, says, who, retry = false }) => {
  const words = await bring();
  expect(words.text).toMatch(says);
  expect(words.who).toBe(who);
  expect(words.retry).toBe(retry);
  expect(words.text).not.toMatch(/undefined|invalid_grant|00D5g000004XyZa!/);
});

test.each(Object.entries(table).flatMap(([name, row]) => ('never' in row ? [[name, row.never]] : [])))(
  '%s does not reach a person: %s',
  (_, why) => expect(why).toMatch(/\w{3,} \w/),
);

interface Fact {
  readonly flow?: string;
  readonly surface?: string;
  readonly error?: string;
  readonly errorCode?: string;
  readonly error_description?: string;
  readonly message?: string | null;
  readonly verified: boolean;
}
const file = new URL('../../../../shared/fixtures/oauth-errors.json', import.meta.url);

test.runIf(existsSync(file))('no verified row of these legs is without words or a reason', () => {
  const facts = JSON.parse(readFileSync(file, 'utf8')) as { oauth: Fact[]; api: Fact[] };
  const legs = ['jwt-bearer', 'authorization-code', 'revoke', 'any'];
  const oauth = facts.oauth
    .filter(({ flow = '', verified }) => verified && legs.includes(flow))
    .map(({ flow, error, error_description }) => `${flow} ${error} ${error_description}`);
  const api = facts.api
    .filter(({ surface, verified }) => verified && surface === 'REST/Tooling')
    .map(({ errorCode }) => `api ${errorCode}`);
  const names = Object.keys(table);
  expect(oauth.filter((name) => !names.includes(name))).toEqual([]);
  expect(api.filter((name) => !names.some((one) => one.startsWith(name)))).toEqual([]);
  expect(handleOrg.orgId).toBe(orgId);
});
