// A failure that may pass is asked again twice by itself; a limit is not, for that would use up more of it.

import { QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { createQueryClient } from '../../../components/hooks/query-client.ts';
import { problem } from '../../../utils/problems.ts';

test.each([
  ['salesforce_unavailable', 3],
  ['rate_limited', 1],
  ['forbidden', 1],
] as const)('%s is asked %i times', async (code, times) => {
  const client = createQueryClient();
  let asked = 0;
  const queryFn = async () => {
    asked += 1;
    throw problem(code);
  };
  const observer = new QueryObserver(client, { queryKey: ['x'], queryFn, retryDelay: 1 });
  const settled = new Promise<void>((resolve) => {
    const stop = observer.subscribe(({ isError }) => {
      if (!isError) return;
      stop();
      resolve();
    });
  });
  await settled;
  expect(asked).toBe(times);
  client.clear();
});
