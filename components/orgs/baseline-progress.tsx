// How far the org's baseline is: done of total, time left, and what it waits for.

import { CheckCircle2, CircleAlert } from 'lucide-react';
import { useId } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { useNow } from '../hooks/use-now.ts';
import { counted, formatCount } from '../ui/counted.ts';
import { Time } from '../ui/time.tsx';
import { clockTime, timeLeft } from '../ui/time-text.ts';

/** Nobody works on what waits: told in words, because it does not pass by itself. */
export function NoWorker({ since }: { since: string | undefined }) {
  return (
    <p className="baseline failed small" role="alert">
      <CircleAlert aria-hidden />
      <span>
        The first look at this org waits: Canvasback’s worker is not running
        {since ? (
          <>
            , last seen <Time at={since} />
          </>
        ) : null}
        . Who runs Canvasback’s servers can start it. Nothing is lost, and comparing works meanwhile.
      </span>
    </p>
  );
}

type Job = NonNullable<OutputOf<'orgs.status'>['job']>;

export function BaselineProgress({ job }: { job: Job }) {
  const now = useNow(1_000);
  const label = useId();
  if (job.state === 'done') {
    return (
      <p className="baseline done small muted">
        <CheckCircle2 aria-hidden />
        <span>
          Baseline complete: {counted(job.total, 'component')}
          {job.finishedAt ? (
            <>
              , <Time at={job.finishedAt} />
            </>
          ) : null}
          . Installed packages’ are not counted.
        </span>
      </p>
    );
  }
  if (job.state === 'failed') {
    return (
      <p className="baseline failed small" role="alert">
        <CircleAlert aria-hidden />
        <span>
          The baseline stopped at {formatCount(job.done)} of {formatCount(job.total)}.{' '}
          {job.problem ?? 'Something failed on our side.'} Whoever runs Canvasback’s servers finds the reason
          in the worker’s log; it goes on when the API is started again. Comparing works meanwhile.
        </span>
      </p>
    );
  }
  if (job.noWorker) return <NoWorker since={job.noWorker.since} />;
  const listed = job.total > 0;
  const share = listed ? job.done / job.total : 0;
  const left =
    job.startedAt && job.state === 'running' ? timeLeft(job.done, job.total, job.startedAt, now) : undefined;
  return (
    <section className="baseline">
      <div className="row">
        <span id={label}>Baseline</span>
        <span className="muted push">
          {listed ? `${formatCount(job.done)} of ${formatCount(job.total)}` : 'listing components'}
        </span>
      </div>
      <div
        className="meter"
        role="progressbar"
        aria-labelledby={label}
        {...(listed ? { 'aria-valuemin': 0, 'aria-valuemax': job.total, 'aria-valuenow': job.done } : {})}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <p className="muted small">
        {job.state === 'waiting' ? (
          <>
            {job.problem ? `${job.problem} ` : ''}Waiting, retries
            {job.retryAt ? ` at ${clockTime(job.retryAt)}` : ' soon'}. Nothing is lost.
          </>
        ) : (
          [left, 'goes on when this window closes'].filter(Boolean).join(' · ')
        )}
      </p>
    </section>
  );
}
