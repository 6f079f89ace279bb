// What a person does in the browser, step by step, told in the words on the screen.

import type { BrowserContext, Frame, Page } from '@playwright/test';
import { password } from '../auth0/tenant.ts';
import { signIns } from '../world/names.ts';

/** The window of a sign-in, which the extension opens beside its own pages. */
async function windowOpenedBy(context: BrowserContext, click: () => Promise<void>): Promise<Page> {
  const [page] = await Promise.all([context.waitForEvent('page'), click()]);
  await page.waitForLoadState('domcontentloaded');
  return page;
}

export async function openSignIn(popup: Page): Promise<Page> {
  return windowOpenedBy(popup.context(), () => popup.getByRole('button', { name: 'Sign in' }).click());
}

export async function fillAuth0(page: Page, email: string, secret = password): Promise<void> {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export async function signIn(popup: Page, email: string): Promise<void> {
  await fillAuth0(await openSignIn(popup), email);
  await popup.getByText('Signed in as').waitFor();
}

/** Salesforce's own window; `integration` is asked of the first person only. */
export async function openConnect(popup: Page, integration?: string): Promise<Page> {
  if (integration) await popup.getByLabel('Integration user’s username').fill(integration);
  const name = integration ? 'Connect this org' : 'Link your Salesforce user';
  return windowOpenedBy(popup.context(), () => popup.getByRole('button', { name }).click());
}

export async function fillSalesforce(page: Page, username: string, secret = password): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(secret);
  await page.locator('input[type=submit], button[type=submit]').first().click();
}

export async function connect(popup: Page, username: string, integration: string = signIns.integration) {
  await fillSalesforce(await openConnect(popup, integration), username);
  // A capital and at the beginning: “acme is not connected.” stood there before.
  await popup
    .getByText(/^Connected/)
    .first()
    .waitFor();
}

interface PiercedNode {
  readonly nodeId: number;
  readonly nodeName: string;
  readonly attributes?: readonly string[];
  readonly children?: readonly PiercedNode[];
  readonly shadowRoots?: readonly PiercedNode[];
  readonly contentDocument?: PiercedNode;
}

/** The launcher lies in a closed shadow root, out of reach for the page and for plain locators. */
export async function readLauncher(
  page: Page,
): Promise<{ label: string; at: { x: number; y: number }; click(): Promise<void> } | undefined> {
  const session = await page.context().newCDPSession(page);
  try {
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    const pill = findNode(root as PiercedNode, (node) =>
      attribute(node, 'class').split(' ').includes('pill'),
    );
    if (!pill || attributeNames(pill).includes('hidden')) return undefined;
    const { model } = await session.send('DOM.getBoxModel', { nodeId: pill.nodeId });
    const [x = 0, y = 0, , , right = 0, bottom = 0] = model.content;
    const at = { x: (x + right) / 2, y: (y + bottom) / 2 };
    return {
      label: attribute(pill, 'aria-label').replace(/^Canvasback: /, ''),
      at,
      click: () => page.mouse.click(at.x, at.y),
    };
  } finally {
    await session.detach();
  }
}

/** Waits for the launcher, then for words in it when some are given. */
export async function waitForLauncher(page: Page, words = '', timeout = 15_000) {
  const until = Date.now() + timeout;
  for (;;) {
    let failure: unknown;
    const launcher = await readLauncher(page).catch((error) => {
      // The document changes while it is read.
      failure = error;
      return undefined;
    });
    if (launcher?.label.includes(words)) return launcher;
    if (Date.now() > until) {
      const said = launcher ? `it says “${launcher.label}”` : 'there is none on the page';
      throw new Error(`The launcher never said “${words}”; ${said}.`, { cause: failure });
    }
    await page.waitForTimeout(100);
  }
}

/** Opens the panel in the page by its launcher, and gives the frame it is in. */
export async function openPanel(page: Page): Promise<Frame> {
  const open = dockedPanel(page);
  if (open) return open;
  await (await waitForLauncher(page)).click();
  const until = Date.now() + 15_000;
  while (Date.now() < until) {
    const frame = dockedPanel(page);
    if (frame) {
      await frame.getByRole('button').first().waitFor();
      return frame;
    }
    await page.waitForTimeout(50);
  }
  throw new Error('The panel did not open.');
}

export function dockedPanel(page: Page): Frame | undefined {
  return page.frames().find((frame) => /^chrome-extension:\/\/[^/]+\/panel\.html/.test(frame.url()));
}

/** The whole document as the browser has it: closed shadow roots, frames and all attributes. */
export async function readWholePage(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  try {
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    return JSON.stringify(root);
  } finally {
    await session.detach();
  }
}

function findNode(node: PiercedNode, test: (node: PiercedNode) => boolean): PiercedNode | undefined {
  if (test(node)) return node;
  const below = [
    ...(node.shadowRoots ?? []),
    ...(node.children ?? []),
    ...[node.contentDocument ?? []].flat(),
  ];
  for (const each of below) {
    const found = findNode(each, test);
    if (found) return found;
  }
  return undefined;
}

const attributeNames = (node: PiercedNode) => (node.attributes ?? []).filter((_, index) => index % 2 === 0);

function attribute(node: PiercedNode, name: string): string {
  const at = attributeNames(node).indexOf(name);
  return at < 0 ? '' : (node.attributes?.[at * 2 + 1] ?? '');
}
