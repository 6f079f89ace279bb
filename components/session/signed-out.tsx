// Nobody is signed in, or the session has ended: one sentence, one button, and why the last attempt failed.

import { LogIn } from 'lucide-react';
import type { Session } from '../../utils/extension-host.ts';
import { problemOf } from '../hooks/problem.ts';
import { useSignIn } from '../hooks/use-session.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

export function SignedOut({ session }: { session: Session }) {
  const signIn = useSignIn();
  const busy = signIn.isPending || session.state === 'signing_in';
  const ended = session.state === 'ended';
  const problem = signIn.error ? problemOf(signIn.error).title : session.problem;
  return (
    <Notice
      icon={<LogIn aria-hidden />}
      title={ended ? 'Your session has ended.' : 'You are not signed in.'}
      actions={
        <Button variant="primary" busy={busy} onPress={() => signIn.mutate()}>
          {busy ? 'Signing in…' : ended ? 'Sign in again' : 'Sign in'}
        </Button>
      }
    >
      <p className="muted">
        {ended
          ? 'Sign in again to go on where you were; nothing was lost.'
          : 'Sign in to see who changed this component, when, and how.'}
      </p>
      {problem && !busy ? (
        <p role="alert" className="problem-line">
          {problem}
        </p>
      ) : null}
    </Notice>
  );
}
