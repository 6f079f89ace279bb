// The difference between a committed document and a reading of the live org, which has no formatting of its own.

import type { Change } from './change.ts';
import type { DiffStep, Outcome } from './steps.ts';

type WithNoise = Outcome & { readonly files: readonly { readonly noise: readonly Change[] }[] };

const isFormatting = (change: Change) => change.path.at(-1)?.tag === '#formatting';

/** Drops formatting from the noise lane: Salesforce's interfaces give values, the layout of their text is ours. */
export function asLiveReading<Diff extends WithNoise>(diff: Diff): Diff {
  let dropped = 0;
  const files = diff.files.map((file) => {
    const noise = file.noise.filter((change) => !isFormatting(change));
    dropped += file.noise.length - noise.length;
    return { ...file, noise };
  });
  const noiseCount = diff.noiseCount - dropped;
  const summary = diff.same && noiseCount === 0 ? 'No change' : diff.summary;
  return { ...diff, files, noiseCount, summary };
}

/** The same for a comparison that is told step by step. */
export function* asLiveSteps(steps: Iterable<DiffStep>): Generator<DiffStep, void> {
  let dropped = 0;
  for (const step of steps) {
    if (step.kind === 'noise') {
      const noise = step.noise.filter((change) => !isFormatting(change));
      dropped += step.noise.length - noise.length;
      yield { ...step, noise };
    } else if (step.kind === 'finished') {
      const noiseCount = step.outcome.noiseCount - dropped;
      const summary = step.outcome.same && noiseCount === 0 ? 'No change' : step.outcome.summary;
      yield { ...step, outcome: { ...step.outcome, noiseCount, summary } };
    } else yield step;
  }
}
