// Who is signed in, and the way out.

import { LogOut } from 'lucide-react';
import type { Session } from '../../utils/extension-host.ts';
import { useEndpoint } from '../hooks/endpoint.ts';
import { problemOf } from '../hooks/problem.ts';
import { useSignOut } from '../hooks/use-session.ts';
import { Button } from '../ui/button.tsx';

const roles = { owner: 'owner', release_manager: 'release manager', viewer: 'viewer' } as const;

export function PopupFoot({ session }: { session: Session }) {
  const signOut = useSignOut();
  const me = useEndpoint('session.get', {}, { staleTime: 60_000 });
  const tenant = me.data?.tenant;
  return (
    <footer className="popup-foot">
      <span className="ellipsis">
        <span className="visually-hidden">Signed in as </span>
        {me.data?.person.name ?? session.name ?? 'you'}
        {tenant ? (
          <span className="muted">
            {' '}
            · {tenant.name}, {roles[tenant.role]}
          </span>
        ) : null}
        {signOut.error ? <span role="alert"> {problemOf(signOut.error).title}</span> : null}
      </span>
      <Button
        variant="quiet"
        icon={<LogOut aria-hidden />}
        busy={signOut.isPending}
        onPress={() => signOut.mutate()}
      >
        Sign out
      </Button>
    </footer>
  );
}
