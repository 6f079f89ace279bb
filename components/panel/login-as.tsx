// Told where Salesforce says that an admin is signed in there as somebody else: two people on one screen, named apart.

import { UserRoundCog } from 'lucide-react';
import { useCurrentPage } from '../hooks/use-current-page.ts';
import { useSession } from '../hooks/use-session.ts';

export function LoginAs() {
  const page = useCurrentPage();
  const session = useSession();
  if (!page.data?.loginAs) return null;
  const name = session.data?.state === 'signed_in' ? session.data.name : undefined;
  return (
    <p className="login-as" role="status">
      <UserRoundCog aria-hidden />
      <span>
        Salesforce is open as another user (Login As). What Canvasback reads and commits, it does for{' '}
        {name ?? 'you'}, through your own Salesforce user.
      </span>
    </p>
  );
}
