// The account's audit log as this browser knows it: its pinned key, since when, and when it was checked last.

import { useEndpoint } from '../hooks/endpoint.ts';
import { useLog } from '../hooks/use-log.ts';
import { LogBroken } from '../log/log-alarm.tsx';
import { LogDetails } from '../log/log-details.tsx';
import { anewInWords, unchangedInWords } from '../log/log-words.ts';
import { Time } from '../ui/time.tsx';

export function AuditLog() {
  const state = useLog();
  const owner = useEndpoint('session.get', state ? {} : undefined).data?.tenant?.role === 'owner';
  if (!state) return null;
  return (
    <section aria-labelledby="audit-log">
      <h2 id="audit-log">Audit log</h2>
      <p className="muted">
        Each time somebody wants a Salesforce token, your account’s log gets an entry. This browser keeps what
        the log was signed as, and on each visit checks that it was only added to. Compare the key with the
        one that whoever runs Canvasback published.
      </p>
      {state.state === 'broken' ? (
        <LogBroken />
      ) : state.log ? (
        <p>{unchangedInWords(state.log, state.anew)}</p>
      ) : (
        <p>This browser has not seen the log yet.</p>
      )}
      {state.anew ? <p className="problem-line">{anewInWords(state.anew)}</p> : null}
      {state.missed ? (
        <p className="muted">
          Not checked <Time at={state.missed.at} />: {state.missed.why}
        </p>
      ) : null}
      <LogDetails state={state} owner={owner} />
    </section>
  );
}
