// How Setup's pages write dates and people.

import type { Stamp } from '../state/components.ts';
import type { Org } from '../state/org.ts';

/** `24/11/2026, 03:12`, in the org's locale and UTC. */
export function shownDate(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone: 'UTC' }).format(
    at,
  );
}

export function shownPerson(org: Org, stamp: Stamp): string {
  return org.people.byId(stamp.userId)?.name ?? 'Unknown';
}

export function shownStamp(org: Org, stamp: Stamp): string {
  return `${shownPerson(org, stamp)}, ${shownDate(stamp.at)}`;
}
