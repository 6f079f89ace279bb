// Searches every place the product writes to for secrets; none may ever be found.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, readPlace } from './canary/places.ts';
import { findSecrets, type Secret } from './canary/secrets.ts';
import type { Layout } from './world/layout.ts';

export type { Place } from './canary/places.ts';

export interface Finding extends Secret {
  readonly place: string;
  readonly where: string;
}

export interface ScanResult {
  readonly findings: readonly Finding[];
  /** How many readings and characters each place gave: a place that gives none was not searched. */
  readonly searched: ReadonlyMap<string, { readonly readings: number; readonly characters: number }>;
}

export function scan(places: readonly Place[]): ScanResult {
  const findings = new Map<string, Finding>();
  const searched = new Map<string, { readings: number; characters: number }>();
  for (const place of places) {
    const count = { readings: 0, characters: 0 };
    searched.set(place.name, count);
    for (const { where, text } of readPlace(place)) {
      count.readings += 1;
      count.characters += text.length;
      for (const secret of findSecrets(text)) {
        findings.set(`${where} ${secret.hint}`, { ...secret, place: place.name, where });
      }
    }
  }
  return { findings: [...findings.values()], searched };
}

/** Where a world's product writes. The keys' own folder and the stand-ins' state are theirs to keep. */
export function placesOf(layout: Layout, profile: string): Place[] {
  const git = join(layout.api, 'git');
  const repositories = list(git).map((name) => ({ name: `git ${name}`, repository: join(git, name) }));
  return [
    { name: 'browser profile', folder: profile },
    { name: 'logs', folder: layout.logs },
    { name: 'API data', folder: layout.api },
    { name: 'delegation data', folder: layout.delegation },
    ...repositories,
  ];
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
