// A real browser with the built extension for smoke run and tests, driven by Playwright.

import { type BrowserContext, chromium, type Page, type Worker } from '@playwright/test';
import { browserPath, chromiumFlags } from './chromium.ts';

export interface LaunchOptions {
  /** Profile folder; kept, so that it can be searched afterwards. */
  readonly profile: string;
  /** Folder of the built extension. */
  readonly extension: string;
  readonly proxyUrl: string;
  readonly spki: string;
  readonly headless?: boolean;
  readonly colorScheme?: 'light' | 'dark';
}

export interface Launched {
  readonly context: BrowserContext;
  readonly extensionId: string;
  /** The background worker; a stopped one is woken first. */
  worker(): Promise<Worker>;
  /** One of the extension's pages in a tab of its own. */
  open(page: 'popup' | 'sidepanel' | 'options'): Promise<Page>;
  /** Ends the background worker as the browser does when it is idle. */
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

export async function launchChromium(options: LaunchOptions): Promise<Launched> {
  const context = await chromium.launchPersistentContext(options.profile, {
    executablePath: browserPath(),
    headless: options.headless ?? true,
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: 1440, height: 900 },
    ignoreDefaultArgs: ['--disable-extensions', '--disable-component-extensions-with-background-pages'],
    args: [
      ...chromiumFlags(options),
      `--disable-extensions-except=${options.extension}`,
      `--load-extension=${options.extension}`,
    ],
  });
  const isOurs = (worker: Worker) => worker.url().startsWith('chrome-extension://');
  const first =
    context.serviceWorkers().find(isOurs) ?? (await context.waitForEvent('serviceworker', isOurs));
  const extensionId = new URL(first.url()).host;
  const address = (page: string) => `chrome-extension://${extensionId}/${page}.html`;
  return {
    context,
    extensionId,
    async worker() {
      return context.serviceWorkers().find(isOurs) ?? context.waitForEvent('serviceworker', isOurs);
    },
    async open(name) {
      const page = await context.newPage();
      await page.goto(address(name));
      return page;
    },
    async stopWorker() {
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await session.detach();
      await page.close();
    },
    close: () => context.close(),
  };
}
