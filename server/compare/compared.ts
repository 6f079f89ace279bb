// What the server keeps of a comparison: the verdict's parts, without the changes, the lines and anything secret.

import type { ComponentSource } from '#core/component.ts';
import type { ComponentDiff, FileDiff } from '#core/diff/change.ts';
import { diffComponentSteps } from '#core/diff/component.ts';
import { Found } from '#core/diff/found.ts';
import { coverSource } from '#core/secrets/find-secrets.ts';

export type Compared = Omit<ComponentDiff, 'files'> & {
  readonly files: readonly Pick<FileDiff, 'name' | 'fallback' | 'noise'>[];
};

/**
 * In this very turn: for large texts it takes long, see `compareVersions`. The sentence is kept, shown and mailed, so it
 * is made of texts in which nothing looks like a secret any more.
 */
export function compareHere(before: ComponentSource | null, after: ComponentSource | null): Compared {
  const compared = compareTexts(before, after);
  const numbers = new Map<string, string>();
  const hint = (secret: string) => {
    const number = numbers.get(secret) ?? String(numbers.size + 1);
    numbers.set(secret, number);
    return number;
  };
  const [was, is] = [before, after].map((side) => side && coverSource(side, hint));
  if (was === before && is === after) return compared;
  const { same, summary } = compareTexts(was ?? null, is ?? null);
  return { ...compared, summary: same && !compared.same ? 'What looks like a secret changed' : summary };
}

function compareTexts(before: ComponentSource | null, after: ComponentSource | null): Compared {
  const found = new Found();
  for (const step of diffComponentSteps(before, after)) {
    // The lines come last, and nobody here looks at them.
    if (step.kind === 'hunks') break;
    found.add(step);
  }
  if (!found.outcome) throw new Error('The comparison ended without an outcome');
  const files = found.files.map(({ name, noise, found: file }) => ({
    name,
    noise,
    fallback: file?.fallback,
  }));
  return { ...found.outcome, files };
}
