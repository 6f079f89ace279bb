// The verdict in one line: in sync, or what differs, since when, by whom.

import type { OutputOf } from '../../contract/index.ts';
import type { CompareResult } from '../hooks/use-compare.ts';
import { Author } from '../ui/author.tsx';
import { counted, formatCount } from '../ui/counted.ts';
import { Time } from '../ui/time.tsx';

type Component = NonNullable<OutputOf<'components.find'>['component']>;

export function Verdict({
  label,
  result,
  comparing,
  component,
}: {
  label: string;
  result: CompareResult | undefined;
  comparing: boolean;
  component: Component | undefined;
}) {
  if (comparing) {
    return (
      <p className="verdict" data-state="busy">
        <Dot /> Reading the live {label.toLowerCase()} from Salesforce…
      </p>
    );
  }
  if (!result) return <LastKnown component={component} />;
  return (
    <div>
      <p className="verdict" data-state={result.verdict}>
        <Dot /> <Sentence result={result} />
      </p>
      <p className="verdict-detail muted small">
        {[
          result.which && `Read: ${result.which}`,
          counted(result.cost.requests, 'Salesforce request'),
          result.cost.remaining !== undefined && `${formatCount(result.cost.remaining)} left today`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  );
}

function Sentence({ result }: { result: CompareResult }) {
  const { verdict, base, liveAt, liveAuthor } = result;
  if (verdict === 'in_sync') {
    return (
      <span>
        <b>In sync</b> with the last commit
        {base ? (
          <>
            , <Time at={base.at} /> by <Author author={base.author} />
          </>
        ) : null}
        {result.noise ? ` · ${counted(result.noise, 'change')} without meaning` : null}
      </span>
    );
  }
  if (verdict === 'deleted_live') {
    return (
      <span>
        <b>Deleted in Salesforce</b> · its history stays
      </span>
    );
  }
  return (
    <span>
      <b>{verdict === 'never_committed' ? 'Never committed' : result.summary}</b>
      {liveAt ? (
        <>
          {' · '}
          {verdict === 'differs' ? 'since ' : 'saved '}
          <Time at={liveAt} as="day" />
        </>
      ) : null}
      {liveAuthor ? (
        <>
          {' · '}
          <Author author={liveAuthor} />
        </>
      ) : null}
    </span>
  );
}

const lastWords: Record<Component['state'], string> = {
  unknown: 'Not compared yet',
  in_sync: 'In sync when last compared',
  drifted: 'Drifted when last compared',
  deleted: 'Deleted in Salesforce when last compared',
};

function LastKnown({ component }: { component: Component | undefined }) {
  const state = component?.state ?? 'unknown';
  return (
    <p className="verdict" data-state={`last_${state}`}>
      <Dot /> {lastWords[state]}
      {component?.comparedAt ? (
        <>
          , <Time at={component.comparedAt} />
        </>
      ) : null}
    </p>
  );
}

function Dot() {
  return <span className="verdict-dot" aria-hidden="true" />;
}
