// A world with a browser in it, and the few things every end-to-end test does with them.

import type { Frame, Page, TestInfo } from '@playwright/test';
import type { MetadataType } from '../../core/component.ts';
import { connect, openPanel } from '../../dev/smoke/journey.ts';
import { readComponents } from '../../dev/start/first-page.ts';
import { org } from '../../dev/world/names.ts';
import type { WorldOptions } from '../../dev/world.ts';
import { openTestBrowser, type TestBrowser } from '../helpers/browser.ts';
import { startTestWorld, type TestWorld } from '../helpers/world.ts';

export type ComponentType = MetadataType;

interface SessionArea {
  get(keys: null): Promise<Record<string, unknown>>;
  remove(keys: string[]): Promise<void>;
}

export interface Stage {
  readonly world: TestWorld;
  readonly browser: TestBrowser;
  /** A tab at a Setup address. */
  open(address: string): Promise<Page>;
  /** The Setup address of a component, on one of the two host families. */
  addressOf(type: ComponentType, fullName: string, family?: 'lightning' | 'setup'): Promise<string>;
  /** A tab at the component's page with the panel open in it. */
  panelOf(type: ComponentType, fullName: string): Promise<{ page: Page; panel: Frame }>;
  /** Somebody who is signed in connects the org by Salesforce's sign-in, until its baseline is complete. */
  connectOrg(username?: string): Promise<void>;
  /** Forgets the access token, as its end of life would. */
  expireToken(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(
  options: Partial<WorldOptions> = {},
  browserOptions: Parameters<typeof openTestBrowser>[1] = {},
): Promise<Stage> {
  const world = await startTestWorld(options);
  const browser = await openTestBrowser(world, browserOptions);
  const pathOf = async (type: ComponentType, fullName: string) => {
    const components = await readComponents(world.control);
    const found = components.find((each) => each.type === type && each.fullName === fullName);
    if (!found) throw new Error(`the org has no ${type} ${fullName}`);
    return found.setupPath;
  };
  const stage: Stage = {
    world,
    browser,
    async open(address) {
      const page = await browser.context.newPage();
      await page.goto(address);
      return page;
    },
    async addressOf(type, fullName, family = 'lightning') {
      const host = family === 'setup' ? org.setupHost : org.lightningHost;
      return `https://${host}${await pathOf(type, fullName)}`;
    },
    async panelOf(type, fullName) {
      const page = await stage.open(await stage.addressOf(type, fullName));
      return { page, panel: await openPanel(page) };
    },
    async connectOrg(username = 'ada.king@acme.example') {
      const popup = await browser.open('popup');
      await connect(popup, username);
      await popup.getByText('Baseline complete').waitFor();
      await popup.close();
    },
    async expireToken() {
      const worker = await browser.worker();
      await worker.evaluate(async () => {
        const { storage } = (globalThis as unknown as { chrome: { storage: { session: SessionArea } } })
          .chrome;
        const all = await storage.session.get(null);
        await storage.session.remove(Object.keys(all).filter((key) => key.startsWith('auth0:')));
      });
    },
    async close() {
      await browser.close();
      await world.stop();
    },
  };
  return stage;
}

/** Pictures of every open page of a failed test, beside its other results. */
export async function pictureFailure(stage: Stage | undefined, info: TestInfo): Promise<void> {
  if (!stage || info.status === info.expectedStatus) return;
  for (const [index, page] of stage.browser.context.pages().entries()) {
    await page.screenshot({ path: info.outputPath(`page-${index}.png`) });
  }
}

/** What the browser itself asks for, whatever page is open; refused by the proxy like everything foreign. */
const browsersOwn = /(?:^|\.)(?:google|googleapis|gstatic|gvt1|googleusercontent)\.com$|\.chromiumapp\.org$/;

/** Hosts outside the world that something of ours tried to reach: must stay empty. */
export function leaks(world: TestWorld): string[] {
  return world.proxy.refused
    .map(({ host }) => host.replace(/:\d+$/, ''))
    .filter((host) => !browsersOwn.test(host));
}
