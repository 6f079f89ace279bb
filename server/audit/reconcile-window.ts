// Which logins a run of the reconciliation reads anew, and which it has to remember from earlier runs.

import type { ReconcileRules } from './reconcile.ts';

export interface WindowState {
  /** When the last run that could judge began; undefined before the first. Epoch milliseconds. */
  readonly until: number | undefined;
  /** From when on logins are judged. */
  readonly judgeFrom: number;
}

export interface ReconcileWindow {
  /** Rows of LoginHistory from here on are asked for. */
  readonly rowsFrom: number;
  /** Rows of earlier runs from here on count as well: an attempt that one of them used explains no other. */
  readonly keptFrom: number;
  /** Attempts that ended from here on may have made one of the rows. */
  readonly attemptsFrom: number;
}

/** Salesforce is waited for much shorter than this, and an attempt whose process died counts for so long. */
export const longestAttemptMs = 2 * 60_000;
/** What is older is read no more: after a longer silence some logins are never looked at. */
export const longestLookBackMs = 7 * 86_400_000;

type Times = Pick<ReconcileRules, 'skewMs' | 'settleMs'>;

/** What tokens without a row may mean: that the app is renamed. Then rows of every name are read, a day back. */
export const mayBeRenamed = (missing: number, missingBefore: number): boolean =>
  missing >= 3 && missing > missingBefore;

/** Names that become clear are looked for in what they left behind so far. */
export const learnBackMs = 24 * 3_600_000;

/** Rows that an alarm names are known for as long as any run may read them again. */
export const alarmedMs = longestLookBackMs + 3_600_000;

/** What is behind is judged a day at a time: a busy org's logins of a week are more than one job may read. */
export const reachOf = ({ rowsFrom }: Pick<ReconcileWindow, 'rowsFrom'>, now: number): number =>
  Math.min(now, rowsFrom + learnBackMs);

/** As if nothing had been read yet, a day back at most. */
export function wideWindow(judgeFrom: number, now: number, times: Times): ReconcileWindow {
  const rowsFrom = Math.max(judgeFrom - 2 * times.skewMs, now - learnBackMs);
  return keptWith(rowsFrom, times);
}

/** Rows may show late: each run looks once more at what the one before it saw, as far back as a row may be late. */
export function windowOf(
  { until, judgeFrom }: WindowState,
  now: number,
  { skewMs, settleMs }: Times,
): ReconcileWindow {
  const first = judgeFrom - 2 * skewMs;
  const again = until === undefined ? first : until - settleMs - skewMs;
  const rowsFrom = Math.max(first, again, now - longestLookBackMs);
  return keptWith(rowsFrom, { skewMs });
}

function keptWith(rowsFrom: number, { skewMs }: Pick<Times, 'skewMs'>): ReconcileWindow {
  const keptFrom = rowsFrom - 2 * (skewMs + longestAttemptMs);
  return { rowsFrom, keptFrom, attemptsFrom: keptFrom - skewMs };
}
