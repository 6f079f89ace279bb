// What can be made to go wrong in the org, switched by the control port.

import { setNamed } from './named-settings.ts';

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
    slow: 0,
    down: 'no',
    downFor: 0,
    downAfter: 0,
    frameDelay: 500,
    reuseTokens: false,
    sessionMinutes: 120,
    clockOffset: 0,
    wrongIdentity: false,
  };
}

/** Sets the named faults and leaves the rest; throws on a name or kind it doesn't know. */
export function setFaults(faults: Faults, wanted: unknown): void {
  setNamed(faults, wanted, {
    what: 'fault',
    nullable: ['requestsLeft'],
    words: {
      down: ['no', '503', 'reset'],
      appMode: ['admin-approved', 'self-authorize'],
      wording: ['seen', 'documented'],
      loginRows: ['each', 'merged', 'late'],
    },
  });
}
