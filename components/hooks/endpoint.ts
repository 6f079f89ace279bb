// One line for a component that wants an endpoint's answer.

import { type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import type { EndpointName, InputOf, OutputOf } from '../../contract/index.ts';
import { useHost } from './host.tsx';

/** The answer of a reading endpoint; asks nothing while `input` is undefined. */
export function useEndpoint<N extends EndpointName>(
  name: N,
  input: InputOf<N> | undefined,
  options: { staleTime?: number; refetchInterval?: (answer: OutputOf<N> | undefined) => number | false } = {},
): UseQueryResult<OutputOf<N>> {
  const host = useHost();
  const { refetchInterval, staleTime } = options;
  return useQuery<OutputOf<N>>({
    queryKey: [name, input],
    queryFn: () => host.call(name, input as InputOf<N>),
    enabled: input !== undefined,
    ...(staleTime === undefined ? {} : { staleTime }),
    ...(refetchInterval ? { refetchInterval: (query) => refetchInterval(query.state.data) } : {}),
  });
}

/** An endpoint that does something: called by a click, never by rendering. */
export function useCommand<N extends EndpointName>(name: N, onDone?: (answer: OutputOf<N>) => void) {
  const host = useHost();
  return useMutation<OutputOf<N>, Error, InputOf<N>>({
    mutationFn: (input) => host.call(name, input),
    ...(onDone ? { onSuccess: onDone } : {}),
  });
}
