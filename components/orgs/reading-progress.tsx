// How far the server is with reading the org's history anew, as after an update that changed what the index holds.

import { useId } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { formatCount } from '../ui/counted.ts';

type Reading = NonNullable<OutputOf<'orgs.status'>['reading']>;

export function ReadingProgress({ reading: { done, total } }: { reading: Reading }) {
  const label = useId();
  const counted = total > 0;
  const share = counted ? Math.min(1, done / total) : 0;
  return (
    <section className="baseline" aria-live="off">
      <div className="row">
        <span id={label}>History is being read</span>
        <span className="muted push">
          {counted ? `${formatCount(done)} of ${formatCount(total)} commits` : 'counting commits'}
        </span>
      </div>
      <div
        className="meter"
        role="progressbar"
        aria-labelledby={label}
        {...(counted ? { 'aria-valuemin': 0, 'aria-valuemax': total, 'aria-valuenow': done } : {})}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <p className="muted small">It is shown as soon as all of it is there. Nothing is lost.</p>
    </section>
  );
}
