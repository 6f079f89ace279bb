// The live version is on screen and not in history: one button records exactly what was read.

import { GitCommitVertical, PanelRightOpen } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useAnnounce } from '../hooks/announce.tsx';
import { useHost } from '../hooks/host.tsx';
import type { Compare, CompareResult } from '../hooks/use-compare.ts';
import { canTellSight } from '../hooks/watch-sight.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Time } from '../ui/time.tsx';

const CommitDialog = lazy(() =>
  import('./commit-dialog.tsx').then((module) => ({ default: module.CommitDialog })),
);

export function CommitBar({ compare, result }: { compare: Compare; result: CompareResult }) {
  const announce = useAnnounce();
  const host = useHost();
  const [asking, setAsking] = useState(false);
  // Only the docked panel lies in somebody else's page, which could lay something over it.
  const docked = host.surface === 'docked';
  const compareInSidePanel = () => void host.compareInSidePanel();
  const { commit } = compare;
  const record = (message: string) => {
    setAsking(false);
    commit.mutate(
      { compareId: result.compareId, message },
      { onSuccess: () => announce('Committed. In sync with the last commit.') },
    );
  };
  return (
    <>
      {commit.error && !commit.isPending ? <ProblemNotice error={commit.error} /> : null}
      <div className="commit-bar">
        <span className="muted small">
          Read <Time at={result.comparedAt} />, not in history yet
        </span>
        {docked && !canTellSight() ? (
          <Button variant="primary" icon={<PanelRightOpen aria-hidden />} onPress={compareInSidePanel}>
            Commit outside this page
          </Button>
        ) : (
          <Button
            variant="primary"
            icon={<GitCommitVertical aria-hidden />}
            busy={commit.isPending}
            onPress={() => setAsking(true)}
          >
            Commit this version
          </Button>
        )}
      </div>
      {asking ? (
        <Suspense>
          <CommitDialog
            result={result}
            drawn={docked ? () => host.pageDrawn() : undefined}
            onCommit={record}
            onElsewhere={compareInSidePanel}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
