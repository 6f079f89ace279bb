// How Setup's pages write dates, people and names.

import type { OrgComponent, Stamp } from '../state/components.ts';
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

/** A layout's name begins with its object's, and has signs escaped. */
export function shownName({ type, fullName }: Pick<OrgComponent, 'type' | 'fullName'>): string {
  return type === 'Layout' ? decodeURIComponent(fullName.slice(fullName.indexOf('-') + 1)) : fullName;
}
