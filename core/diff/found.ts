// What a comparison found so far: grows with each step, and is the whole difference in the end.

import type { Change, ComponentDiff, FileDiff, TextDiff } from './change.ts';
import type { DiffStep, FileFound, NamedFile, Outcome } from './steps.ts';

/** One file so far. The lists grow in place: who shows them looks at their length. */
export interface FileSoFar extends NamedFile {
  /** Undefined until both sides were read. */
  found?: FileFound;
  readonly changes: Change[];
  readonly noise: Change[];
  text?: TextDiff;
}

export class Found {
  files: readonly FileSoFar[] = [];
  outcome: Outcome | undefined;
  changeCount = 0;
  noiseCount = 0;

  add(step: DiffStep): void {
    switch (step.kind) {
      case 'pause':
        return;
      case 'started':
        this.files = step.files.map((file) => ({ ...file, changes: [], noise: [] }));
        return;
      case 'finished':
        this.outcome = step.outcome;
        return;
      case 'found':
        this.file(step.file).found = step.found;
        return;
      case 'changes':
        this.file(step.file).changes.push(...step.changes);
        this.changeCount += step.changes.length;
        return;
      case 'noise':
        for (const one of step.noise) this.file(step.file).noise.push(one);
        this.noiseCount += step.noise.length;
        return;
      default:
        this.file(step.file).text = step.text;
    }
  }

  /** How many changes there will be about, noise included; undefined until the first file was read. */
  get expected(): number | undefined {
    const known = this.files.flatMap(({ found }) => (found ? [found.count] : []));
    return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0);
  }

  /** The whole difference, as if it had been computed at once; undefined while steps are missing. */
  whole(): ComponentDiff | undefined {
    const files = this.files.flatMap(({ name, role, found, changes, noise, text }): FileDiff[] => {
      if (!found || !text) return [];
      const { by, exact, fallback } = found;
      return [{ name, role, by, changes, noise, text, exact, fallback }];
    });
    return this.outcome && files.length === this.files.length ? { ...this.outcome, files } : undefined;
  }

  private file(index: number): FileSoFar {
    const file = this.files[index];
    if (!file) throw new Error(`The comparison told of file ${index}, which it had not named`);
    return file;
  }
}
