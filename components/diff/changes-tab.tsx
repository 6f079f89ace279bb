// The difference of the chosen versions through one of its lenses, step by step, and the commit of the live one.

import { GitCompareArrows } from 'lucide-react';
import type { ComponentKey, MetadataType } from '#core/component.ts';
import type { Seen } from '../../utils/extension-host.ts';
import type { pairOf } from '../history/selection.ts';
import type { Version } from '../history/version.ts';
import type { Compare } from '../hooks/use-compare.ts';
import { type Gate, GatedProblem } from '../orgs/gated-problem.tsx';
import { CertaintyMark } from '../ui/author.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { CommitBar } from './commit-bar.tsx';
import { DiffLenses } from './diff-lenses.tsx';
import { DiffProgress } from './diff-progress.tsx';
import { Pictures } from './pictures.tsx';
import { SecretNotes } from './secret-notes.tsx';
import { Sides } from './sides.tsx';
import { useDiff } from './use-diff.ts';
import './diff.css';
import './lines.css';

export function ChangesTab({
  gate,
  type,
  fullName,
  pair,
  before,
  after,
  total,
  missing,
  compare,
  onHistory,
  onOpen,
  seen,
  onSeen,
}: {
  gate: Gate;
  type: MetadataType;
  fullName: string | undefined;
  pair: ReturnType<typeof pairOf>;
  /** The two sides, as far as they are known; there may be nothing before. */
  before: Version | null | undefined;
  after: Version | undefined;
  total: number;
  /** A chosen version that could not be asked for. */
  missing: { readonly error: Error | null; refetch(): unknown; readonly isFetching: boolean } | undefined;
  compare: Compare;
  onHistory: () => void;
  /** Shows another component's history instead. */
  onOpen: (component: ComponentKey) => void;
  /** What was looked at when the tab was left. */
  seen: Seen | undefined;
  onSeen: (seen: Seen) => void;
}) {
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
  if (!chosen && missing)
    return (
      <GatedProblem
        error={missing.error}
        gate={gate}
        onRetry={() => void missing.refetch()}
        retrying={missing.isFetching}
      />
    );
  if (!chosen) return <Skeleton label="Loading the version" rows={6} />;
  const live = compare.result?.liveRevision === chosen.after ? compare.result : undefined;
  return (
    <div className="changes">
      <Sides before={chosen.before === null ? null : (before ?? undefined)} after={after} total={total} />
      {after ? <OtherNames version={after} type={type} onOpen={onOpen} /> : null}
      {after?.note ? <p className="change-fallback">{after.note}</p> : null}
      <SecretNotes {...diff.secrets} />
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
            of={`${chosen.before}..${chosen.after}`}
            type={type}
            title={`${type} ${fullName ?? ''}`}
            shown={diff.shown}
            seen={seen}
            onSeen={onSeen}
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

function OtherNames({
  version: { renamedFrom, renamedTo },
  type,
  onOpen,
}: {
  version: Version;
  type: MetadataType;
  onOpen: (component: ComponentKey) => void;
}) {
  const named = renamedFrom ?? renamedTo;
  if (!named) return null;
  return (
    <p className="change-renamed">
      <span>
        {renamedFrom ? 'Renamed from' : 'Renamed to'} <b>{named.fullName}</b>{' '}
        <CertaintyMark certainty={named.certainty} evidence={named.evidence} />
      </span>
      <span className="muted small">{named.evidence}.</span>
      <Button variant="quiet" onPress={() => onOpen({ type, fullName: named.fullName })}>
        Open its history
      </Button>
    </p>
  );
}
