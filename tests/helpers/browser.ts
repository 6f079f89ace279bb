// The browser of end-to-end tests: the built extension in Chromium behind a world's proxy, in a profile of its own.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeExtension } from '../../dev/build-extension.ts';
import { type Launched, type LaunchOptions, launchChromium } from '../../dev/world/launch.ts';
import type { World } from '../../dev/world.ts';

export interface TestBrowser extends Launched {
  readonly profile: string;
}

/** Closing it also removes the profile. */
export async function openTestBrowser(
  world: Pick<World, 'proxy' | 'tls'>,
  options: Partial<LaunchOptions> = {},
): Promise<TestBrowser> {
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'canvasback-profile-'));
  const extension =
    options.extension ?? (await placeExtension(join(profile, 'extension'), join(profile, 'build.log')));
  const launched = await launchChromium({
    profile,
    extension,
    proxyUrl: world.proxy.url,
    spki: world.tls.spki,
    ...options,
  });
  return {
    ...launched,
    profile,
    async close() {
      await launched.close();
      if (!options.profile) rmSync(profile, { recursive: true, force: true });
    },
  };
}
