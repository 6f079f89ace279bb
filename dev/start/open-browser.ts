// Opens a browser with the extension at a Setup page, in a profile that is kept with the world's data.

import puppeteer from 'puppeteer-core';
import { browserPath, chromiumFlags } from '../world/chromium.ts';
import { WorldProblem } from '../world/problem.ts';

export interface OpenedBrowser {
  /** Where a browser without a window can be looked at. */
  readonly debuggingUrl?: string;
  onClosed(listener: () => void): void;
  close(): Promise<void>;
}

interface OpenOptions {
  readonly profile: string;
  readonly extension: string;
  readonly proxyUrl: string;
  readonly spki: string;
  readonly page: string;
  /** Set for a browser without a window. */
  readonly debuggingPort?: number | undefined;
}

/** The browser hangs on a pipe of this process, so it ends when this process does. */
export async function openBrowser(options: OpenOptions): Promise<OpenedBrowser> {
  const headless = options.debuggingPort !== undefined;
  const browser = await puppeteer
    .launch({
      executablePath: browserPath(),
      headless,
      pipe: true,
      enableExtensions: [options.extension],
      userDataDir: options.profile,
      defaultViewport: null,
      ignoreDefaultArgs: ['--enable-automation', '--disable-extensions'],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [
        ...chromiumFlags(options),
        '--window-size=1440,960',
        ...(headless ? [`--remote-debugging-port=${options.debuggingPort}`] : []),
      ],
    })
    .catch((cause: Error) => {
      throw new WorldProblem(
        `The browser could not be started (${cause.message.split('\n')[0]}).`,
        /SingletonLock|already running|ProcessSingleton/.test(cause.message)
          ? 'A browser of an earlier start still runs: close its windows, then start again.'
          : 'Name another browser, or start the servers alone:\n  export CANVASBACK_BROWSER=/path/to/chromium\n  npm start -- --no-browser',
        { cause },
      );
    });
  const [first] = await browser.pages();
  const page = first ?? (await browser.newPage());
  await page.goto(options.page, { waitUntil: 'domcontentloaded' }).catch(() => undefined);
  return {
    ...(headless ? { debuggingUrl: `http://127.0.0.1:${options.debuggingPort}` } : {}),
    onClosed: (listener) => void browser.once('disconnected', listener),
    close: () => browser.close(),
  };
}
