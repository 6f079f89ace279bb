// Firefox with the built extension behind a world's proxy: its pages by WebDriver BiDi, its own windows by their scripts.

import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';
import { buildExtension } from '../../dev/build-extension.ts';
import { firefoxExtensionId } from '../../dev/world/names.ts';
import type { World } from '../../dev/world.ts';
import { firefoxPath } from './firefox-path.ts';

/** The extension's origin in this profile; elsewhere Firefox makes one up. */
const uuid = '5b1f6a2e-8c1d-4f0e-9d57-0f4c1b6f2a11';

type Shown = Page | Frame;

export interface TestFirefox {
  readonly browser: Browser;
  /** One of the extension's pages in a tab: Firefox navigates there only for itself. */
  open(page: 'popup' | 'options'): Promise<Page>;
  /** The page that opens when something is done. */
  opened(act: () => Promise<unknown>): Promise<Page>;
  /** Runs a function in the script of Firefox's own window. */
  inChrome<T>(run: (id: string) => T | Promise<T>): Promise<T>;
  /** Ends the event page, as Firefox does when it is idle. */
  stopBackground(): Promise<void>;
  close(): Promise<void>;
}

/** Of Firefox's own window, what is used here. */
interface ChromeWindow {
  readonly gBrowser: { addTrustedTab(url: string): unknown; selectedTab: unknown };
  readonly WebExtensionPolicy: {
    getByID(id: string): { extension: { terminateBackground(options: object): Promise<void> } };
  };
}

interface Bidi {
  send(method: string, params: unknown): Promise<{ result: BidiResult }>;
}

interface BidiResult {
  readonly type?: string;
  readonly result?: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string };
  readonly contexts?: readonly { readonly context: string }[];
}

export async function openFirefox(world: Pick<World, 'proxy'>): Promise<TestFirefox> {
  const extension = await buildExtension('test-results/firefox-build.log', 'firefox');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath() as string,
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: null,
    args: ['--width=1400', '--height=900', '--remote-allow-system-access'],
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': world.proxy.port,
      'network.proxy.no_proxies_on': '',
      'extensions.webextensions.uuids': JSON.stringify({ [firefoxExtensionId]: uuid }),
    },
  });
  await browser.installExtension(extension);
  // Not in the shared types: the connection below, on which Firefox's own scope may be asked for.
  const { connection } = browser as unknown as { connection: Bidi };
  const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const context = tree.result.contexts?.[0]?.context;

  async function inChrome<T>(
    run: (argument: string) => T | Promise<T>,
    argument = firefoxExtensionId,
  ): Promise<T> {
    const { result } = await connection.send('script.callFunction', {
      functionDeclaration: String(run),
      arguments: [{ type: 'string', value: argument }],
      target: { context },
      awaitPromise: true,
      userActivation: true,
    });
    if (result.exceptionDetails) throw new Error(result.exceptionDetails.text);
    return result.result?.value as T;
  }

  async function opened(act: () => Promise<unknown>): Promise<Page> {
    const before = new Set(await browser.pages());
    await act();
    return until(async () => (await browser.pages()).find((each) => !before.has(each)), 'a page opens');
  }

  return {
    browser,
    opened,
    inChrome,
    async open(name) {
      const address = `moz-extension://${uuid}/${name}.html`;
      const openTab = (url: string) => {
        const { gBrowser } = globalThis as unknown as ChromeWindow;
        gBrowser.selectedTab = gBrowser.addTrustedTab(url);
      };
      return opened(() => inChrome(openTab, address));
    },
    async stopBackground() {
      await inChrome(async (id) => {
        const { extension } = (globalThis as unknown as ChromeWindow).WebExtensionPolicy.getByID(id);
        await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
      });
    },
    close: () => browser.close(),
  };
}

async function until<T>(find: () => Promise<T | undefined>, what: string, timeout = 30_000): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const textOf = (shown: Shown) =>
  shown.evaluate(() => document.body?.textContent ?? '').catch((error: unknown) => String(error));

/** Waits for words on a page. */
export async function says(shown: Shown, words: string): Promise<void> {
  let last = '';
  await until(async () => {
    last = await textOf(shown);
    return last.includes(words) || undefined;
  }, `it says “${words}”`).catch((error: Error) => {
    throw new Error(`${error.message} It says: ${last.slice(0, 600)}`);
  });
}

/** Presses the button of that name, once it is there. */
export async function press(shown: Shown, name: string): Promise<void> {
  await until(
    () =>
      shown.evaluate((name: string) => {
        const buttons = [...document.querySelectorAll<HTMLElement>('button, [role=tab], input[type=submit]')];
        const found = buttons.find((each) => (each.ariaLabel ?? each.textContent).trim() === name);
        found?.click();
        return found ? true : undefined;
      }, name),
    `there is “${name}”`,
  );
}

/** Waits until a window is closed: Firefox gives the next sign-in the one before while that is still closing. */
export async function closes(page: Page): Promise<void> {
  await until(async () => page.isClosed() || undefined, 'the window closes');
}

/** Types what a person signs in with, and sends it; the window may close under it. */
export async function fillSignIn(page: Page, name: string, password: string): Promise<void> {
  const field = await page.waitForSelector('#username');
  await field?.evaluate((each) => {
    (each as HTMLInputElement).value = '';
  });
  await field?.type(name);
  await page.type('input[type=password]', password);
  await page
    .evaluate(() => document.querySelector<HTMLElement>('button[type=submit], input[type=submit]')?.click())
    .catch(() => undefined);
}

/** The docked panel, opened by a real click on the pill. */
export async function openFirefoxPanel(page: Page): Promise<Frame> {
  await page.bringToFront();
  // Its root is closed to the page: it sits at 40 % of the height, at the right edge.
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  return until(async () => {
    if (!(await panelIn(page))) await page.mouse.click(width - 20, (height - 28) * 0.4 + 14);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return panelIn(page);
  }, 'the panel is there');
}

async function panelIn(page: Page): Promise<Frame | undefined> {
  for (const frame of page.frames()) {
    const address = await frame.evaluate(() => location.href).catch(() => '');
    if (address.startsWith(`moz-extension://${uuid}/panel.html`)) return frame;
  }
  return undefined;
}
