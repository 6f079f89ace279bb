// Access tokens for the app: opaque ones, or JWTs in the form orgs give them since Spring '24.

import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { RegisteredApp } from '../app.ts';
import { appOf } from '../apps.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import type { Session } from './sessions.ts';
import { signingKey } from './signing-keys.ts';

/** A token in the format the app is set to; `family` is the approval whose refresh token goes with it. */
export async function giveAccessToken(
  org: Org,
  person: Person,
  scopes: readonly string[],
  family?: string,
  clientId = org.app.clientId,
): Promise<Session> {
  const app = appOf(org, clientId) ?? org.app;
  const jwt = app.tokenFormat === 'jwt' ? await signedToken(org, app, person, scopes) : undefined;
  return org.sessions.open(person.id, clientId, scopes, { family, jwt });
}

/** Header and claims as recorded in the tests of Salesforce's Mobile SDK. */
async function signedToken(org: Org, app: RegisteredApp, person: Person, scopes: readonly string[]) {
  const { settings } = org;
  const key = await signingKey(org, 'access-token');
  const base = `https://${settings.apiHost}`;
  const now = Math.floor(org.now() / 1000);
  const end = now + Math.round(app.tokenMinutes * 60);
  const token = await new SignJWT({
    scp: scopes.join(' '),
    aud: [base],
    sub: `uid:${person.id}`,
    nbf: now - 15,
    mty: 'oauth',
    sfi: randomUUID(),
    roles: [],
    iss: base,
    hsc: false,
    exp: end,
    iat: now,
    client_id: app.clientId,
  })
    .setProtectedHeader({
      tnk: `core/eu48/${settings.orgId}`,
      ver: '1.0',
      kid: key.kid,
      tty: 'sfdc-core-token',
      typ: 'JWT',
      alg: 'RS256',
    })
    .sign(key.privateKey);
  return { token, endsAt: end * 1000 };
}
