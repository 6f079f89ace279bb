// At home on every Setup page: each area, both host families, frames that move by themselves, Classic, and whatever a page does.

import { expect, type Frame, type Page, test } from '@playwright/test';
import { type MetadataType, typeRegistry } from '../../core/component.ts';
import { openPanel, signIn, waitForLauncher } from '../../dev/smoke/journey.ts';
import { type ListedComponent, readComponents } from '../../dev/start/first-page.ts';
import { org } from '../../dev/world/names.ts';
import { openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial', timeout: 60_000 });

let stage: Stage;
let components: readonly ListedComponent[];
let page: Page;
let panel: Frame;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  stage = await openStage();
  components = await readComponents(stage.world.control);
  await stage.world.ask('POST', '/fault', { frameDelay: 0 });
  page = await stage.open(await stage.addressOf('ApexClass', firstOf('ApexClass').fullName, 'setup'));
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  await popup.close();
  await stage.connectOrg();
  panel = await openPanel(page);
});
test.afterEach(async ({ browserName: _ }, info) => pictureFailure(stage, info));
test.afterAll(async () => {
  await stage?.close();
});

function allOf(type: string): ListedComponent[] {
  return components.filter((each) => each.type === type);
}

function firstOf(type: string): ListedComponent {
  const [found] = allOf(type);
  if (!found) throw new Error(`the org has no ${type}`);
  return found;
}

/** As a click on a link of Setup's own does it: the address changes, nothing is loaded. */
async function goWithin(of: Page, path: string): Promise<void> {
  await of.evaluate((href) => {
    const link = document.createElement('a');
    link.setAttribute('data-nav', '');
    link.href = href;
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
}

async function shows(
  of: Frame,
  { type, fullName }: Pick<ListedComponent, 'type' | 'fullName'>,
): Promise<void> {
  const { label } = typeRegistry[type as MetadataType];
  await expect(of.getByRole('heading', { level: 1 })).toHaveText(`${label}·${fullName}`);
}

/** Setup has no page of their own, or one whose address names no type. */
const without = new Set(['CustomMetadata', 'ExternalCredential', 'ListView']);

for (const family of ['setup', 'lightning'] as const) {
  test(`each area of Setup without a reload, on the ${family} host`, async () => {
    test.setTimeout(120_000);
    const host = family === 'setup' ? org.setupHost : org.lightningHost;
    const types = [...new Set(components.map(({ type }) => type))].filter((type) => !without.has(type));
    expect(types.length).toBeGreaterThan(30);
    await page.goto(`https://${host}/lightning/setup/SetupOneHome/home`);
    panel = await openPanel(page);
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }));
    // Every second type on each family: together all of them.
    for (const type of types.filter((_, at) => (at % 2 === 0) === (family === 'setup'))) {
      const component = firstOf(type);
      await goWithin(page, component.setupPath);
      await shows(panel, component);
    }
    await goWithin(page, '/lightning/setup/Flows/home');
    await expect(panel.getByText('No component on this page.')).toBeVisible();
    expect(await page.evaluate(() => 'stayed' in globalThis)).toBe(true);
  });
}

test('the component changes within 100 ms of the address', async () => {
  const worker = await stage.browser.worker();
  await worker.evaluate(() => {
    const seen: Record<string, number> = {};
    Object.assign(globalThis, { seen });
    chrome.storage.session.onChanged.addListener((changes) => {
      for (const [key, { newValue }] of Object.entries(changes)) {
        if (key.startsWith('tab:')) seen[(newValue as { url: string } | undefined)?.url ?? ''] = Date.now();
      }
    });
  });
  const times: number[] = [];
  for (const { id } of allOf('ApexClass').slice(0, 11)) {
    const { at, url } = await page.evaluate((path) => {
      const now = Date.now();
      history.pushState({}, '', path);
      return { at: now, url: location.href };
    }, `/lightning/setup/ApexClasses/page?address=%2F${id}`);
    const seen = () =>
      worker.evaluate((key) => (globalThis as unknown as { seen: Record<string, number> }).seen[key], url);
    await expect.poll(seen).toBeDefined();
    times.push(((await seen()) ?? 0) - at);
  }
  times.sort((one, other) => one - other);
  console.log(`address to component, ms: ${times.join(' ')}`);
  expect(times[Math.floor(times.length / 2)]).toBeLessThan(100);
});

test('back and forward, with the versions that were chosen', async () => {
  const [flow, other] = [firstOf('PermissionSet'), firstOf('Role')];
  await goWithin(page, flow.setupPath);
  await shows(panel, flow);
  await panel.getByRole('option').first().click();
  const sides = panel.locator('.sides');
  const chosen = (await sides.textContent()) ?? '';
  expect(chosen).toContain('Version');
  await goWithin(page, other.setupPath);
  await shows(panel, other);
  await page.goBack();
  await shows(panel, flow);
  await expect(sides).toHaveText(chosen);
  const views = panel.getByRole('tablist', { name: 'Views of this component' });
  await expect(views.getByRole('tab', { name: /^Changes/ })).toHaveAttribute('aria-selected', 'true');
  await page.goForward();
  await shows(panel, other);
});

test('two tabs and a second window each keep to their own page', async () => {
  const [mine, theirs] = [firstOf('ApexTrigger'), firstOf('Profile')];
  await goWithin(page, mine.setupPath);
  const second = await stage.open(`https://${org.lightningHost}${theirs.setupPath}`);
  const secondPanel = await openPanel(second);
  await shows(secondPanel, theirs);
  await shows(panel, mine);
  await second.close();
});

test('a tab goes on after the worker slept', async () => {
  await stage.browser.stopWorker();
  const next = firstOf('CustomPermission');
  await goWithin(page, next.setupPath);
  await shows(panel, next);
  await stage.browser.stopWorker();
  await panel.getByRole('button', { name: 'Refresh history' }).click();
  await shows(panel, next);
});

test.describe('frames that move by themselves', () => {
  const [prefix, list] = ['01p', '/lightning/setup/ApexClasses/page?address=%2F01p'];
  const inner = () => page.frames().find((frame) => frame.url().startsWith(`https://${org.apiHost}/`));

  /** As where Lightning does not follow: the page hears nothing of its frame. */
  async function deafPage(): Promise<void> {
    await page.evaluate(() =>
      addEventListener('message', (event) => event.stopImmediatePropagation(), { capture: true }),
    );
  }

  test('a frame that loads late names what the address does not, and follows', async () => {
    await stage.world.ask('POST', '/fault', { frameDelay: 1200 });
    await page.goto(`https://${org.setupHost}${list}`);
    await deafPage();
    panel = await openPanel(page);
    await expect(panel.getByText('No component on this page.')).toBeVisible();
    const [one, other] = allOf('ApexClass');
    if (!one || !other) throw new Error('the org has two classes');
    expect(one.id.startsWith(prefix)).toBe(true);
    await page.frameLocator('.setup-frame').getByRole('link', { name: one.fullName, exact: true }).click();
    await shows(panel, one);
    expect(page.url()).toContain(encodeURIComponent(`/${prefix}`));
    await stage.world.ask('POST', '/fault', { frameDelay: 0 });
    await inner()?.evaluate(
      (path) => void location.assign(path),
      `/${other.id}?${new URL(inner()?.url() ?? '').searchParams}`,
    );
    await shows(panel, other);
    await goWithin(page, '/lightning/setup/Flows/home');
    await expect(panel.getByText('No component on this page.')).toBeVisible();
  });

  test('the worker slept meanwhile: the panel still knows', async () => {
    await goWithin(page, list);
    const one = firstOf('ApexClass');
    await page.frameLocator('.setup-frame').getByRole('link', { name: one.fullName, exact: true }).click();
    await shows(panel, one);
    await stage.browser.stopWorker();
    await panel.getByRole('button', { name: 'Refresh history' }).click();
    await shows(panel, one);
  });

  test('a Visualforce frame shows the flow that its page names; another frame changes nothing of that', async () => {
    const flow = firstOf('Flow');
    await goWithin(page, flow.setupPath);
    await shows(panel, flow);
    await expect(
      page.frameLocator('.setup-frame').getByRole('heading', { name: 'Flow Versions' }),
    ).toBeVisible();
    const theirs = firstOf('ApexClass');
    const before = page.frames().length;
    await page.evaluate(
      (src) => void document.body.append(Object.assign(document.createElement('iframe'), { src })),
      `https://${org.apiHost}/${theirs.id}?isdtp=p1`,
    );
    await expect.poll(() => page.frames().length).toBeGreaterThan(before);
    await page.waitForTimeout(500);
    await shows(panel, flow);
  });
});

test('a page that replaces its whole body, or its whole document element, keeps the launcher and is followed', async () => {
  await page.evaluate(() => document.body.replaceWith(document.createElement('body')));
  const next = firstOf('Queue');
  await goWithin(page, next.setupPath).catch(() => undefined);
  await page.evaluate((path) => history.pushState({}, '', path), next.setupPath);
  await waitForLauncher(page, 'version');
  await page.evaluate(() => {
    const html = document.createElement('html');
    html.append(document.createElement('body'));
    document.replaceChild(html, document.documentElement);
  });
  const after = firstOf('RemoteSiteSetting');
  await page.evaluate((path) => history.pushState({}, '', path), after.setupPath);
  await waitForLauncher(page, 'version');
  // The panel that was open went with the page's element, and comes back as another frame.
  await expect(async () => {
    panel = await openPanel(page);
    await shows(panel, after);
  }).toPass();
});

test('Login As is named in the panel, and no more once it ended', async () => {
  const flow = firstOf('Flow');
  const to = encodeURIComponent(flow.setupPath);
  const sam = await samsId();
  await page.goto(`https://${org.setupHost}/servlet/servlet.su?suorgadminid=${sam}&targetURL=${to}`);
  await expect(page.getByText(/^Log out as Sam Okafor/)).toBeVisible();
  panel = await openPanel(page);
  await expect(panel.getByText(/Salesforce is open as another user \(Login As\)/)).toContainText(
    'for Ada King',
  );
  await page.getByText(/^Log out as Sam Okafor/).click();
  await page.goto(`https://${org.setupHost}${flow.setupPath}`);
  panel = await openPanel(page);
  await shows(panel, flow);
  await expect(panel.getByText(/Login As/)).toHaveCount(0);
});

async function samsId(): Promise<string> {
  const { users } = (await stage.world.ask('GET', '/state')) as { users: { id: string; name: string }[] };
  return users.find(({ name }) => name === 'Sam Okafor')?.id ?? '';
}

test('Classic: launcher and compare on a component’s own page', async () => {
  const one = firstOf('ApexClass');
  await page.goto(`https://${org.apiHost}/${one.id}`);
  await waitForLauncher(page, 'version');
  panel = await openPanel(page);
  await shows(panel, one);
  await panel.getByRole('button', { name: 'Compare with last committed' }).click();
  await expect(panel.locator('.verdict')).toContainText(/In sync|not committed/);
});

test('pages that are nothing to us get no launcher', async () => {
  await page.goto(`https://${org.lightningHost}/lightning/page/home`);
  await page.waitForTimeout(800);
  await expect(waitForLauncher(page, '', 500)).rejects.toThrow('there is none on the page');
});
