// A failure in words: what happened, what to do, the one action that fits, and a request id to copy.

import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { problemOf, whoInWords } from '../hooks/problem.ts';
import { useSignIn } from '../hooks/use-session.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Notice } from './notice.tsx';

/** `onRetry` asks again; what was shown before stays where it is. */
export function ProblemNotice({
  error,
  onRetry,
  retrying = false,
  children,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
  retrying?: boolean | undefined;
  /** An action of the caller's that fits better than trying again. */
  children?: ReactNode;
}) {
  const problem = problemOf(error);
  const signIn = useSignIn();
  const ended = problem.code === 'not_authenticated';
  const offline = problem.code === 'offline';
  const calm = ended || offline || problem.code === 'reload' || problem.code === 'no_standing';
  return (
    <Notice
      tone={calm ? 'caution' : 'danger'}
      title={problem.title}
      {...(offline ? { icon: <CloudOff aria-hidden /> } : {})}
      actions={
        <>
          {children}
          {ended ? (
            <Button variant="primary" busy={signIn.isPending} onPress={() => signIn.mutate()}>
              Sign in again
            </Button>
          ) : null}
          {!ended && problem.code !== 'reload' && onRetry ? (
            <Button busy={retrying} onPress={onRetry}>
              Try again
            </Button>
          ) : null}
          {problem.requestId ? (
            <CopyButton text={problem.requestId} what="Request id">
              Copy request id
            </CopyButton>
          ) : null}
        </>
      }
    >
      {problem.detail ? <p>{problem.detail}</p> : null}
      <p className="muted">
        {problem.action}
        {whoInWords(problem.who) ? ` ${whoInWords(problem.who)}` : null}
      </p>
      {problem.requestId ? <p className="muted small code">Request id {problem.requestId}</p> : null}
    </Notice>
  );
}
