// Who is signed in, and the two ways to change that.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Session } from '../../utils/extension-host.ts';
import { useHost } from './host.tsx';
import { keys } from './query-client.ts';

export function useSession() {
  const host = useHost();
  return useQuery<Session>({ queryKey: keys.session, queryFn: () => host.session(), staleTime: 0 });
}

export function useSignIn() {
  const host = useHost();
  const client = useQueryClient();
  return useMutation<Session, Error, void>({
    mutationFn: () => host.signIn(),
    onSuccess: (session) => client.setQueryData(keys.session, session),
  });
}

export function useSignOut() {
  const host = useHost();
  const client = useQueryClient();
  return useMutation<Session, Error, void>({
    mutationFn: () => host.signOut(),
    onSuccess: (session) => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
      client.setQueryData(keys.session, session);
    },
    // It may have come to an end all the same: the browser stopped the background half way.
    onError: () => client.invalidateQueries({ queryKey: keys.session }),
  });
}
