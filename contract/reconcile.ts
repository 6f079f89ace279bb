// How far an org's login history is reconciled with the tokens that were asked for, and alarms about logins nobody asked for.

import * as z from 'zod/mini';
import { instant, orgId } from './components.ts';
import { endpoint } from './endpoint.ts';
import { whoCanAct } from './errors.ts';

/** `login_not_granted`: nobody here asked for it. `login_from_elsewhere`: it came from where our calls do not leave. */
export const loginAlarmKinds = ['login_not_granted', 'login_from_elsewhere'] as const;

/** A row of LoginHistory. */
const login = z.object({
  at: instant,
  userId: z.string(),
  /** What the user is called, where Salesforce told it. */
  username: z.optional(z.string()),
  address: z.string(),
  application: z.string(),
  status: z.string(),
});

export const loginAlarm = z.object({
  id: z.string(),
  kind: z.enum(loginAlarmKinds),
  raisedAt: instant,
  lastAt: instant,
  /** How many it is about; the first of them follow. */
  logins: z.int(),
  first: z.array(login),
  acknowledged: z.optional(z.object({ at: instant, by: z.string(), note: z.optional(z.string()) })),
});

export const reconciliation = z.object({
  /** `waiting`: none of our logins has been found in the history yet. */
  state: z.enum(['waiting', 'reconciled', 'not_reconciled']),
  running: z.boolean(),
  /** When the last run began that could judge. */
  until: z.optional(instant),
  ranAt: z.optional(instant),
  nextAt: z.optional(instant),
  /** Of `not_reconciled`. */
  reason: z.optional(
    z.object({
      code: z.enum(['permission', 'blocked', 'refused', 'limit', 'unrecognised', 'unavailable', 'failed']),
      what: z.string(),
      fix: z.string(),
      who: z.enum([...whoCanAct, 'nobody']),
    }),
  ),
  /** What the login history calls our apps. */
  applications: z.array(z.string()),
  /** What the last run saw within its window of hours. */
  seen: z.optional(
    z.object({
      /** Logins through our apps, and those of them that we had asked for. */
      rows: z.int(),
      explained: z.int(),
      /** Tokens whose login shares the row of another. */
      merged: z.int(),
      /** Tokens without any row, though there should be one by now. */
      missing: z.int(),
      /** Logins of other installations. */
      others: z.int(),
      egressDeclared: z.boolean(),
      addresses: z.array(z.object({ address: z.string(), logins: z.int() })),
      failures: z.object({ logins: z.int(), last: z.array(login) }),
    }),
  ),
  /** Open ones first, then the newest of those that somebody has looked at. */
  alarms: z.array(loginAlarm),
});

export const reconcileEndpoints = {
  'reconcile.state': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/reconciliation',
    access: 'record',
    input: z.object({ orgId }),
    output: reconciliation,
  }),
  /** Has the worker reconcile soon, every twenty seconds at most. */
  'reconcile.run': endpoint({
    method: 'POST',
    path: '/v1/orgs/{orgId}/reconciliation',
    access: 'record',
    input: z.object({ orgId }),
    output: reconciliation,
  }),
  /** An owner has looked at all of an alarm's logins. */
  'reconcile.acknowledge': endpoint({
    method: 'POST',
    path: '/v1/orgs/{orgId}/alarms/{alarmId}/acknowledgement',
    access: 'person',
    input: z.object({
      orgId,
      alarmId: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
      /** How many logins of it were shown to them. */
      logins: z.int().check(z.minimum(1)),
      /** What they found. */
      note: z.optional(z.string().check(z.maxLength(500))),
    }),
    output: reconciliation,
  }),
};
