// A session that ends between the look at its proof and the opening of its job leaves no job behind.

import { expect, test } from 'vitest';
import { createAuditLog } from '../../../server/audit/append.ts';
import { revokeToken } from '../../../server/db/revoked-tokens.ts';
import { createJobs } from '../../../server/delegation/jobs.ts';
import type { OpenJob } from '../../../server/delegation/protocol.ts';
import { Refusal } from '../../../server/delegation/refusal.ts';
import { createLog } from '../../../server/log.ts';
import { openTestDelegationDatabase } from '../../helpers/databases.ts';
import { org, users } from './world.ts';

const now = () => Date.UTC(2026, 2, 2);
const person = {
  subject: 'auth0|ada',
  jkt: 'thumbprint',
  jti: 'the-session',
  expiresAt: now() + 600_000,
  scopes: ['openid'],
};
const input: OpenJob = {
  purpose: 'probe',
  org,
  target: users.ada,
  person: { method: 'POST', path: '/v1/org-connections/finish', authorization: 'DPoP x', dpop: 'x' },
};

test.each([
  [true, 'person_not_proven'],
  [false, undefined],
])('signed out meanwhile: %s', async (meanwhile, reason) => {
  const db = await openTestDelegationDatabase();
  const never = () => Promise.reject(new Error('nothing is asked of Salesforce'));
  const jobs = createJobs({
    db,
    audit: createAuditLog({ db, now }),
    verifier: {
      async verify() {
        if (meanwhile) await revokeToken(db, person.jti, person.expiresAt, now());
        return person;
      },
    },
    checkSignIn: async () => {},
    mint: never,
    renames: { looks: () => false, mintForPerson: never, integrationName: never },
    revoke: async () => true,
    now,
    log: createLog({ level: 'silent', name: 'test' }),
  });
  const opened = await jobs.open('api', input).catch((error: unknown) => error);
  if (reason === undefined) expect(opened).toMatchObject({ jobId: expect.any(String) });
  else expect(opened).toMatchObject({ constructor: Refusal, reason });
  const kinds = await db.selectFrom('audit_entries').select('kind').execute();
  expect(kinds).toEqual(meanwhile ? [{ kind: 'refusal' }] : []);
  await db.destroy();
});
