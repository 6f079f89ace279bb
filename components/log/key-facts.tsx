// Fingerprints to compare with the published one: of the key that was pinned, and of the one that is shown.

import type { LogState } from '../../utils/log-state.ts';
import { grouped } from './log-words.ts';

export function KeyFacts({ state: { log, broken } }: { state: LogState }) {
  const shown = broken?.fingerprint;
  return (
    <dl className="log-facts">
      {log ? (
        <>
          <dt>Pinned key</dt>
          <dd className="code">{grouped(log.fingerprint)}</dd>
        </>
      ) : null}
      {shown !== undefined && shown !== log?.fingerprint ? (
        <>
          <dt>Key that is shown</dt>
          <dd className="code">{shown === '' ? 'none that can be read' : grouped(shown)}</dd>
        </>
      ) : null}
    </dl>
  );
}
