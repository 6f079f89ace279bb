// Every state worth looking at, by name: what the fake extension answers in it.

import { type ErrorCode, errorCatalog } from '../../contract/errors.ts';
import type { OutputOf } from '../../contract/index.ts';
import { HostError } from '../../utils/extension-host.ts';
import { apexName, apexSource } from './data/apex.ts';
import { flowName, flowSource } from './data/flow.ts';
import { versionsAt } from './data/history.ts';
import { historyAnswers } from './data/history-answers.ts';
import { movedSource } from './data/moved.ts';
import { malformedSource, permissionSetName, permissionSetSource } from './data/permission-set.ts';
import type { Answers, Scene } from './fake-host.ts';
import { historyScenes } from './history-scenes.ts';
import { loginScenes } from './login-scenes.ts';
import { optionScenes } from './option-scenes.ts';
import { recordScenes, recordsOf } from './record-scenes.ts';

const now = Date.now();
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
export const apiHost = 'acme.my.salesforce.com';
export const orgId = '00D5g000004XyZaEAK';
const live = 'live:7Yb3kQ0c2v';

export const org: NonNullable<OutputOf<'orgs.status'>['org']> = {
  orgId,
  name: 'Acme',
  apiHost,
  kind: 'production',
  integrationUser: 'integration@acme.example',
  connectedAt: ago(60 * 24 * 90),
  connectedBy: 'Ada King',
  state: 'connected',
};

export const ready: OutputOf<'orgs.status'> = {
  apiHost,
  state: 'ready',
  org,
  you: { name: 'Ada King', username: 'ada.king@acme.example' },
  standingUntil: ago(-12),
};

export const pageOf = (metadataType: string, id18: string) => ({
  tabId: 1,
  page: { kind: 'component' as const, metadataType, id: id18, id18, apiHost },
});
const flowPage = pageOf('Flow', '3015g000001AbCdAAK');

/** A problem as the background passes it on. */
export function problem(code: ErrorCode, detail?: string): HostError {
  return new HostError({
    code,
    ...errorCatalog[code],
    requestId: 'req_5c2f9e01d7',
    ...(detail ? { detail } : {}),
  });
}
export const offline = new HostError({
  code: 'offline',
  status: 0,
  title: 'The server cannot be reached.',
  action: 'Check your connection; what you see is from before.',
  retry: false,
});

const never = () => new Promise<never>(() => {});
const fails = (error: Error) => () => Promise.reject(error);

const component = {
  type: 'Flow' as const,
  fullName: flowName,
  id: '3015g000001AbCdAAK',
  versions: 14,
  state: 'unknown' as const,
};
const versions = versionsAt(now);

export const compared: OutputOf<'compare.live'> = {
  compareId: '7Yb3kQ0c2v',
  type: 'Flow',
  fullName: flowName,
  verdict: 'differs',
  summary: '5 changes not committed',
  changes: 5,
  noise: 10,
  liveAuthor: { name: 'Ada King', certainty: 'certain', evidence: 'Salesforce’s LastModifiedBy' },
  liveAt: ago(74),
  comparedAt: ago(0),
  base: versions[0],
  liveRevision: live,
  which: 'active version 7',
  cost: { requests: 2, remaining: 14_812 },
};

const answers: Answers = {
  'orgs.status': () => ready,
  'orgs.standing': () => ready,
  'session.get': () => ({
    person: { subject: 'auth0|ada', name: 'Ada King' },
    tenant: { id: 't1', name: 'Acme', role: 'owner' },
  }),
  'components.find': () => ({ component }),
  ...historyAnswers(component, versions),
  'history.source': ({ revision }) => ({
    revision,
    files: [...flowSource(revision === versions[0]?.revision ? 'before' : 'after').files],
  }),
  'compare.live': () => compared,
  'compare.commit': ({ message }) => ({
    version: {
      ...(versions[0] as (typeof versions)[number]),
      revision: 'ff'.repeat(20),
      number: 15,
      at: ago(0),
      author: { name: 'Ada King', certainty: 'certain', evidence: 'Salesforce’s LastModifiedBy' },
      summary: 'Decision Is VIP: value 500 → 1000',
      message: message ?? '',
    },
  }),
  ...recordsOf(now),
};

const sharedId = {
  kind: 'ambiguous',
  candidates: ['Queue', 'Group'],
  id18: '00G5g000000bhN1EAI',
  apiHost,
} as const;

const flow: Scene = { page: flowPage, answers };
const withAnswers = (more: Answers, scene: Scene = flow): Scene => ({
  ...scene,
  answers: { ...scene.answers, ...more },
});
const stateKey = (type: string, id: string) => `${orgId}/${type}/${id}`;
const opened = (tab: string, more: object = {}, lens?: string): Scene['panelState'] => ({
  [stateKey('Flow', '3015g000001AbCdAAK')]: { tab, ...more },
  ...(lens ? { 'lens/Flow': { lens } } : {}),
});
const chosen = { b: versions[0]?.revision };

export function typed(
  type: 'ApexClass' | 'PermissionSet' | 'StaticResource',
  id: string,
  fullName: string,
  source: typeof apexSource,
  lens?: string,
): Scene {
  return {
    page: pageOf(type, id),
    answers: {
      ...answers,
      ...historyAnswers({ ...component, type, fullName, id }, versions.slice(0, 3)),
      'history.source': ({ revision }) => ({
        revision,
        files: [...source(revision === versions[0]?.revision ? 'after' : 'before').files],
      }),
    },
    panelState: {
      [stateKey(type, id)]: { tab: 'changes', ...chosen },
      ...(lens ? { [`lens/${type}`]: { lens } } : {}),
    },
  };
}

const many = typed('PermissionSet', '0PS5g000000AbCdGAK', permissionSetName, permissionSetSource);

const status = (more: Partial<OutputOf<'orgs.status'>>): OutputOf<'orgs.status'> => ({ ...ready, ...more });
const notConnected: OutputOf<'orgs.status'> = { apiHost, state: 'not_connected' };
const job = {
  id: 'j1',
  kind: 'baseline' as const,
  state: 'running' as const,
  done: 412,
  total: 1_204,
  startedAt: ago(1),
  updatedAt: ago(0),
};
const fresh = { ...org, connectedAt: ago(3) };

const noWorker = withAnswers({
  'orgs.status': () =>
    status({ org: fresh, job: { ...job, state: 'queued', done: 0, noWorker: { since: ago(90) } } }),
});

/** The popup at an org whose baseline is not done yet. */
const firstLook = (more: Partial<NonNullable<OutputOf<'orgs.status'>['job']>>): Scene => ({
  ...withAnswers({ 'orgs.status': () => status({ org: fresh, job: { ...job, ...more } }) }),
  surface: 'popup',
});

export const scenes: Readonly<Record<string, Scene>> = {
  'panel/history': flow,
  'panel/history-pair': { ...flow, panelState: opened('history', { a: versions[4]?.revision, ...chosen }) },
  ...historyScenes(flow, component, [...versions], stateKey('Flow', '3015g000001AbCdAAK')),
  'panel/changes': { ...flow, panelState: opened('changes', chosen) },
  'panel/lines': { ...flow, panelState: opened('changes', chosen, 'inline') },
  'panel/split': { ...flow, panelState: opened('changes', chosen, 'split') },
  ...recordScenes(flow, stateKey('Flow', '3015g000001AbCdAAK'), {
    locked: problem('no_standing'),
    unavailable: problem('delegation_unavailable'),
  }),
  ...loginScenes(flow, ready),
  'panel/nothing-chosen': { ...flow, panelState: opened('changes') },
  'panel/apex': typed('ApexClass', '01p5g00000AbCdEAAV', apexName, apexSource),
  'panel/apex-split': typed('ApexClass', '01p5g00000AbCdEAAV', apexName, apexSource, 'split'),
  'panel/many': many,
  'panel/streaming': { ...many, diffStalls: 4 },
  'panel/reading': { ...many, diffStalls: 1 },
  'panel/moved': typed('ApexClass', '01p5g00000AbCdEAAV', 'LeadRouting', movedSource, 'inline'),
  'panel/moved-split': typed('ApexClass', '01p5g00000AbCdEAAV', 'LeadRouting', movedSource, 'split'),
  'panel/malformed': typed('PermissionSet', '0PS5g000000AbCdGAK', permissionSetName, malformedSource),
  'panel/in-sync': withAnswers({
    'compare.live': () => ({ ...compared, verdict: 'in_sync', summary: 'In sync', changes: 0, noise: 0 }),
  }),
  'panel/deleted': withAnswers({
    'compare.live': () => {
      const { liveRevision: _, liveAuthor: __, ...rest } = compared;
      return { ...rest, verdict: 'deleted_live', summary: 'Deleted in Salesforce', changes: 0 };
    },
  }),
  'panel/compare-refused': withAnswers({
    'compare.live': fails(problem('salesforce_refused', 'user is not admin approved to access this app')),
  }),
  'panel/unavailable': {
    ...withAnswers({ 'history.source': fails(problem('version_unavailable')) }),
    panelState: opened('changes', { b: versions[12]?.revision }),
  },
  'panel/empty': withAnswers(historyAnswers(null, [])),
  'panel/loading': withAnswers({ 'history.list': never }),
  'panel/history-failed': withAnswers({ 'history.list': fails(problem('internal')) }),
  'panel/offline': withAnswers({ 'orgs.status': fails(offline) }),
  'panel/signed-out': { ...flow, session: { state: 'signed_out' } },
  'panel/ended': { ...flow, session: { state: 'ended', name: 'Ada King' } },
  'panel/locked': withAnswers({
    'orgs.status': () => status({ state: 'locked' }),
    'orgs.standing': () =>
      status({ state: 'locked', reason: 'Your Salesforce user lacks View Setup and Configuration.' }),
  }),
  'panel/not-connected': withAnswers({ 'orgs.status': () => notConnected }),
  'panel/blocked': withAnswers({
    'orgs.status': () =>
      status({
        state: 'blocked',
        reason: 'A Salesforce admin blocked the app in Connected Apps OAuth Usage.',
      }),
  }),
  'panel/no-worker': noWorker,
  'panel/no-tab': { ...flow, page: {} },
  'panel/nothing-here': { ...flow, page: { tabId: 1, page: { kind: 'list', apiHost } } },
  'panel/list-not-connected': {
    ...withAnswers({ 'orgs.status': () => notConnected }),
    page: { tabId: 1, page: { kind: 'list', apiHost } },
  },
  'panel/login-as': { ...flow, page: { ...flow.page, loginAs: true } },
  'panel/ambiguous': {
    ...withAnswers({ 'components.find': () => ({ component: null }) }),
    page: { tabId: 1, page: sharedId },
  },
  'panel/unsupported': { ...flow, page: pageOf('Scontrol', '01N5g000000AbCdUAK') },
  'popup/signed-out': { ...flow, surface: 'popup', session: { state: 'signed_out' } },
  'popup/wrong-password': {
    ...flow,
    surface: 'popup',
    session: { state: 'signed_out', problem: 'Auth0 did not accept the e-mail address and password.' },
  },
  'popup/not-connected': { ...withAnswers({ 'orgs.status': () => notConnected }), surface: 'popup' },
  'popup/connect-refused': {
    ...withAnswers({ 'orgs.status': () => notConnected }),
    surface: 'popup',
    connect: fails(
      problem('connect_denied', 'OAUTH_APP_ACCESS_DENIED: the user is not assigned to the app.'),
    ),
  },
  'popup/not-linked': {
    ...withAnswers({ 'orgs.status': () => ({ apiHost, state: 'not_linked', org }) }),
    surface: 'popup',
  },
  'popup/baseline': firstLook({}),
  'popup/baseline-waiting': firstLook({
    ...{ state: 'waiting', problem: 'Salesforce did not answer.', retryAt: ago(-2) },
  }),
  'popup/baseline-failed': firstLook({ state: 'failed', problem: 'Something failed on our side.' }),
  'popup/no-worker': { ...noWorker, surface: 'popup' },
  'popup/ready': {
    ...withAnswers({
      'orgs.status': () =>
        status({ job: { ...job, state: 'done', done: 1_204, finishedAt: ago(60 * 24 * 3) } }),
    }),
    surface: 'popup',
  },
  'popup/no-tab': { ...flow, surface: 'popup', page: {} },
  ...optionScenes,
};
