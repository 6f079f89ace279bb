// The versions of a component: filter, days, rows; one click shows a version, two choices show their difference.

import { History as HistoryIcon, SearchX } from 'lucide-react';
import { useRef } from 'react';
import type { ComponentKey } from '#core/component.ts';
import { typeRegistry } from '#core/component.ts';
import type { Place } from '../../utils/extension-host.ts';
import type { History } from '../hooks/use-history.ts';
import { type Gate, GatedProblem } from '../orgs/gated-problem.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { EarlierIn } from './earlier-in.tsx';
import { type HistoryFilter, isOn } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { PairBar } from './pair-bar.tsx';
import type { Selection } from './selection.ts';
import type { Version } from './version.ts';
import { VersionList, type VersionListHandle } from './version-list.tsx';
import './history.css';

export function HistoryTab({
  history,
  live,
  filter,
  onFilter,
  selection,
  chosen,
  onSelect,
  onShow,
  onOpen,
  start,
  onPlace,
  gate,
}: {
  history: History;
  live: Version | undefined;
  filter: HistoryFilter;
  onFilter: (filter: HistoryFilter) => void;
  selection: Selection;
  /** The versions that are chosen, as far as they are known. */
  chosen: { readonly a: Version | undefined; readonly b: Version | undefined };
  onSelect: (selection: Selection) => void;
  onShow: (selection: Selection) => void;
  /** Shows another component's history instead. */
  onOpen: (component: ComponentKey) => void;
  /** Where the list was scrolled to when it was left. */
  start: Place | undefined;
  onPlace: (place: Place) => void;
  gate: Gate;
}) {
  const list = useRef<VersionListHandle>(null);
  const { query, total, matching, component, input } = history;
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
  const filtered = isOn(filter);
  const none = filtered && matching === 0 && !query.isPlaceholderData;
  const end =
    component?.earlierIn && !filtered ? <EarlierIn object={component.earlierIn} onOpen={onOpen} /> : null;
  return (
    <div className="history">
      {problem}
      <FilterBar
        filter={filter}
        onChange={onFilter}
        history={history}
        onJump={(to) => list.current?.reveal(to === 'newest' ? 0 : matching - 1)}
      />
      {component?.path && typeRegistry[component.type].part ? (
        <p className="muted small">
          An item of <span className="code">{component.path}</span>, which holds others too; these are its
          versions alone.
        </p>
      ) : null}
      {component?.losers?.length ? <Losers path={component.path} losers={component.losers} /> : null}
      {none ? (
        <Notice
          icon={<SearchX aria-hidden />}
          title="No version matches."
          actions={<Button onPress={() => onFilter({})}>Clear filters</Button>}
        />
      ) : (
        <VersionList
          key={query.isPlaceholderData ? 'before' : JSON.stringify(input)}
          history={history}
          live={filtered ? undefined : live}
          selection={selection}
          chosen={chosen.b ?? chosen.a}
          onSelect={onSelect}
          onShow={onShow}
          onOpen={(fullName) => onOpen({ type: input.type, fullName })}
          end={end}
          start={start}
          onPlace={onPlace}
          handle={list}
        />
      )}
      <PairBar selection={selection} chosen={chosen} onShow={onShow} onClear={() => onSelect({})} />
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
