// The names of the local world, as real as they can be: hosts, the org, the accounts and the extension.

import { audience, clientId, defaultExtensionId, issuer, people, redirectHost } from '../auth0/tenant.ts';

export const apiOrigin = audience;
export const org = {
  id: '00D5g000004XyZaEAK',
  name: 'Acme',
  apiHost: 'acme.my.salesforce.com',
  lightningHost: 'acme.lightning.force.com',
  setupHost: 'acme.my.salesforce-setup.com',
  loginHost: 'login.salesforce.com',
  clientId: `3MVG9canvasbackACME${'0'.repeat(57)}`,
} as const;

export const extensionId = defaultExtensionId;
export const firefoxExtensionId = 'extension@canvasback.example';
export const salesforceRedirect = (id: string) => `https://${redirectHost(id)}/salesforce`;

/** Members of the Acme account, as `tenant create --member` takes them. */
export const members: readonly string[] = [
  'auth0|ada:owner:Ada King',
  'auth0|sam:release_manager:Sam Okafor',
  'auth0|mia:viewer:Mia Lindqvist',
];

/** Who can sign in, to be shown; the password of all is `canvasback`. */
export const signIns = {
  canvasback: people.map(({ email }) => email),
  salesforce: [
    'ada.king@acme.example',
    'sam.okafor@acme.example',
    'mia.lindqvist@acme.example',
    'leo.marin@acme.example',
    'nora.haddad@acme.example',
  ],
  integration: 'integration@acme.example',
};

export { audience, clientId, issuer };

/** Every host of the world and which of its processes answers there. */
export const hosts: readonly { readonly host: string; readonly part: 'auth0' | 'org' | 'api' }[] = [
  { host: 'canvasback-dev.eu.auth0.com', part: 'auth0' },
  { host: 'api.canvasback.test', part: 'api' },
  { host: 'login.salesforce.com', part: 'org' },
  { host: 'test.salesforce.com', part: 'org' },
  { host: '*.my.salesforce.com', part: 'org' },
  { host: '*.lightning.force.com', part: 'org' },
  { host: '*.my.salesforce-setup.com', part: 'org' },
  { host: '*.vf.force.com', part: 'org' },
  { host: '*.builder.salesforce-experience.com', part: 'org' },
  { host: '*.live-preview.salesforce-experience.com', part: 'org' },
];
