// What can be made to go wrong in the org, switched by the control port.

import { numberIn, wholeIn } from './faults/check.ts';
import { checkLatencies, type Latencies, noLatency } from './faults/latency.ts';
import { checkRules, type FaultRule } from './faults/rule.ts';
import { orNull, setNamed } from './named-settings.ts';

export interface Faults {
  /** Users by username. */
  inactive: string[];
  frozen: string[];
  locked: string[];
  /** True or false overrides who holds the app's permission set. */
  assigned: Record<string, boolean>;
  /** Takes permissions from users: username → names. */
  without: Record<string, string[]>;
  appBlocked: boolean;
  /** The app is used in an org that hasn't installed it; what that means depends on the app's kind. */
  appUninstalled: boolean;
  appMode: 'admin-approved' | 'self-authorize';
  appWithoutRefreshScope: boolean;
  /** Users who may approve a connected app that isn't installed. */
  mayUseUninstalled: string[];
  orgInactive: boolean;
  ipRestricted: boolean;
  loginHours: boolean;
  loginRateExceeded: boolean;
  /** Logins an hour after which a user's rate is exceeded. */
  loginsPerHour: number;
  /** A code or a refresh token is refused for a reason Salesforce doesn't name. */
  authenticationFailure: boolean;
  /** Some refusals are worded in two ways: as orgs are seen to answer, or as Salesforce's lists have them. */
  wording: 'seen' | 'documented';
  /** Seconds a bearer assertion may still live: Salesforce says 180 and takes about 300. */
  assertionSeconds: number;
  /** How a login shows in LoginHistory: a row each; one row an hour for alike logins; a row after a while; or both. */
  loginRows: 'each' | 'merged' | 'late' | 'merged and late';
  /** What the app’s logins are called from now on, as after a change of its name; empty: as the app. */
  appName: string;
  /** Milliseconds after which a late row shows. */
  loginRowDelay: number;
  /** Milliseconds by which the clock that LoginTime is read from is ahead, and the most by which it is off besides. */
  loginClock: number;
  loginClockJitter: number;
  /** API requests left today; null leaves the count alone. */
  requestsLeft: number | null;
  concurrentLimit: boolean;
  /** The edition has no API. */
  orgWithoutApi: boolean;
  /** API calls that may be under way at once; null: any number. */
  concurrentMax: number | null;
  /** Milliseconds after which a call counts for `concurrentMax`: Salesforce counts those of 20 seconds and more. */
  concurrentAfter: number;
  /** How long answers wait, by the part of the org that is called. */
  latency: Latencies;
  /** Calls that go wrong; the first rule that matches decides. */
  rules: FaultRule[];
  /** Seed of latency and of probabilities; setting it begins the numbers again. */
  seed: number;
  /** Milliseconds each API answer waits. */
  slow: number;
  /** `503` answers, `reset` cuts the connection; `for` limits it to that many calls, 0 for all. */
  down: 'no' | '503' | 'reset';
  downFor: number;
  /** Calls answered before `down` begins. */
  downAfter: number;
  /** Milliseconds the frame inside a Setup page waits before it answers. */
  frameDelay: number;
  /** A mint gives the user's open session again instead of a new one. */
  reuseTokens: boolean;
  /** Minutes a session lives without use. */
  sessionMinutes: number;
  /** Milliseconds a retrieve or deploy waits in the queue, and then works, by the org's clock. */
  asyncQueue: number;
  asyncWork: number;
  /** Metadata types this org lacks, as one without the licence or the feature does. */
  typesMissing: string[];
  /** Secrets in documents: masked as Salesforce does, or told as they were written. */
  secrets: 'masked' | 'told';
  /** Milliseconds added to the org's clock. */
  clockOffset: number;
  /** The id and instance of the next mints' answers are another user's. */
  wrongIdentity: boolean;
}

export function noFaults(): Faults {
  return {
    inactive: [],
    frozen: [],
    locked: [],
    assigned: {},
    without: {},
    appBlocked: false,
    appUninstalled: false,
    appMode: 'admin-approved',
    appWithoutRefreshScope: false,
    mayUseUninstalled: [],
    orgInactive: false,
    ipRestricted: false,
    loginHours: false,
    loginRateExceeded: false,
    loginsPerHour: 3600,
    authenticationFailure: false,
    wording: 'seen',
    assertionSeconds: 300,
    loginRows: 'each',
    appName: '',
    loginRowDelay: 300_000,
    loginClock: 0,
    loginClockJitter: 0,
    requestsLeft: null,
    concurrentLimit: false,
    orgWithoutApi: false,
    concurrentMax: null,
    concurrentAfter: 20_000,
    latency: noLatency,
    rules: [],
    seed: 1,
    slow: 0,
    down: 'no',
    downFor: 0,
    downAfter: 0,
    frameDelay: 500,
    reuseTokens: false,
    sessionMinutes: 120,
    asyncQueue: 0,
    asyncWork: 0,
    typesMissing: [],
    secrets: 'masked',
    clockOffset: 0,
    wrongIdentity: false,
  };
}

/** Faults that are one of a few words. */
export const faultWords = {
  down: ['no', '503', 'reset'],
  appMode: ['admin-approved', 'self-authorize'],
  wording: ['seen', 'documented'],
  loginRows: ['each', 'merged', 'late', 'merged and late'],
  secrets: ['masked', 'told'],
} as const;

/** Sets the named faults and leaves the rest; sets none and throws when a name or a value is wrong. */
export function setFaults(faults: Faults, wanted: unknown): void {
  setNamed(faults, wanted, {
    what: 'fault',
    words: faultWords,
    checks: {
      requestsLeft: orNull((value, name) => wholeIn(value, name, 0)),
      concurrentMax: orNull((value, name) => wholeIn(value, name, 1)),
      concurrentAfter: (value, name) => numberIn(value, name, 0),
      sessionMinutes: (value, name) => numberIn(value, name, 0),
      latency: checkLatencies(faults.latency),
      rules: checkRules,
      loginClockJitter: (value, name) => numberIn(value, name, 0),
      seed: (value, name) => wholeIn(value, name, 0, 0xffff_ffff),
    },
  });
}

/** Everything as it is at a start. */
export function clearFaults(faults: Faults): void {
  Object.assign(faults, noFaults());
}

/** The faults that differ from a start's. */
export function setNow(faults: Faults): Partial<Faults> {
  const normal = noFaults() as unknown as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(faults).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(normal[name])),
  );
}
