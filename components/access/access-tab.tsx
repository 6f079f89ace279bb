// Who asked Salesforce for a token because of this component, when, why, and what came of it.

import { ScrollText } from 'lucide-react';
import type { MetadataType } from '#core/component.ts';
import type { OutputOf } from '../../contract/index.ts';
import { useEndpoint } from '../hooks/endpoint.ts';
import { useNow } from '../hooks/use-now.ts';
import { Notice } from '../ui/notice.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { dayLabel } from '../ui/time-text.ts';
import './access.css';

type Entry = OutputOf<'audit.list'>['entries'][number];

const purposes: Record<Entry['purpose'], string> = {
  probe: 'Connect',
  standing: 'Check access',
  compare: 'Compare',
  sync: 'Baseline and sync',
};

const outcomes: Record<Entry['outcome'], string> = {
  pending: 'under way',
  granted: 'granted',
  refused: 'refused',
  unknown: 'outcome unknown',
};

export function AccessTab({
  orgId,
  type,
  fullName,
}: {
  orgId: string;
  type: MetadataType;
  fullName: string | undefined;
}) {
  const now = useNow();
  const answer = useEndpoint('audit.list', { orgId, type, ...(fullName ? { fullName } : {}) });
  const entries = answer.data && [...answer.data.entries].sort((one, other) => other.index - one.index);
  const problem = answer.error ? (
    <ProblemNotice error={answer.error} retrying={answer.isFetching} onRetry={() => void answer.refetch()} />
  ) : null;
  if (!entries) return problem ?? <Skeleton label="Loading the access record" rows={5} />;
  return (
    <div className="access">
      {problem}
      <p className="access-intro muted small">
        Each time Salesforce was asked for a token because of this component. Nothing here can be changed.
      </p>
      {entries.length === 0 ? (
        <Notice icon={<ScrollText aria-hidden />} title="No access recorded.">
          <p className="muted">Nobody has asked Salesforce for a token because of this component yet.</p>
        </Notice>
      ) : (
        <ol className="access-list">
          {entries.map((entry, index) => {
            const day = dayLabel(entry.at, now);
            const first = index === 0 || day !== dayLabel(entries[index - 1]?.at ?? entry.at, now);
            return (
              <li key={entry.index}>
                {first ? <h2 className="day">{day}</h2> : null}
                <AccessRow entry={entry} />
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}

function AccessRow({ entry }: { entry: Entry }) {
  return (
    <div className="access-row">
      <Time at={entry.at} as="clock" />
      <div className="access-what">
        <span>
          <b>{purposes[entry.purpose]}</b> by {entry.who}
          <span className="muted">, as {entry.actingAs}</span>
        </span>
        {entry.reason ? <span className="small">{entry.reason}</span> : null}
      </div>
      <span className="outcome" data-outcome={entry.outcome}>
        {outcomes[entry.outcome]}
      </span>
    </div>
  );
}
