// The versions of a component: filter, days, rows; one click shows a version, two choices show their difference.

import { History as HistoryIcon, Search } from 'lucide-react';
import { useId, useState } from 'react';
import type { ComponentKey } from '#core/component.ts';
import type { History } from '../hooks/use-history.ts';
import { useNow } from '../hooks/use-now.ts';
import { type Gate, GatedProblem } from '../orgs/gated-problem.tsx';
import { Button } from '../ui/button.tsx';
import { counted, formatCount } from '../ui/counted.ts';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { EarlierIn } from './earlier-in.tsx';
import { PairBar } from './pair-bar.tsx';
import type { Selection } from './selection.ts';
import { filterVersions, groupByDay, type Version } from './version-groups.ts';
import { VersionList } from './version-list.tsx';
import './history.css';

export function HistoryTab({
  history,
  live,
  order,
  selection,
  onSelect,
  onShow,
  onOpen,
  gate,
}: {
  history: History;
  live: Version | undefined;
  order: readonly string[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onShow: (selection: Selection) => void;
  /** Shows another component's history instead. */
  onOpen: (component: ComponentKey) => void;
  gate: Gate;
}) {
  const now = useNow();
  const [filter, setFilter] = useState('');
  const { query, versions, total, component } = history;
  const problem = query.error ? (
    <GatedProblem
      error={query.error}
      gate={gate}
      retrying={query.isFetching}
      onRetry={() => void query.refetch()}
    />
  ) : null;
  if (!query.data) return problem ?? <Skeleton label="Loading the history" rows={6} />;
  if (total === 0 && !live) {
    return (
      <>
        {problem}
        <Notice icon={<HistoryIcon aria-hidden />} title="No versions yet.">
          <p className="muted">
            The first is recorded by the org’s baseline, or when you compare and commit the live one.
          </p>
        </Notice>
      </>
    );
  }
  const all = live ? [live, ...versions] : versions;
  const shown = filterVersions(all, filter, now);
  return (
    <div className="history">
      {problem}
      <FilterField
        value={filter}
        onChange={setFilter}
        count={filter ? `${formatCount(shown.length)} of ${formatCount(total)}` : formatCount(total)}
      />
      {component?.losers?.length ? <Losers path={component.path} losers={component.losers} /> : null}
      <VersionList
        groups={groupByDay(shown, now)}
        liveRevision={live?.revision}
        order={order}
        selection={selection}
        onSelect={onSelect}
        onShow={onShow}
      />
      {shown.length === 0 ? <p className="history-none muted">No version matches “{filter}”.</p> : null}
      {query.hasNextPage ? (
        <div className="history-more">
          <Button busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            Show older versions
          </Button>
          <span className="muted small">{counted(total - versions.length, 'more version')}</span>
        </div>
      ) : null}
      {history.complete && component?.earlierIn && !filter ? (
        <EarlierIn object={component.earlierIn} onOpen={onOpen} />
      ) : null}
      <PairBar selection={selection} versions={all} onShow={onShow} onClear={() => onSelect({})} />
    </div>
  );
}

function FilterField(props: { value: string; onChange: (value: string) => void; count: string }) {
  const id = useId();
  return (
    <div className="history-filter">
      <Search aria-hidden />
      <label htmlFor={id} className="visually-hidden">
        Filter versions
      </label>
      <input
        id={id}
        type="search"
        className="input"
        placeholder="Filter: person, date, kind, words"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && props.onChange('')}
      />
      <span className="muted nowrap" aria-live="polite">
        {props.count}
        <span className="visually-hidden"> versions</span>
      </span>
    </div>
  );
}

function Losers({ path, losers }: { path: string | undefined; losers: readonly string[] }) {
  return (
    <details className="losers small">
      <summary>
        The project holds this name {losers.length + 1} times; the default package directory wins
      </summary>
      <ul className="code">
        {path ? <li>{path} (shown)</li> : null}
        {losers.map((loser) => (
          <li key={loser}>{loser}</li>
        ))}
      </ul>
    </details>
  );
}
