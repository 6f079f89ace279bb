// A failure behind the org’s gate: when Salesforce’s word is missing, the fitting action is to ask for it.

import { problemOf } from '../hooks/problem.ts';
import type { useStanding } from '../hooks/use-standing.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';

/** The org on screen, and the one way to ask for standing in it. */
export interface Gate {
  readonly orgId: string;
  readonly standing: ReturnType<typeof useStanding>;
}

export function GatedProblem({
  error,
  gate,
  onRetry,
  retrying,
  onOpened,
}: {
  error: unknown;
  gate: Gate;
  onRetry?: () => void;
  retrying?: boolean;
  /** Called when Salesforce has confirmed access. */
  onOpened?: () => void;
}) {
  const { orgId, standing } = gate;
  const locked = problemOf(error).code === 'no_standing';
  return (
    <ProblemNotice error={error} {...(locked ? {} : { onRetry, retrying })}>
      {locked ? (
        <Button
          variant="primary"
          busy={standing.isPending}
          onPress={() => standing.mutate({ orgId }, { onSuccess: () => onOpened?.() })}
        >
          Check my access
        </Button>
      ) : null}
    </ProblemNotice>
  );
}
