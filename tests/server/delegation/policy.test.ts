// The policy, as a table: who may ask for what, and the distinct word for each no.

import { describe, expect, test } from 'vitest';
import {
  mayAsk,
  mayListLogins,
  mayMint,
  mayOpen,
  mayReadLog,
  mayReadUsers,
  type Question,
} from '../../../server/delegation/policy.ts';
import { allowances } from '../../../server/salesforce/operations.ts';

const org = {
  orgId: '00D5g000004XyZaEAK',
  apiHost: 'acme.my.salesforce.com',
  loginUrl: 'https://login.salesforce.com',
};
const ada = { userId: '0055g000001AdaKAAW', username: 'ada@acme.example' };
const integration = { userId: '0055g000001IntgAAW', username: 'integration@acme.example' };
const connection = {
  apiHost: org.apiHost,
  loginUrl: org.loginUrl,
  state: 'connected',
  claimedBy: 'auth0|ada',
  integration,
};
const compare: Question = {
  caller: 'api',
  purpose: 'compare',
  person: 'auth0|ada',
  org,
  connection,
  link: ada,
  linkedSubject: undefined,
  target: undefined,
  integrationUsername: undefined,
  now: 1_000,
};
const probe: Question = { ...compare, purpose: 'probe', connection: undefined, link: undefined, target: ada };
const sync: Question = { ...compare, caller: 'worker', purpose: 'sync', person: undefined, link: undefined };

const reconcile: Question = { ...sync, purpose: 'reconcile' };

const verdictOf = (question: Question) => {
  const verdict = mayOpen(question);
  return verdict.allow ? 'allow' : verdict.reason;
};

describe('opening a job', () => {
  const cases: [string, Question, string][] = [
    ['a compare by a linked person', compare, 'allow'],
    ['a standing check by a linked person', { ...compare, purpose: 'standing' }, 'allow'],
    ['the first probe of an org', probe, 'allow'],
    ['a probe of a connected org', { ...probe, connection }, 'allow'],
    ['a sync by the worker', sync, 'allow'],
    ['a reconciliation by the worker', reconcile, 'allow'],
    ['a reconciliation by the API', { ...reconcile, caller: 'api' }, 'purpose_not_for_caller'],
    ['a reconciliation with a person', { ...reconcile, person: 'auth0|ada' }, 'person_not_expected'],
    [
      'a reconciliation of a blocked org',
      { ...reconcile, connection: { ...connection, state: 'blocked' } },
      'org_blocked',
    ],
    ['a sync by the API', { ...sync, caller: 'api' }, 'purpose_not_for_caller'],
    ['a compare by the worker', { ...compare, caller: 'worker' }, 'purpose_not_for_caller'],
    ['a probe by the worker', { ...probe, caller: 'worker' }, 'purpose_not_for_caller'],
    ['a sync with a person', { ...sync, person: 'auth0|ada' }, 'person_not_expected'],
    ['a compare without a person', { ...compare, person: undefined }, 'person_missing'],
    ['a compare of an org never probed', { ...compare, connection: undefined }, 'org_unknown'],
    ['a compare without a link', { ...compare, link: undefined }, 'not_linked'],
    ['a compare that names a user', { ...compare, target: ada }, 'target_not_expected'],
    [
      'a compare that names an integration user',
      { ...compare, integrationUsername: 'x' },
      'integration_not_allowed',
    ],
    [
      'a probe of one’s own user again',
      { ...probe, connection, link: ada, linkedSubject: 'auth0|ada' },
      'allow',
    ],
    ['a probe of another person’s user', { ...probe, connection, linkedSubject: 'auth0|sam' }, 'user_linked'],
    ['a probe that names nobody', { ...probe, target: undefined }, 'target_missing'],
    [
      'a probe that renames another’s integration user',
      { ...probe, connection, person: 'auth0|sam', integrationUsername: 'x' },
      'integration_claimed',
    ],
    [
      'the same while the other may still be at it',
      {
        ...{ ...probe, person: 'auth0|sam', integrationUsername: 'x' },
        connection: { ...connection, claimedUntil: 1_001 },
      },
      'integration_claimed',
    ],
    [
      'the same where nothing came of the other’s',
      {
        ...{ ...probe, person: 'auth0|sam', integrationUsername: 'x' },
        connection: { ...connection, claimedUntil: 1_000 },
      },
      'allow',
    ],
    [
      'an org at another address',
      { ...compare, org: { ...org, apiHost: 'evil.my.salesforce.com' } },
      'org_mismatch',
    ],
    [
      'an org at another login address',
      { ...compare, org: { ...org, loginUrl: 'https://test.salesforce.com' } },
      'org_mismatch',
    ],
    [
      'a compare of a blocked org',
      { ...compare, connection: { ...connection, state: 'blocked' } },
      'org_blocked',
    ],
    ['a sync of a blocked org', { ...sync, connection: { ...connection, state: 'blocked' } }, 'org_blocked'],
    [
      'a standing check of a blocked org, which may lift the block',
      { ...compare, purpose: 'standing', connection: { ...connection, state: 'blocked' } },
      'allow',
    ],
  ];
  test.each(cases)('%s', (_, question, expected) => {
    expect(verdictOf(question)).toBe(expected);
  });
});

describe('whom a token may be for', () => {
  const userOf = (question: Question, as?: 'person' | 'integration') => {
    const verdict = mayMint(question, as);
    return verdict.allow ? verdict.user : verdict.reason;
  };

  test('a person acts as their own linked user only', () => {
    expect(userOf(compare)).toEqual(ada);
    expect(userOf(compare, 'person')).toEqual(ada);
    expect(userOf(compare, 'integration')).toBe('integration_not_allowed');
  });

  test('a person’s read never falls back to the integration user', () => {
    expect(userOf({ ...compare, link: undefined })).toBe('not_linked');
  });

  test('background work acts as the integration user only', () => {
    expect(userOf(sync)).toEqual(integration);
    expect(userOf(sync, 'person')).toBe('person_missing');
    expect(userOf(reconcile)).toEqual(integration);
    expect(userOf(reconcile, 'person')).toBe('person_missing');
    expect(userOf({ ...sync, connection: undefined })).toBe('org_unknown');
  });

  test('a probe acts as who signed in, and as the integration user it named', () => {
    expect(userOf(probe)).toEqual(ada);
    expect(userOf({ ...probe, link: integration })).toEqual(ada);
    expect(userOf(probe, 'integration')).toBe('integration_missing');
    expect(userOf({ ...probe, integrationUsername: 'i@acme.example' }, 'integration')).toEqual({
      username: 'i@acme.example',
    });
  });
});

describe('asking, before the proof is spent', () => {
  const path = `/v1/orgs/${org.orgId}/compare`;
  const cases: [string, Parameters<typeof mayAsk>, string][] = [
    ['the purpose’s own request', ['api', 'compare', { method: 'POST', path }, org.orgId], 'allow'],
    ['another method', ['api', 'compare', { method: 'GET', path }, org.orgId], 'proof_for_other_request'],
    [
      'the request of another purpose',
      ['api', 'standing', { method: 'POST', path }, org.orgId],
      'proof_for_other_request',
    ],
    [
      'the request for another org',
      ['api', 'compare', { method: 'POST', path }, '00D5g000009OtherEAK'],
      'proof_for_other_request',
    ],
    ['no request', ['api', 'compare', undefined, org.orgId], 'person_missing'],
    ['a sync', ['worker', 'sync', undefined, org.orgId], 'allow'],
    ['a reconciliation', ['worker', 'reconcile', undefined, org.orgId], 'allow'],
    ['a reconciliation by the API', ['api', 'reconcile', undefined, org.orgId], 'purpose_not_for_caller'],
    [
      'a reconciliation with a person’s request',
      ['worker', 'reconcile', { method: 'POST', path }, org.orgId],
      'person_not_expected',
    ],
    [
      'a sync with a person’s request',
      ['worker', 'sync', { method: 'POST', path }, org.orgId],
      'person_not_expected',
    ],
    ['a sync by the API', ['api', 'sync', undefined, org.orgId], 'purpose_not_for_caller'],
  ];
  test.each(cases)('%s', (_, question, expected) => {
    const verdict = mayAsk(...question);
    expect(verdict.allow ? 'allow' : verdict.reason).toBe(expected);
  });
});

test('when whom a token was asked for is told to the worker alone, and of connected orgs alone', () => {
  const told = [
    mayListLogins('worker', connection),
    mayListLogins('api', connection),
    mayListLogins('worker', undefined),
  ];
  expect(told.map((verdict) => (verdict.allow ? 'allow' : verdict.reason))).toEqual([
    'allow',
    'purpose_not_for_caller',
    'org_unknown',
  ]);
});

test('the integration user’s name is looked up with no token but one whose purpose reads users anyway', () => {
  const reading = Object.entries(allowances).filter(([, { operations }]) => operations.includes('data:User'));
  expect([...mayReadUsers].sort()).toEqual(reading.map(([purpose]) => purpose).sort());
});

test('the worker reads no entry of the log, and may have a checkpoint, which is no secret', () => {
  const requests = ['POST /log/growth', 'POST /log/proofs', 'POST /log/lines', 'POST /log/other'];
  expect(requests.map((request) => mayReadLog('worker', request))).toEqual([true, false, false, false]);
  expect(requests.map((request) => mayReadLog('api', request))).toEqual([true, true, true, true]);
});
