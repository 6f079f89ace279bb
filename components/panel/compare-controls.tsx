// The one primary action of the panel, and its answer in one line: each where the frame wants it.

import { GitCompareArrows, RefreshCw } from 'lucide-react';
import type { OutputOf } from '../../contract/index.ts';
import type { Compare } from '../hooks/use-compare.ts';
import { type Gate, GatedProblem } from '../orgs/gated-problem.tsx';
import { Button } from '../ui/button.tsx';
import { Verdict } from './verdict.tsx';

export function CompareButton({ compare, onCompare }: { compare: Compare; onCompare: () => void }) {
  const { verdict } = compare.result ?? {};
  const toCommit = verdict === 'differs' || verdict === 'never_committed';
  return (
    <Button
      variant={toCommit ? 'plain' : 'primary'}
      icon={<GitCompareArrows aria-hidden />}
      busy={compare.run.isPending}
      onPress={onCompare}
    >
      Compare with last committed
    </Button>
  );
}

export function RefreshButton({ onPress, busy }: { onPress: () => void; busy: boolean }) {
  return (
    <Button
      variant="quiet"
      icon={<RefreshCw aria-hidden />}
      aria-label="Refresh history"
      busy={busy}
      onPress={onPress}
    />
  );
}

export function CompareVerdict({
  label,
  compare,
  component,
  onCompare,
  gate,
}: {
  /** What Setup calls the type: `Flow`. */
  label: string;
  compare: Compare;
  component: NonNullable<OutputOf<'components.find'>['component']> | undefined;
  onCompare: () => void;
  gate: Gate;
}) {
  const { run, result } = compare;
  return (
    <>
      <Verdict label={label} result={result} comparing={run.isPending} component={component} />
      {run.error && !run.isPending ? (
        <div className="panel-problem">
          <GatedProblem error={run.error} gate={gate} onRetry={onCompare} onOpened={() => run.reset()} />
        </div>
      ) : null}
    </>
  );
}
