// What can be made to go wrong in the org, switched by the control port.

import { type Checker, fail, numberIn, oneOf, wholeIn } from './faults/check.ts';
import { checkLatencies, type Latencies, noLatency } from './faults/latency.ts';
import { checkRules, type FaultRule } from './faults/rule.ts';

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
  /** Some refusals are worded in two ways: as orgs are seen to answer, or as Salesforce's help has them. */
  wording: 'seen' | 'documented';
  /** Seconds a bearer assertion may still live: Salesforce says 180 and takes about 300. */
  assertionSeconds: number;
  /** How a login shows in LoginHistory: a row each; one row an hour for alike logins; a row after a while. */
  loginRows: 'each' | 'merged' | 'late';
  /** Milliseconds after which a late row shows. */
  loginRowDelay: number;
  /** API requests left today; null leaves the count alone. */
  requestsLeft: number | null;
  concurrentLimit: boolean;
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
    loginRowDelay: 300_000,
    requestsLeft: null,
    concurrentLimit: false,
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
    clockOffset: 0,
    wrongIdentity: false,
  };
}

/** Sets the named faults and leaves the rest; sets none and throws when a name or a value is wrong. */
export function setFaults(faults: Faults, wanted: unknown): void {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) fail('faults are an object');
  const checks = checksOf(faults);
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(faults, name)) fail(`no such fault: ${name}`);
    const check = checks[name as keyof Faults] ?? sameKind(faults[name as keyof Faults]);
    checked[name] = check(value, name);
  }
  Object.assign(faults, checked);
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

type Checks = { readonly [Name in keyof Faults]?: Checker<Faults[Name]> };

function checksOf(faults: Faults): Checks {
  return {
    down: (value, name) => oneOf(value, name, ['no', '503', 'reset']),
    appMode: (value, name) => oneOf(value, name, ['admin-approved', 'self-authorize']),
    wording: (value, name) => oneOf(value, name, ['seen', 'documented']),
    loginRows: (value, name) => oneOf(value, name, ['each', 'merged', 'late']),
    loginsPerHour: (value, name) => wholeIn(value, name, 0),
    assertionSeconds: (value, name) => numberIn(value, name, 0),
    loginRowDelay: (value, name) => numberIn(value, name, 0),
    requestsLeft: orNull((value, name) => wholeIn(value, name, 0)),
    concurrentMax: orNull((value, name) => wholeIn(value, name, 1)),
    concurrentAfter: (value, name) => numberIn(value, name, 0),
    sessionMinutes: (value, name) => numberIn(value, name, 0),
    latency: checkLatencies(faults.latency),
    rules: checkRules,
    seed: (value, name) => wholeIn(value, name, 0, 0xffff_ffff),
  };
}

function orNull<Value>(check: Checker<Value>): Checker<Value | null> {
  return (value, name) => (value === null ? null : check(value, name));
}

function sameKind(before: unknown): Checker<unknown> {
  return (value, name) => {
    if (kindOf(before) !== kindOf(value)) fail(`${name} is ${kindOf(before)}`);
    if (typeof value === 'number' && !Number.isFinite(value)) fail(`${name} is a number`);
    if (Array.isArray(value) && value.some((each) => typeof each !== 'string'))
      fail(`${name} is a list of texts`);
    return value;
  };
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
}
