// Below a comparison that is not complete: how far it is, with the way to stop it, or what stopped it, with the way on.

import { CircleAlert, CirclePause } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useNow } from '../hooks/use-now.ts';
import { Button } from '../ui/button.tsx';
import { counted, formatCount } from '../ui/counted.ts';
import { timeLeft } from '../ui/time-text.ts';
import type { DiffSnapshot, DiffView } from './diff-view.ts';

/** Most comparisons are over before anybody could read how far they are. */
const shownAfter = 400;

export function DiffProgress({ view, now }: { view: DiffView; now: DiffSnapshot }) {
  const { run } = view;
  const { state, changes } = now;
  const waited = useWaited(state.phase === 'running' ? state.startedAt : undefined);
  if (state.phase === 'finished' || (state.phase === 'running' && !waited)) return null;
  if (state.phase === 'running') return <Running view={view} now={now} startedAt={state.startedAt} />;
  const failed = state.phase === 'failed';
  return (
    <div className="diff-progress stopped" role={failed ? 'alert' : 'status'}>
      {failed ? <CircleAlert aria-hidden /> : <CirclePause aria-hidden />}
      <span className="grow">
        Not complete: {failed ? `${state.message} ` : 'cancelled '}
        {changes === 0 ? 'before the first change.' : `after ${share(now)}.`}
      </span>
      <Button onPress={run.goOn}>{failed ? 'Try again' : 'Go on'}</Button>
    </div>
  );
}

function Running({ view, now, startedAt }: { view: DiffView; now: DiffSnapshot; startedAt: number }) {
  const label = useId();
  const clock = useNow(1_000);
  const { changes, noise, expected } = now;
  const done = changes + noise;
  const listed = expected !== undefined && expected > 0;
  const left = listed ? timeLeft(done, expected, new Date(startedAt).toISOString(), clock) : undefined;
  return (
    <div className="diff-progress">
      <span id={label} className="grow">
        {listed ? share(now) : 'Reading both versions'}
        {left ? <span className="muted small time-left">{left}</span> : null}
      </span>
      <Button onPress={view.run.cancel}>Cancel</Button>
      <div
        className="meter"
        role="progressbar"
        aria-labelledby={label}
        {...(listed ? { 'aria-valuemin': 0, 'aria-valuemax': expected, 'aria-valuenow': done } : {})}
      >
        <div style={{ width: `${listed ? Math.min(1, done / expected) * 100 : 0}%` }} />
      </div>
    </div>
  );
}

/** `12,000 of about 60,000 changes`. */
function share({ changes, expected }: DiffSnapshot): string {
  if (expected === undefined) return counted(changes, 'change');
  return `${formatCount(changes)} of about ${counted(Math.max(expected, changes), 'change')}`;
}

function useWaited(since: number | undefined): boolean {
  const [waited, setWaited] = useState<number>();
  useEffect(() => {
    if (since === undefined) return;
    const timer = setTimeout(() => setWaited(since), since + shownAfter - Date.now());
    return () => clearTimeout(timer);
  }, [since]);
  return since !== undefined && waited === since;
}
