// Versions as the list shows them: filtered by words, grouped by the day they happened.

import type { OutputOf } from '../../contract/index.ts';
import { dayLabel } from '../ui/time-text.ts';

export type Version = OutputOf<'history.list'>['versions'][number];

export interface DayGroup {
  readonly label: string;
  readonly versions: readonly Version[];
}

/** Every word of the filter must be found in person, day, kind, sentence or message. */
export function filterVersions(
  versions: readonly Version[],
  filter: string,
  now: number,
): readonly Version[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return versions;
  return versions.filter((version) => {
    const text = [
      version.author.name,
      dayLabel(version.at, now),
      version.at.slice(0, 10),
      version.kind,
      version.origin,
      version.summary,
      version.message,
    ]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function groupByDay(versions: readonly Version[], now: number): readonly DayGroup[] {
  const groups: { label: string; versions: Version[] }[] = [];
  for (const version of versions) {
    const label = dayLabel(version.at, now);
    const last = groups.at(-1);
    if (last?.label === label) last.versions.push(version);
    else groups.push({ label, versions: [version] });
  }
  return groups;
}
