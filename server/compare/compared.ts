// What the server keeps of a comparison: the verdict's parts, without the changes one by one and without lines.

import type { ComponentSource } from '#core/component.ts';
import type { ComponentDiff, FileDiff } from '#core/diff/change.ts';
import { diffComponentSteps } from '#core/diff/component.ts';
import { Found } from '#core/diff/found.ts';

export type Compared = Omit<ComponentDiff, 'files'> & {
  readonly files: readonly Pick<FileDiff, 'name' | 'fallback' | 'noise'>[];
};

/** In this very turn: for large texts it takes long, see `compareVersions`. */
export function compareHere(before: ComponentSource | null, after: ComponentSource | null): Compared {
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
