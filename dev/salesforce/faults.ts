// What can be made to go wrong in the org, switched by the control port.

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
  appUninstalled: boolean;
  appMode: 'admin-approved' | 'self-authorize';
  appWithoutRefreshScope: boolean;
  orgInactive: boolean;
  ipRestricted: boolean;
  loginHours: boolean;
  loginRateExceeded: boolean;
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
    orgInactive: false,
    ipRestricted: false,
    loginHours: false,
    loginRateExceeded: false,
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
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    throw new Error('faults are an object');
  const current = faults as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(current, name)) throw new Error(`no such fault: ${name}`);
    const before = current[name];
    const sameKind =
      name === 'requestsLeft'
        ? value === null || typeof value === 'number'
        : kindOf(before) === kindOf(value);
    if (!sameKind) throw new Error(`${name} is ${kindOf(before)}`);
    if (name === 'down' && !['no', '503', 'reset'].includes(String(value)))
      throw new Error('down is no, 503 or reset');
    if (name === 'appMode' && !['admin-approved', 'self-authorize'].includes(String(value))) {
      throw new Error('appMode is admin-approved or self-authorize');
    }
    current[name] = value;
  }
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
}
