// The tenant that deploy/auth0 declares is one that the doctor finds nothing wrong with.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkTenant } from '../../cli/doctor/auth0-tenant.ts';

const root = fileURLToPath(new URL('../../deploy/auth0', import.meta.url));
const id = 'a'.repeat(32);
const origin = 'https://canvasback.example.com';
const words: Record<string, unknown> = {
  CANVASBACK_PUBLIC_ORIGIN: origin,
  CANVASBACK_CALLBACKS: [`https://${id}.chromiumapp.org/auth0`],
  CANVASBACK_LOGOUT_URLS: [`https://${id}.chromiumapp.org/signed-out`],
  CANVASBACK_ORIGINS: [`chrome-extension://${id}`],
};

/** As the Deploy CLI fills them in: `@@LIST@@` with its quotes, `##TEXT##` inside them. */
function declared(path: string): Record<string, unknown> {
  const text = readFileSync(join(root, path), 'utf8')
    .replace(/"@@(\w+)@@"/g, (_, name: string) => JSON.stringify(words[name]))
    .replace(/##(\w+)##/g, (_, name: string) => String(words[name]));
  expect(text).not.toMatch(/@@|##|undefined/);
  return JSON.parse(text);
}

const api = () => declared('resource-servers/Canvasback.json');
const application = () => ({ client_id: 'given-by-auth0', ...declared('clients/Canvasback.json') });

async function wrong(apiAtAuth0: object, applicationAtAuth0: object): Promise<string[]> {
  const fetch = async (address: string | URL | Request) =>
    Response.json(String(address).includes('/clients/') ? applicationAtAuth0 : apiAtAuth0);
  const settings = {
    issuer: 'https://tenant.eu.auth0.com/',
    audience: origin,
    clientId: 'given-by-auth0',
    extensionIds: [id],
  };
  const found = await checkTenant(fetch, settings, 'token');
  expect(found.length).toBeGreaterThan(8);
  return found.filter(({ state }) => state !== 'good').map(({ what }) => what);
}

test('the doctor finds nothing wrong with it', async () => {
  expect(await wrong(api(), application())).toEqual([]);
  expect(api().identifier).toBe(origin);
});

test.each(['proof_of_possession', 'token_dialect', 'token_lifetime'])(
  'without %s of the API it would',
  async (name) => {
    expect(await wrong({ ...api(), [name]: undefined }, application())).toHaveLength(1);
  },
);

test.each([
  'grant_types',
  'callbacks',
  'allowed_logout_urls',
  'allowed_origins',
  'token_endpoint_auth_method',
])('without %s of the application it would', async (name) => {
  expect(await wrong(api(), { ...application(), [name]: undefined })).toHaveLength(1);
});

test('guessing passwords is shut by Auth0, without exceptions', () => {
  const files = readdirSync(join(root, 'attack-protection')).map((name) =>
    declared(`attack-protection/${name}`),
  );
  expect(files).toHaveLength(3);
  for (const { enabled, shields, allowlist = [] } of files) {
    expect(enabled).toBe(true);
    expect(shields).toContain('block');
    expect(allowlist).toEqual([]);
  }
});
