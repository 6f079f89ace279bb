// A running comparison as the panel draws it: rows that grow with each batch, drawn anew a few times a second.

import type { DiffRun, DiffState } from '../../utils/diff-run.ts';
import { ChangeRows } from './change-groups.ts';

/** How a comparison stands; another object only when it is time to draw again. */
export interface DiffSnapshot {
  readonly state: DiffState;
  readonly changes: number;
  readonly noise: number;
  /** How many changes there will be about; undefined until that is known. */
  readonly expected: number | undefined;
}

/** Drawing takes longer than receiving: so many milliseconds of news are drawn together. */
const pace = 100;

export class DiffView {
  readonly run: DiffRun;
  readonly rows: ChangeRows;
  private snapshot: DiffSnapshot;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private leave: (() => void) | undefined;

  constructor(run: DiffRun) {
    this.run = run;
    this.rows = new ChangeRows(run.found, run.task);
    this.snapshot = this.look();
  }

  readonly getSnapshot = () => this.snapshot;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    if (!this.leave) {
      this.leave = this.run.subscribe(() => this.onStep());
      this.rows.catchUp();
      this.snapshot = this.look();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.leave?.();
      this.leave = undefined;
      clearTimeout(this.timer);
      this.timer = undefined;
    };
  };

  private onStep(): void {
    const drawn = this.snapshot;
    this.rows.catchUp();
    // The first changes and every turn of events are shown at once, yet not within the turn of a message.
    const urgent =
      this.run.state().phase !== drawn.state.phase || (drawn.changes === 0 && this.rows.steps.length > 0);
    if (this.timer !== undefined && !urgent) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), urgent ? 0 : pace);
  }

  private draw(): void {
    this.timer = undefined;
    this.snapshot = this.look();
    for (const listener of this.listeners) listener();
  }

  private look(): DiffSnapshot {
    const { found } = this.run;
    return {
      state: this.run.state(),
      changes: this.rows.steps.length,
      noise: found.noiseCount,
      expected: found.expected,
    };
  }
}

const views = new WeakMap<DiffRun, DiffView>();

/** The one view of a run: whoever comes back to it finds its rows made. */
export function viewOf(run: DiffRun): DiffView {
  const view = views.get(run) ?? new DiffView(run);
  views.set(run, view);
  return view;
}
