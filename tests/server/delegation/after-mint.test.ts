// What a probe leaves behind, where two of them were granted at the same moment: the first keeps what it proved.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepProbed } from '../../../server/delegation/after-mint.ts';
import { findConnection } from '../../../server/delegation/db/connections.ts';
import type { DelegationDatabase } from '../../../server/delegation/db/database.ts';
import { findLinkedSubject } from '../../../server/delegation/db/links.ts';
import type { ActingAs, OpenJob } from '../../../server/delegation/protocol.ts';
import { createLog } from '../../../server/log.ts';
import { openTestDelegationDatabase } from '../../helpers/databases.ts';
import { org, users } from './world.ts';

let db: DelegationDatabase;
beforeEach(async () => {
  db = await openTestDelegationDatabase();
});
afterEach(() => db.destroy());

function keep(person: string | undefined, as: ActingAs | undefined, more: Partial<OpenJob> = {}) {
  const deps = { db, now: () => 1, log: createLog({ level: 'silent' }) };
  const input: OpenJob = { purpose: 'probe', org, tenant: 'acme', ...more };
  return keepProbed(deps, { input, person }, as, as === 'integration' ? users.integration : users.ada);
}

test('a Salesforce user is whose probe was kept first', async () => {
  expect(await keep('auth0|ada', undefined)).toBeUndefined();
  expect(await keep('auth0|mia', undefined)).toBe('user_linked');
  expect(await findLinkedSubject(db, org.orgId, users.ada.userId)).toBe('auth0|ada');
  expect(await keep('auth0|ada', undefined)).toBeUndefined();
});

test('an org is whose probe as its integration user was kept first', async () => {
  expect(await keep('auth0|ada', 'integration')).toBeUndefined();
  expect(await keep('auth0|mia', 'integration')).toBe('integration_claimed');
  expect(await findConnection(db, org.orgId)).toMatchObject({
    claimedBy: 'auth0|ada',
    integration: users.integration,
  });
});

test('nothing but a probe of a person’s leaves anything', async () => {
  expect(await keep('auth0|ada', undefined, { purpose: 'compare' })).toBeUndefined();
  expect(await keep(undefined, 'integration')).toBeUndefined();
  expect(await findLinkedSubject(db, org.orgId, users.ada.userId)).toBeUndefined();
  expect(await findConnection(db, org.orgId)).toBeUndefined();
});
