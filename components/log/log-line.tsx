// One line above a list of entries: how many the log has, since when it is unchanged, and what could not be checked.

import { useEndpoint } from '../hooks/endpoint.ts';
import { problemOf } from '../hooks/problem.ts';
import type { RowChecks } from '../hooks/use-log.ts';
import { useLog } from '../hooks/use-log.ts';
import { Button } from '../ui/button.tsx';
import { counted } from '../ui/counted.ts';
import { Time } from '../ui/time.tsx';
import { LogDetails } from './log-details.tsx';
import { anewInWords, brokenTitle, unchangedInWords } from './log-words.ts';
import './log.css';

export function LogLine({ rows }: { rows: RowChecks }) {
  const state = useLog();
  const owner = useEndpoint('session.get', {}).data?.tenant?.role === 'owner';
  if (!state) return null;
  const differ = [...rows.of.values()].filter(({ check }) => check.state === 'differs').length;
  return (
    <div className="log-line">
      {state.state === 'broken' ? (
        <p className="log-differs">
          <b>{brokenTitle}.</b> Do not rely on these entries until that is explained; none of them is checked.
        </p>
      ) : null}
      {differ > 0 ? (
        <p role="alert" className="log-differs">
          <b>
            {counted(differ, 'entry is', 'entries are')} listed otherwise than the log has{' '}
            {differ === 1 ? 'it' : 'them'}.
          </b>{' '}
          The log itself is unchanged; do not rely on the list, and tell whoever runs Canvasback.
        </p>
      ) : null}
      {state.anew ? <p className="problem-line">{anewInWords(state.anew)}</p> : null}
      {state.log ? (
        <details>
          <summary>
            {state.state === 'broken' ? 'What this browser kept' : unchangedInWords(state.log, state.anew)}
          </summary>
          <LogDetails state={state} owner={owner} />
        </details>
      ) : state.state === 'unseen' && !state.missed ? (
        <p>This browser has not seen the log yet; entries are not checked.</p>
      ) : null}
      {state.missed ? (
        <p>
          Not checked <Time at={state.missed.at} />: {state.missed.why}
        </p>
      ) : null}
      {rows.error ? (
        <p>
          Entries below could not be checked: {problemOf(rows.error).title}{' '}
          <Button variant="quiet" onPress={rows.retry}>
            Try again
          </Button>
        </p>
      ) : null}
    </div>
  );
}
