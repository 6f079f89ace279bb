// Beside an entry: that it is in the log as it is listed; where it is not, what differs, loudly.

import { CircleAlert, ShieldCheck } from 'lucide-react';
import type { RowCheck } from '../../utils/log-state.ts';
import { useNow } from '../hooks/use-now.ts';
import { differenceInWords, provenInWords } from './log-words.ts';

export interface Checked {
  readonly check: RowCheck;
  readonly at: string;
}

/** A quiet mark, in words for who cannot see it; nothing while it is not known. */
export function RowMark({ checked }: { checked: Checked | undefined }) {
  const now = useNow();
  if (checked?.check.state !== 'proven' || checked.check.erased === 'text') return null;
  const words = provenInWords(checked.at, now);
  return (
    <span className="in-log" title={words}>
      <ShieldCheck aria-hidden />
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

/** What has to be said in words. */
export function RowWords({ checked, provable }: { checked: Checked | undefined; provable: boolean }) {
  if (!provable) return <span className="muted small">Recorded before this log could be checked.</span>;
  if (!checked) return null;
  const { check } = checked;
  if (check.state === 'proven') {
    if (check.erased === 'text') {
      return (
        <span className="muted small">
          Its text was erased from the log; what is listed here can no longer be checked.
        </span>
      );
    }
    return check.erased ? <span className="muted small">Names in it were erased from the log.</span> : null;
  }
  return (
    <div className="log-differs" role="alert">
      <CircleAlert aria-hidden />
      {check.state === 'not_in_log' ? (
        <span>Not in the log as it is listed: it was changed after it was recorded, or never recorded.</span>
      ) : (
        <div>
          {check.differences.map((difference) => (
            <div key={difference.what}>{differenceInWords(difference)}</div>
          ))}
        </div>
      )}
    </div>
  );
}
