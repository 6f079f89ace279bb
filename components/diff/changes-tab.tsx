// The difference of the chosen versions through one of its lenses, step by step, and the commit of the live one.

import { GitCompareArrows } from 'lucide-react';
import { useEffect } from 'react';
import type { MetadataType } from '#core/component.ts';
import type { pairOf } from '../history/selection.ts';
import type { Version } from '../history/version-groups.ts';
import type { Compare } from '../hooks/use-compare.ts';
import type { History } from '../hooks/use-history.ts';
import { type Gate, GatedProblem } from '../orgs/gated-problem.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { CommitBar } from './commit-bar.tsx';
import { DiffLenses } from './diff-lenses.tsx';
import { DiffProgress } from './diff-progress.tsx';
import { Pictures } from './pictures.tsx';
import { Sides } from './sides.tsx';
import { useDiff } from './use-diff.ts';
import './diff.css';
import './lines.css';

export function ChangesTab({
  gate,
  type,
  fullName,
  pair,
  versions,
  history,
  compare,
  onHistory,
}: {
  gate: Gate;
  type: MetadataType;
  fullName: string | undefined;
  pair: ReturnType<typeof pairOf>;
  /** Newest first, the live one on top when there is one. */
  versions: readonly Version[];
  history: History;
  compare: Compare;
  onHistory: () => void;
}) {
  const { query } = history;
  const needsMore = pair === 'needs_more';
  useEffect(() => {
    if (needsMore && query.hasNextPage && !query.isFetching) void query.fetchNextPage();
  }, [needsMore, query.hasNextPage, query.isFetching, query.fetchNextPage]);

  const chosen = typeof pair === 'string' ? undefined : pair;
  const diff = useDiff(gate.orgId, fullName ? { type, fullName } : undefined, chosen);
  if (pair === 'nothing') {
    return (
      <Notice
        icon={<GitCompareArrows aria-hidden />}
        title="No version is chosen."
        actions={<Button onPress={onHistory}>Choose in History</Button>}
      >
        <p className="muted">
          Choose one version to see it against the one before, or two to see them side by side.
        </p>
      </Notice>
    );
  }
  if (!chosen) return <Skeleton label="Loading the version before" rows={6} />;
  const after = versions.find((version) => version.revision === chosen.after);
  const before = versions.find((version) => version.revision === chosen.before);
  const live = compare.result?.liveRevision === chosen.after ? compare.result : undefined;
  return (
    <div className="changes">
      <Sides before={chosen.before === null ? null : before} after={after} total={history.total} />
      {after?.note ? <p className="change-fallback">{after.note}</p> : null}
      {diff.error ? (
        <GatedProblem error={diff.error} gate={gate} onRetry={diff.retry} retrying={diff.retrying} />
      ) : diff.shown ? (
        <>
          {fullName ? (
            <Pictures
              orgId={gate.orgId}
              component={{ type, fullName }}
              pair={chosen}
              sides={diff.shown.view.run.task}
            />
          ) : null}
          <DiffLenses
            key={`${chosen.before}..${chosen.after}`}
            type={type}
            title={`${type} ${fullName ?? ''}`}
            shown={diff.shown}
          />
        </>
      ) : (
        <Skeleton label="Comparing the two versions" rows={6} />
      )}
      {diff.view && diff.now && !diff.error ? <DiffProgress view={diff.view} now={diff.now} /> : null}
      {live ? <CommitBar compare={compare} result={live} /> : null}
    </div>
  );
}
