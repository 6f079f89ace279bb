// What axe finds in a frame that hangs in a closed shadow root, where its own way from frame to frame ends.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from '@playwright/test';

const require = createRequire(import.meta.url);
const ofPlaywright = createRequire(require.resolve('@axe-core/playwright'));
const source = readFileSync(ofPlaywright.resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
  readonly passes: readonly { readonly id: string }[];
}

const run = `axe.run(document, {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
})`;

/** What is on its way from one colour to another has neither: a frame for it to begin, then until it has ended. */
const atRest = `new Promise(requestAnimationFrame)
  .then(() => new Promise(requestAnimationFrame))
  .then(() => Promise.allSettled(
    document.getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime < 10_000)
      .map(({ finished }) => finished),
  ))
  .then(() => undefined)`;

/** One line for each element that breaks a rule of WCAG 2.2 A or AA; throws when the rules did not run. */
export async function breaches(of: Frame | Page): Promise<readonly string[]> {
  await of.evaluate(source);
  await of.evaluate(atRest);
  const { violations, passes } = await of.evaluate<Found>(run);
  const ran = new Set([...passes, ...violations].map(({ id }) => id));
  if (!ran.has('color-contrast')) throw new Error('axe saw no text to measure the contrast of');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html}\n${failureSummary}`),
  );
}
