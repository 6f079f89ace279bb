// Counts the noise lane in words: `12 canvas moves, 1 formatting change`.

import type { Change } from './change.ts';

/** Empty when there is none. */
export function noiseInWords(noise: readonly Change[]): string {
  const kinds = new Map<string, number>();
  for (const { path } of noise) {
    const kind = kindOf(path.at(-1)?.tag ?? '');
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds].map(([kind, count]) => `${count} ${kind}${count === 1 ? '' : 's'}`).join(', ');
}

function kindOf(tag: string): string {
  if (tag === 'location') return 'canvas move';
  return tag === '#formatting' ? 'formatting change' : 'editor setting';
}
