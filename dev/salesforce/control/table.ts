// What the control port can be asked: one line for each question and each order.

import { appSettings, setApp } from '../app.ts';
import { listApps } from '../apps.ts';
import { orgState } from '../state/describe.ts';
import type { Org } from '../state/org.ts';
import { block, certify, create, removeApp, setAssigned } from './apps.ts';
import { component, edit, remove, rename } from './components.ts';
import { endSessions, sessionsOf, setSignIn, setUser } from './people.ts';
import { type Asked, checked } from './problem.ts';
import { moveOn, progressOf, refresh, replayState, reset, stopReplay } from './replay.ts';
import {
  addRule,
  backToNormal,
  limitsOf,
  removeRule,
  setClock,
  setFaultsOf,
  setLimits,
  setVersions,
  troubleState,
  versionsOf,
} from './trouble.ts';

type Control = (org: Org, asked: Asked) => unknown;

export const controls: Readonly<Record<string, Control>> = {
  'GET /requests': (org) => ({ calls: org.log.list() }),
  'POST /requests/clear': (org) => {
    org.log.clear();
    return {};
  },
  'GET /state': (org) => orgState(org),
  'GET /component': (org, { query }) => component(org, query),
  'POST /edit': (org, { body }) => edit(org, body),
  'POST /rename': (org, { body }) => rename(org, body),
  'POST /delete': (org, { body }) => remove(org, body),
  'GET /fault': (org) => org.faults,
  'POST /fault': (org, { body }) => setFaultsOf(org, body),
  'POST /fault/rule': (org, { body }) => addRule(org, body),
  'POST /fault/rule/remove': (org, { body }) => removeRule(org, body),
  'GET /app': (org) => appSettings(org.app),
  'POST /app': (org, { body }) => {
    checked(() => setApp(org.app, body));
    return appSettings(org.app);
  },
  'GET /apps': (org) => ({ apps: listApps(org) }),
  'POST /apps': (org, { body }) => create(org, body),
  'POST /apps/certificate': (org, { body }) => certify(org, body),
  'POST /apps/assign': (org, { body }) => setAssigned(org, body),
  'POST /apps/block': (org, { body }) => block(org, body),
  'POST /apps/delete': (org, { body }) => removeApp(org, body),
  'GET /normal': (org) => troubleState(org),
  'POST /normal': (org) => backToNormal(org),
  'GET /limits': (org) => limitsOf(org),
  'POST /limits': (org, { body }) => setLimits(org, body),
  'GET /versions': (org) => versionsOf(org),
  'POST /versions': (org, { body }) => setVersions(org, body),
  'POST /clock': (org, { body }) => setClock(org, body),
  'GET /replay': (org) => replayState(org),
  'GET /replay/progress': (org) => progressOf(org),
  'POST /replay': (org, { body }) => moveOn(org, body),
  'POST /replay/stop': (org) => stopReplay(org),
  'POST /replay/reset': (org) => reset(org),
  'POST /refresh': (org) => refresh(org),
  'POST /sign-in': (org, { body }) => setSignIn(org, body),
  'POST /user': (org, { body }) => setUser(org, body),
  'GET /sessions': (org) => ({ sessions: sessionsOf(org) }),
  'POST /end-sessions': (org, { body }) => endSessions(org, body),
};
