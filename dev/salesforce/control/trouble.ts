// Faults, limits, API versions and the clock, set and put back to normal by the control port.

import { numberIn, objectWith, wholeIn } from '../faults/check.ts';
import { checkRule } from '../faults/rule.ts';
import { clearFaults, type Faults, setFaults, setNow } from '../faults.ts';
import { versionsAtStart } from '../settings.ts';
import type { Org } from '../state/org.ts';
import { BadRequest, type Body, checked, momentOf } from './problem.ts';

/** Sets the faults that are named; `seed` begins the numbers of chance again. */
export function setFaultsOf(org: Org, body: Body): Faults {
  checked(() => setFaults(org.faults, body));
  if (body.seed !== undefined) org.traffic.chance.restart(org.faults.seed);
  return org.faults;
}

export function addRule(org: Org, body: Body): Faults {
  org.faults.rules.push(checked(() => checkRule(body, 'rule')));
  return org.faults;
}

export function removeRule(org: Org, body: Body): Faults {
  if (org.faults.rules.length === 0) throw new BadRequest('there is no rule');
  const index = checked(() => wholeIn(body.index, 'index', 0, org.faults.rules.length - 1));
  org.faults.rules.splice(index, 1);
  return org.faults;
}

/** Everything as at a start: faults, limits, versions, clock, the app's settings; connections held by a fault are cut. */
export function backToNormal(org: Org): Record<string, unknown> {
  clearFaults(org.faults);
  org.traffic.chance.restart(org.faults.seed);
  org.traffic.release();
  Object.assign(org.usage, { used: 0, max: org.settings.requestsADay });
  Object.assign(org.settings, versionsAtStart);
  Object.assign(org.app, structuredClone(org.appAtStart));
  return troubleState(org);
}

/** What is set now, and only what differs from a start. */
export function troubleState(org: Org): Record<string, unknown> {
  return {
    changed: setNow(org.faults),
    limits: limitsOf(org),
    versions: versionsOf(org),
    now: new Date(org.now()).toISOString(),
    held: org.traffic.held,
  };
}

export function limitsOf(org: Org): Record<string, unknown> {
  const { requestsLeft, concurrentMax, concurrentAfter } = org.faults;
  const left = requestsLeft ?? Math.max(0, org.usage.max - org.usage.used);
  return { max: org.usage.max, used: org.usage.used, left, concurrentMax, concurrentAfter };
}

/** `max` and `used` of the day's API requests; `concurrentMax` and `concurrentAfter` of those under way. */
export function setLimits(org: Org, body: Body): Record<string, unknown> {
  const given = checked(() =>
    objectWith(body, 'limits', ['max', 'used', 'concurrentMax', 'concurrentAfter']),
  );
  const { max, used, ...concurrent } = given;
  const usage = checked(() => ({
    max: max === undefined ? org.usage.max : wholeIn(max, 'max', 0),
    used: used === undefined ? org.usage.used : wholeIn(used, 'used', 0),
  }));
  checked(() => setFaults(org.faults, concurrent));
  if (max !== undefined || used !== undefined) org.faults.requestsLeft = null;
  Object.assign(org.usage, usage);
  return limitsOf(org);
}

export function versionsOf(org: Org): { oldest: number; latest: number } {
  return { oldest: org.settings.oldestVersion, latest: org.settings.latestVersion };
}

/** Moves the API versions that the org serves: a release up or down, an old version retired. */
export function setVersions(org: Org, body: Body): { oldest: number; latest: number } {
  const given = checked(() => objectWith(body, 'versions', ['oldest', 'latest']));
  const now = versionsOf(org);
  const [oldest, latest] = checked(() => [
    wholeIn(given.oldest ?? now.oldest, 'oldest', 7, 200),
    wholeIn(given.latest ?? now.latest, 'latest', 7, 200),
  ]);
  if ((oldest ?? 0) > (latest ?? 0)) throw new BadRequest('oldest is at most latest');
  Object.assign(org.settings, { oldestVersion: oldest, latestVersion: latest });
  return versionsOf(org);
}

/** `at` sets the clock to a moment, `offset` to so many milliseconds beside the real one; neither: real time. */
export function setClock(org: Org, body: Body): { now: string; offset: number } {
  const given = checked(() => objectWith(body, 'clock', ['at', 'offset']));
  const at = momentOf(given.at, 'at');
  const real = org.now() - org.faults.clockOffset;
  const offset =
    at === undefined ? checked(() => numberIn(given.offset ?? 0, 'offset', -8e14, 8e14)) : at - real;
  org.faults.clockOffset = offset;
  return { now: new Date(org.now()).toISOString(), offset };
}
