// Calls that a page may leave before they are answered: when it shows another component, or is closed.

import type { Caller } from './callers.ts';

export class Asked {
  private readonly calls = new Map<string, { ending: AbortController; dockIn: number | undefined }>();

  /** `asking` is the page's own name for the call, not to be guessed by others. */
  async run<T>(asking: string, caller: Caller, call: (left: AbortSignal) => Promise<T>): Promise<T> {
    const ending = new AbortController();
    const dockIn = caller.speaker === 'docked' ? caller.tabId : undefined;
    this.calls.set(asking, { ending, dockIn });
    try {
      return await call(ending.signal);
    } finally {
      this.calls.delete(asking);
    }
  }

  leave(asking: string): void {
    this.calls.get(asking)?.ending.abort();
  }

  /** Those of the panel docked in a tab: its frame is gone and cannot say so. */
  leaveDock(tabId: number): void {
    for (const { ending, dockIn } of this.calls.values()) if (dockIn === tabId) ending.abort();
  }
}
