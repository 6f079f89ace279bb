// The audit log and the login alarms over HTTP: the account is the member's own, and what owners alone may is theirs.

import { afterEach, describe, expect, test } from 'vitest';
import type { Services } from '../../../server/routes/index.ts';
import { as, orgId, type Stub, stubApp } from '../http/stub-app.ts';

const tenant = 'tenant-acme';
const alarmId = '7f3e9a52-0d7c-4c61-9a55-1b8e2f5d6c70';
const head = { size: 2, checkpoint: 'note', vkey: 'key', successions: [], proof: [] };
const entry = { index: 0, leaf: '0'.repeat(64), entry: { salt: '00', text: '{}' } };
const stand = { state: 'waiting' as const, running: false, applications: [], alarms: [] };
const services: Partial<Services> = {
  logGrowth: async () => head,
  logProofs: async () => ({ entries: [{ ...entry, proof: [] }] }),
  logLines: async () => ({ entries: [entry] }),
  reconciliation: async () => stand,
  requestReconciliation: async () => stand,
  acknowledgeAlarm: async () => stand,
};
let stub: Stub;
afterEach(() => stub.app.close());

interface Case {
  readonly name: string;
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  readonly payload?: object;
  readonly service: keyof Services;
  readonly asked: object;
  readonly answer: object;
  /** Said to whoever is no owner; absent where every member may. */
  readonly owners?: string;
}

const cases: readonly Case[] = [
  {
    name: 'log.growth',
    url: '/v1/log?from=1&tenant=other',
    ...{ service: 'logGrowth', asked: { tenant, from: 1 }, answer: head },
  },
  {
    name: 'log.lines',
    url: '/v1/log/lines?from=0&to=2&tenant=other',
    ...{ service: 'logLines', asked: { tenant, from: 0, to: 2 }, answer: { entries: [entry] } },
    owners: 'An owner exports the audit log.',
  },
  {
    name: 'log.proofs',
    url: `/v1/orgs/${orgId}/log?size=2&indices=0,1`,
    service: 'logProofs',
    asked: { tenant, orgId, size: 2, indices: [0, 1] },
    answer: { entries: [{ ...entry, proof: [] }] },
  },
  {
    name: 'reconcile.state',
    url: `/v1/orgs/${orgId}/reconciliation`,
    ...{ service: 'reconciliation', asked: { orgId, tenantId: tenant }, answer: stand },
  },
  {
    name: 'reconcile.run',
    ...{ method: 'POST', url: `/v1/orgs/${orgId}/reconciliation`, payload: {} },
    ...{ service: 'requestReconciliation', asked: { orgId, tenantId: tenant }, answer: stand },
  },
  {
    name: 'reconcile.acknowledge',
    ...{ method: 'POST', url: `/v1/orgs/${orgId}/alarms/${alarmId}/acknowledgement` },
    payload: { logins: 3, note: 'Our new server.', subject: 'auth0|eve' },
    service: 'acknowledgeAlarm',
    asked: { orgId, alarmId, logins: 3, note: 'Our new server.', tenantId: tenant, subject: 'auth0|ada' },
    answer: stand,
    owners: 'An owner closes an alarm.',
  },
];

describe.each(cases)('$name', ({ method = 'GET', url, payload, service, asked, answer, owners }) => {
  const ask = (who: string) =>
    stub.app.inject({ method, url, headers: as(who), ...(payload ? { payload } : {}) } as const);

  test('asks for the member’s own account, and returns the answer', async () => {
    stub = stubApp({ services });
    const got = await ask('ada');
    expect(got.json()).toEqual(answer);
    expect(stub.asked).toEqual([{ name: service, with: asked }]);
  });

  test(owners ? 'is for owners alone' : 'is for every member who may see records', async () => {
    stub = stubApp({ services });
    const link = stub.links.get('auth0|ada');
    if (link) stub.links.set('auth0|mia', link);
    const got = await ask('mia');
    if (owners) expect(got.json()).toMatchObject({ code: 'forbidden', detail: owners });
    else expect(got.json()).toEqual(answer);
    expect(stub.asked).toHaveLength(owners ? 0 : 1);
  });

  test('says nothing to a stranger', async () => {
    stub = stubApp({ services });
    expect(['not_a_member', 'org_not_connected']).toContain((await ask('zoe')).json().code);
    expect(stub.asked).toEqual([]);
  });
});
