// The options page and the connect page: an account with orgs and members, and an org of which little is created yet.

import type { OutputOf } from '../../contract/index.ts';
import { broken, unchanged } from './data/log.ts';
import { alarmAt, loginAnswers } from './data/logins.ts';
import type { Answers, Scene } from './fake-host.ts';
import { recordsOf } from './record-scenes.ts';

const apiHost = 'acme.my.salesforce.com';
const callback = 'https://blaklhebcmppkaocbpggkjpamibbphpn.chromiumapp.org/salesforce';
const acme: OutputOf<'orgs.list'>['orgs'][number] = {
  orgId: '00D5g000004XyZaEAK',
  name: 'Acme',
  apiHost,
  kind: 'production',
  integrationUser: 'integration@acme.example',
  connectedAt: '2026-08-01T09:00:00.000Z',
  connectedBy: 'Ada King',
  state: 'connected',
  linkedAs: 'ada.king@acme.example',
};

export const ofAccount: Answers = {
  ...recordsOf(Date.now()),
  'session.get': () => ({
    person: { subject: 'auth0|ada', name: 'Ada King' },
    tenant: { id: 't1', name: 'Acme', role: 'owner' },
  }),
  'orgs.list': () => ({ orgs: [{ ...acme, claims: [new Date(Date.now() - 7_200_000).toISOString()] }] }),
  'orgs.former': () => ({
    orgs: [
      {
        ...{ orgId: '00D5g00000GoneAEAK', name: 'Acme UAT', apiHost: 'acme--uat.sandbox.my.salesforce.com' },
        ...{ endedAt: new Date(Date.now() - 28 * 3_600_000).toISOString(), endedBy: 'Ada King' },
      },
    ],
  }),
  'members.list': () => ({
    members: [
      { subject: 'auth0|ada', name: 'Ada King', role: 'owner' },
      { subject: 'auth0|sam', name: 'Sam Okafor', role: 'release_manager' },
    ],
  }),
  'members.remove': () => ({ unlinked: 1 }),
  'orgs.unlink': () => ({ apiHost, state: 'not_linked' }),
  'orgs.disconnect': ({ history }) => ({
    revoked: true,
    ...(history === 'keep' ? { kept: 'kept/00D5g000004XyZaEAK-20261126T070000Z.git' } : {}),
  }),
};

const guide: Scene = {
  surface: 'options',
  guide: apiHost,
  answers: {
    ...ofAccount,
    'orgs.status': () => ({ apiHost, state: 'not_connected' }),
    'guide.values': () => ({
      own: false,
      state: 'in_use',
      clientId: `3MVG9canvasbackACME${'0'.repeat(57)}`,
      redirects: [callback],
      scopes: ['openid', 'api', 'refresh_token'],
      certificate: '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n',
      certificateEndsAt: '2028-11-25T00:00:00.000Z',
      fingerprint: 'a1b2c3d4'.repeat(8),
      errors: [
        {
          error: 'OAUTH_EC_APP_NOT_FOUND',
          what: 'The app is not installed in this org.',
          fix: 'Ask your Salesforce admin to install it (Setup › Connected Apps OAuth Usage).',
          who: 'salesforce_admin',
        },
      ],
    }),
    'guide.check': () => ({
      checks: [
        { of: 'address', state: 'good', what: `${apiHost} answers` },
        { of: 'app', state: 'good', what: `${apiHost} knows the app` },
        {
          of: 'callback',
          state: 'wrong',
          what: `${apiHost} does not let sign-in end at ${callback}`,
          advice: `Add ${callback} to the app’s callback URLs, exactly so.`,
          who: 'salesforce_admin',
        },
      ],
    }),
  },
};

const accountAlarm: Answers = {
  ...ofAccount,
  ...loginAnswers(alarmAt(Date.now(), 'login_not_granted')),
  'orgs.list': () => ({ orgs: [{ ...acme, alarms: 1 }] }),
};

export const optionScenes: Readonly<Record<string, Scene>> = {
  'options/connect-guide': guide,
  'options/login-alarm': { surface: 'options', answers: accountAlarm },
  'options/log-broken': { surface: 'options', answers: ofAccount, log: broken('other_key') },
  'options/options': {
    surface: 'options',
    log: unchanged(),
    answers: ofAccount,
    settings: { hiddenOrgs: ['acme--partial.my.salesforce.com'] },
    stored: [
      {
        where: 'storage.local',
        key: 'settings',
        bytes: 96,
        origin: 'you, on this page',
        lifetime: 'until erased',
      },
      {
        where: 'storage.session',
        key: 'auth0:token',
        bytes: 1_284,
        origin: 'Auth0 sign-in',
        lifetime: '10 minutes, or sign-out',
      },
      {
        where: 'storage.session',
        key: 'panel',
        bytes: 412,
        origin: 'the panel',
        lifetime: 'until the browser closes',
      },
      {
        where: 'IndexedDB',
        key: 'auth0-spa-js/dpop',
        bytes: 210,
        origin: 'Auth0 sign-in',
        lifetime: 'until sign-out',
      },
    ],
  },
};
