// Every endpoint checks who asks, what they send, what they may, and what goes back.

import { afterEach, describe, expect, test } from 'vitest';
import { type EndpointName, endpoints } from '#contract/index.ts';
import { acme, as, formerId, link, orgId, type Stub, type StubOptions, start, stubApp } from './stub-app.ts';

let stub: Stub;
const open = (options?: StubOptions) => {
  stub = stubApp(options);
  return stub.app;
};
afterEach(() => stub.app.close());

const find = `/v1/orgs/${orgId}/components/find?type=Flow&fullName=A`;
const names = Object.keys(endpoints) as EndpointName[];
const address = (name: EndpointName) =>
  endpoints[name].path.replace('{orgId}', orgId).replace('{alarmId}', alarmId);
const alarmId = '7f3e9a52-0d7c-4c61-9a55-1b8e2f5d6c70';
/** Of every method that the address has. */
const methodsOf = (name: EndpointName) => {
  const there = names.filter((each) => endpoints[each].path === endpoints[name].path);
  return [...new Set(there.map((each) => endpoints[each].method))].sort().join(', ');
};
const inputs = {
  ...{ type: 'Flow', fullName: 'A', revision: 'a'.repeat(40), compareId: 'c' },
  ...{ name: 'Acme', history: 'keep', size: '1', indices: '0' },
};
const payload = { ...inputs, logins: 1 };
/** Empty answers of everything that a record's access opens. */
const none = { entries: [], total: 0, matching: 0, leftOut: 0, people: [], purposes: [], outcomes: [] };
const unreconciled = {
  ...{ state: 'waiting' as const, running: false, applications: [], alarms: [] },
};
const ofRecords: StubOptions['services'] = {
  listAccess: async () => none,
  countAccess: async () => none,
  logProofs: async () => none,
  reconciliation: async () => unreconciled,
  requestReconciliation: async () => unreconciled,
};

describe('every endpoint', () => {
  test.each(names)('%s refuses a request without a token', async (name) => {
    const answer = await open().inject({ method: endpoints[name].method, url: address(name) });
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'not_authenticated', retry: false });
    expect(answer.headers['www-authenticate']).toMatch(/^DPoP /);
    expect(answer.headers['dpop-nonce']).toBe('nonce-of-now');
  });

  test.each(names)('%s refuses a bearer token', async (name) => {
    const headers = { authorization: 'Bearer token-of-auth0|ada', dpop: 'proof' };
    const answer = await open().inject({ method: endpoints[name].method, url: address(name), headers });
    expect(answer.statusCode).toBe(401);
  });

  test.each(names)('%s refuses another method and says which it takes', async (name) => {
    const answer = await open().inject({ method: 'DELETE', url: address(name), headers: as('ada') });
    expect(answer.statusCode).toBe(405);
    expect(answer.json()).toMatchObject({ code: 'method_not_allowed' });
    expect(answer.headers.allow).toBe(methodsOf(name));
  });

  test.each(names.filter((name) => endpoints[name].path.includes('{orgId}')))(
    '%s answers alike for an org of another tenant and one that nobody connected',
    async (name) => {
      const app = open();
      const { method, path } = endpoints[name];
      const ask = (id: string, who: string) =>
        app.inject({
          method,
          url: path.replace('{orgId}', id).replace('{alarmId}', alarmId),
          headers: as(who),
          ...(method === 'GET' ? { query: inputs } : { payload }),
        });
      const answers = [
        await ask(orgId, 'eve'),
        await ask(orgId, 'zoe'),
        await ask(`00D${'9'.repeat(15)}`, 'ada'),
      ];
      for (const answer of answers) {
        expect(answer.statusCode).toBe(404);
        const { requestId, ...rest } = answer.json();
        const { requestId: _, ...first } = answers[0]?.json() ?? {};
        expect(rest).toEqual(first);
        expect(rest.code).toBe('org_not_connected');
      }
      expect(stub.asked).toEqual([]);
    },
  );

  test.each(names.filter((name) => endpoints[name].access === 'standing'))(
    '%s needs standing of under a quarter of an hour',
    async (name) => {
      const app = open();
      const { method } = endpoints[name];
      const ask = () =>
        app.inject({
          method,
          url: address(name),
          headers: as('ada'),
          ...(method === 'GET' ? { query: inputs } : { payload }),
        });
      stub.links.set('auth0|ada', link(start, 'Salesforce says the user is frozen.'));
      expect((await ask()).json()).toMatchObject({
        status: 403,
        code: 'no_standing',
        detail: 'Salesforce says the user is frozen.',
      });
      stub.links.set('auth0|ada', link(null));
      expect((await ask()).json()).toMatchObject({ code: 'no_standing' });
      stub.links.delete('auth0|ada');
      expect((await ask()).json()).toMatchObject({ code: 'not_linked' });
      expect(stub.asked).toEqual([]);
    },
  );
});

test.each(names.filter((name) => endpoints[name].access === 'record'))(
  '%s opens to an owner’s session, to others with standing only',
  async (name) => {
    const app = open({ services: ofRecords });
    const { method } = endpoints[name];
    const query = name === 'log.proofs' ? inputs : {};
    const ask = (who: string) => app.inject({ method, url: address(name), query, headers: as(who) });
    stub.links.clear();
    expect((await ask('ada')).statusCode).toBe(200);
    expect((await ask('mia')).json()).toMatchObject({ code: 'not_linked' });
    stub.links.set('auth0|mia', link(start));
    expect((await ask('mia')).json()).toMatchObject({ code: 'no_standing' });
    stub.links.set('auth0|mia', link(start + 60_000));
    expect((await ask('mia')).statusCode).toBe(200);
    expect(stub.asked).toHaveLength(2);
  },
);

test.each(names.filter((name) => endpoints[name].path.includes('{orgId}')))(
  '%s of an org that was disconnected: its records open to its owners then, and to nobody else',
  async (name) => {
    const app = open({ services: ofRecords });
    const { method, path, access } = endpoints[name];
    const ask = (who: string) =>
      app.inject({
        method,
        url: path.replace('{orgId}', formerId).replace('{alarmId}', alarmId),
        headers: as(who),
        ...(method === 'GET' ? { query: inputs } : { payload }),
      });
    for (const who of ['sam', 'mia', 'eve', 'zoe'])
      expect((await ask(who)).json()).toMatchObject({ code: 'org_not_connected' });
    const answer = await ask('ada');
    if (access === 'record') expect(answer.statusCode, answer.body).toBe(200);
    else expect(answer.json()).toMatchObject({ code: 'org_not_connected' });
    expect(stub.asked).toHaveLength(access === 'record' ? 1 : 0);
  },
);

describe('input', () => {
  test('comes from path and query, and reaches the service checked', async () => {
    const app = open({ services: { findComponent: async () => undefined } });
    const answer = await app.inject({ url: `${find}&unasked=1`, headers: as('ada') });
    expect(answer.json()).toEqual({ component: null });
    expect(stub.asked).toEqual([{ name: 'findComponent', with: { orgId, type: 'Flow', fullName: 'A' } }]);
  });

  test.each([
    ['a type we do not know', `/v1/orgs/${orgId}/components/find?type=Scontrol`, 'type'],
    ['the same name twice', `${find}&fullName=B`, 'fullName'],
    ['a malformed id', `${find}&id=1`, 'id'],
    ['a malformed org', '/v1/orgs/x/components/find?type=Flow', 'orgId'],
    ['no revision', `/v1/orgs/${orgId}/history/source?type=Flow&fullName=A`, 'revision'],
    [
      'a revision that is an option',
      `/v1/orgs/${orgId}/history/source?type=Flow&fullName=A&revision=--x`,
      'revision',
    ],
  ])('%s is refused with its place', async (_, url, place) => {
    const answer = await open().inject({ url, headers: as('ada') });
    expect(answer.json()).toMatchObject({
      status: 400,
      code: 'invalid_request',
      detail: `${place} is not as expected.`,
    });
  });

  test('the org in the path wins over one in query or body', async () => {
    const app = open({ services: { findComponent: async () => undefined } });
    await app.inject({ url: `${find}&orgId=00D${'9'.repeat(15)}`, headers: as('ada') });
    expect(stub.asked[0]?.with).toMatchObject({ orgId });
  });

  test.each([
    ['broken JSON', '{"state":', 'application/json', 400, 'invalid_request'],
    ['a list', '[]', 'application/json', 400, 'invalid_request'],
    ['a text', '"x"', 'application/json', 400, 'invalid_request'],
    ['a form', 'state=1&code=2', 'application/x-www-form-urlencoded', 400, 'invalid_request'],
    [
      'an attempt on the prototype',
      '{"__proto__":{"state":"1"}}',
      'application/json',
      400,
      'invalid_request',
    ],
    ['too much', `{"state":"${'x'.repeat(70_000)}"}`, 'application/json', 413, 'payload_too_large'],
  ])('a body that is %s is refused', async (_, payload, type, status, code) => {
    const answer = await open().inject({
      method: 'POST',
      url: '/v1/org-connections/finish',
      headers: { ...as('ada'), 'content-type': type },
      payload,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ code, status });
    expect(answer.json().requestId).toBe(answer.headers['x-request-id']);
  });
});

describe('what handlers are given', () => {
  test('the raw proof, for endpoints with a purpose', async () => {
    const status = { apiHost: acme.apiHost, state: 'ready' as const };
    const app = open({ services: { proveStanding: async () => status } });
    const url = `/v1/orgs/${orgId}/standing?x=1`;
    const answer = await app.inject({ method: 'POST', url, headers: as('ada'), payload: {} });
    expect(answer.json()).toEqual(status);
    expect(stub.asked[0]?.with).toMatchObject({
      org: acme,
      proof: {
        method: 'POST',
        path: `/v1/orgs/${orgId}/standing`,
        authorization: 'DPoP token-of-auth0|ada',
        dpop: 'proof',
      },
    });
  });

  test('membership as it is now: a changed role works at once', async () => {
    const app = open();
    const role = async () =>
      (await app.inject({ url: '/v1/session', headers: as('ada') })).json().tenant?.role;
    expect(await role()).toBe('owner');
    const ada = stub.members.get('auth0|ada');
    if (ada) stub.members.set('auth0|ada', { ...ada, role: 'viewer' });
    expect(await role()).toBe('viewer');
    stub.members.delete('auth0|ada');
    expect(await role()).toBeUndefined();
  });
});

describe('what goes back', () => {
  test('only what the contract names', async () => {
    const component = {
      type: 'Flow' as const,
      fullName: 'A',
      versions: 1,
      state: 'unknown' as const,
      secret: 'not for the wire',
    };
    const app = open({ services: { findComponent: async () => component } });
    const answer = await app.inject({ url: find, headers: as('ada') });
    expect(answer.json().component).toEqual({ type: 'Flow', fullName: 'A', versions: 1, state: 'unknown' });
  });

  test('an answer that breaks the contract is a fault of ours, named in the log only', async () => {
    const wrong = { type: 'Flow', fullName: 'A', versions: 'many', state: 'unknown' } as never;
    const app = open({ services: { findComponent: async () => wrong } });
    const answer = await app.inject({ url: find, headers: as('ada') });
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal' });
    expect(answer.body).not.toContain('versions');
    const line = stub.logged.find((logged) => logged.includes('component.versions'));
    expect(line).toContain(String(answer.headers['x-request-id']));
  });
});
