// A whole comparison for the tests of its lenses.

import type { ComponentSource } from '#core/component.ts';
import { diffComponentSteps } from '#core/diff/component.ts';
import { Found } from '#core/diff/found.ts';

export function foundOf(before: ComponentSource | null, after: ComponentSource | null): Found {
  const found = new Found();
  for (const step of diffComponentSteps(before, after)) found.add(step);
  return found;
}
