// What is known of the log, to be compared and taken along: origin, size, root, key; check now, save, export.

import { RefreshCw } from 'lucide-react';
import type { LogState } from '../../utils/log-state.ts';
import { useAnnounce } from '../hooks/announce.tsx';
import { problemOf } from '../hooks/problem.ts';
import { useCheckLog } from '../hooks/use-log.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { formatCount } from '../ui/counted.ts';
import { Time } from '../ui/time.tsx';
import { ExportButton } from './export-button.tsx';
import { grouped, keptInWords } from './log-words.ts';
import { SaveKept } from './save-kept.tsx';
import './log.css';

export function LogDetails({ state, owner }: { state: LogState; owner: boolean }) {
  const announce = useAnnounce();
  const check = useCheckLog();
  const { log } = state;
  if (!log) return null;
  const checkNow = () =>
    check.mutate(undefined, {
      onSuccess: ({ state: now, missed }) =>
        announce(
          missed
            ? `The log could not be checked: ${missed.why}`
            : now === 'unchanged'
              ? 'The log is unchanged.'
              : 'The log is not the one this browser knows.',
        ),
    });
  return (
    <div className="log-details">
      <dl className="log-facts">
        <dt>Log</dt>
        <dd className="code">{log.origin}</dd>
        <dt>Entries</dt>
        <dd>{formatCount(log.size)}</dd>
        <dt>Root</dt>
        <dd className="code" title={log.root}>
          {log.root.slice(0, 16)}…
        </dd>
        <dt>Pinned key</dt>
        <dd className="code">
          {log.vkey}{' '}
          <CopyButton text={log.vkey} what="Verifier key">
            Copy key
          </CopyButton>
        </dd>
        <dt>Its fingerprint</dt>
        <dd className="code">SHA-256 {grouped(log.fingerprint)}</dd>
        <dt>Texts are kept</dt>
        <dd>{keptInWords(log.retentionDays)}</dd>
        <dt>Known since</dt>
        <dd>
          <Time at={log.since} as="day" />
        </dd>
        <dt>Last checked</dt>
        <dd>
          <Time at={log.checkedAt} />
        </dd>
      </dl>
      <div className="row wrap">
        {state.state === 'broken' ? null : (
          <Button icon={<RefreshCw aria-hidden />} busy={check.isPending} onPress={checkNow}>
            Check now
          </Button>
        )}
        <SaveKept />
        {owner && state.state !== 'broken' ? <ExportButton /> : null}
      </div>
      {check.error ? <p className="problem-line">{problemOf(check.error).title}</p> : null}
    </div>
  );
}
