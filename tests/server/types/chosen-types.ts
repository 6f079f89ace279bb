// Types for tests that take long: at least one of each way in which components are read and kept, or all of them.

import process from 'node:process';
import { type MetadataType, metadataTypes, typeRegistry } from '../../../core/component.ts';

/** What of a descriptor says which type it is, and not how it goes. */
const own = new Set(['type', 'label', 'directory', 'suffix', 'keyPrefixes']);
/** Read by rules of their own, and what most people look at. */
const always: readonly MetadataType[] = ['Flow', 'PermissionSet', 'Profile', 'CustomObject'];

/** How many of a dozen that go the same way; `npm run soak` asks for all. */
const ofADozen = Number(process.env.TYPES_OF_A_DOZEN ?? 1);

function wayOf(type: MetadataType): string {
  const parts = Object.entries(typeRegistry[type]).filter(([name]) => !own.has(name));
  return parts.map(([name, value]) => (typeof value === 'string' ? `${name} ${value}` : name)).join(', ');
}

/** In the registry's order. */
export function chosenTypes(): readonly MetadataType[] {
  const ways = Map.groupBy(metadataTypes, wayOf);
  const chosen = new Set(always);
  for (const types of ways.values()) {
    const count = Math.min(types.length, Math.ceil((types.length * ofADozen) / 12));
    for (let at = 0; at < count; at++) {
      const type = types[Math.floor((at * types.length) / count)];
      if (type) chosen.add(type);
    }
  }
  return metadataTypes.filter((type) => chosen.has(type));
}
