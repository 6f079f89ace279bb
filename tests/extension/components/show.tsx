// Shows a component with a fake extension behind it, and takes it down after each test.

import { cleanup, configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach } from 'vitest';
import { AnnounceProvider } from '../../../components/hooks/announce.tsx';
import { HostProvider } from '../../../components/hooks/host.tsx';
import { createQueryClient } from '../../../components/hooks/query-client.ts';
import { type FakeHost, fakeHost, type Scene } from '../../../dev/gallery/fake-host.ts';

afterEach(cleanup);
// The first look at a lazy view waits for its code, which a busy machine is slow to read.
configure({ asyncUtilTimeout: 60_000 });

export function show(scene: Scene, page: ReactNode): FakeHost {
  const host = fakeHost(scene);
  const client = createQueryClient();
  // Retries are the client's business and are tested there; here a failure must show at once.
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } });
  render(
    <HostProvider host={host} client={client}>
      <AnnounceProvider>{page}</AnnounceProvider>
    </HostProvider>,
  );
  return host;
}

/** Names of the endpoints and host functions that were asked, in order. */
export function askedOf(host: FakeHost): readonly string[] {
  return host.asked.map(({ name }) => name);
}

/** A scene of the gallery by name; a wrong name fails the test that uses it. */
export function scene(all: Readonly<Record<string, Scene>>, name: string): Scene {
  const found = all[name];
  if (!found) throw new Error(`The gallery has no scene ${name}`);
  return found;
}
