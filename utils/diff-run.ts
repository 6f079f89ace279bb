// One comparison as pages see it: what was found so far, how it stands, and the ways to stop it and to go on.

import { Found } from '#core/diff/found.ts';
import type { LineOptions } from '#core/diff/line-options.ts';
import type { DiffStep } from '#core/diff/steps.ts';
import type { DiffTask, PackedLines } from './diff-messages.ts';

export type DiffState =
  | { readonly phase: 'running'; readonly startedAt: number }
  | { readonly phase: 'finished' }
  /** Stopped by a person; what was found so far stays. */
  | { readonly phase: 'cancelled' }
  | { readonly phase: 'failed'; readonly message: string };

/** How a page follows a comparison. Whoever is the last to leave one that runs ends it. */
export interface DiffRun {
  readonly task: DiffTask;
  /** Grows in place while `state` is `running`. */
  readonly found: Found;
  /** Another object after each step. */
  state(): DiffState;
  subscribe(listener: () => void): () => void;
  cancel(): void;
  /** Takes up what was cancelled or failed, where it was left. */
  goOn(): void;
  /** The lines of both sides, file by file, computed when first asked for. */
  lines(options: LineOptions): Promise<readonly PackedLines[]>;
}

/** What a run needs of the worker. */
export interface Workshop {
  start(run: Run): void;
  cancel(run: Run): void;
  lines(task: DiffTask, options: LineOptions): Promise<readonly PackedLines[]>;
  /** Nobody follows the run any more. */
  left(run: Run): void;
}

export class Run implements DiffRun {
  readonly found = new Found();
  /** Steps that came: where to go on. */
  steps = 0;
  private current: DiffState = { phase: 'running', startedAt: Date.now() };
  private readonly listeners = new Set<() => void>();
  readonly task: DiffTask;
  private readonly workshop: Workshop;
  private readonly known = new Map<string, Promise<readonly PackedLines[]>>();

  constructor(task: DiffTask, workshop: Workshop) {
    this.task = task;
    this.workshop = workshop;
  }

  readonly state = () => this.current;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      // A page that only draws anew is back in the same turn.
      setTimeout(() => this.listeners.size === 0 && this.workshop.left(this));
    };
  };

  readonly cancel = () => {
    if (this.current.phase !== 'running') return;
    this.become({ phase: 'cancelled' });
    this.workshop.cancel(this);
  };

  readonly goOn = () => {
    if (this.current.phase === 'running' || this.current.phase === 'finished') return;
    this.become({ phase: 'running', startedAt: Date.now() });
    this.workshop.start(this);
  };

  readonly lines = (options: LineOptions) => {
    const key = `${options.whitespace} ${options.blankLines}`;
    const known =
      this.known.get(key) ??
      this.workshop.lines(this.task, options).catch((error: unknown) => {
        this.known.delete(key);
        throw error;
      });
    this.known.set(key, known);
    return known;
  };

  take(step: DiffStep): void {
    this.steps += 1;
    this.found.add(step);
    this.become(step.kind === 'finished' ? { phase: 'finished' } : { ...this.current });
  }

  fail(message: string): void {
    if (this.current.phase === 'running') this.become({ phase: 'failed', message });
  }

  private become(state: DiffState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}
