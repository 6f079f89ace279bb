// At home on every Setup page: each area, both host families, frames that move by themselves, Classic, and whatever a page does.

import { expect, type Frame, type Page, test } from '@playwright/test';
import { type MetadataType, typeRegistry } from '../../core/component.ts';
import { dockedPanel, openPanel, signIn, waitForLauncher } from '../../dev/smoke/journey.ts';
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
  await makeSites();
  page = await stage.open(await stage.addressOf('ApexClass', firstOf('ApexClass').fullName, 'setup'));
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  await popup.close();
  await stage.connectOrg();
  panel = await openPanel(page);
});

/** What the sample org has none of: a site with its Experience Cloud site, and a report. */
async function makeSites(): Promise<void> {
  const made = [
    ['CustomSite', 'Partners', '<active>true</active><masterLabel>Partners</masterLabel>'],
    ['Network', 'Partner Portal', '<status>Live</status><urlPathPrefix>partners</urlPathPrefix>'],
    ['ReportFolder', 'Lending', '<name>Lending</name>'],
    ['Report', 'Lending/Open_Loans', '<format>Tabular</format><name>Open loans</name>'],
  ] as const;
  for (const [type, fullName, inside] of made) {
    const metadata = `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</${type}>\n`;
    await stage.world.ask('POST', '/edit', { type, fullName, files: { metadata } });
  }
  components = await readComponents(stage.world.control);
}

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

/** Setup has no page of their own, or one outside of Setup, which is another page to load. */
const without = new Set([
  'CustomSite',
  'ExternalCredential',
  'ListView',
  'Network',
  'Report',
  'ReportFolder',
]);

/** On each of the two families every so many types, others on each; `npm run soak` asks for 2: together all of them. */
const everyNth = Number(process.env.SETUP_EVERY_NTH ?? 6);

for (const [first, family] of (['setup', 'lightning'] as const).entries()) {
  test(`each area of Setup without a reload, on the ${family} host`, async () => {
    test.setTimeout(120_000);
    const host = family === 'setup' ? org.setupHost : org.lightningHost;
    const types = [...new Set(components.map(({ type }) => type))].filter((type) => !without.has(type));
    expect(types.length).toBeGreaterThan(30);
    await page.goto(`https://${host}/lightning/setup/SetupOneHome/home`);
    panel = await openPanel(page);
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }));
    for (const type of types.filter((_, at) => at % everyNth === first)) {
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

test('what was chosen, filtered and scrolled to is there again: by the history back, and by Setup’s own tree', async () => {
  const flow = allOf('Flow').find(({ fullName }) => fullName === 'Route_New_Leads') ?? firstOf('Flow');
  const versions = panel.locator('.versions-box');
  const scrolled = (of: typeof versions) => of.evaluate((box) => Math.round(box.scrollTop));
  const scroll = async (of: typeof versions, to: number) => {
    await of.evaluate((box, top) => box.scrollTo(0, top), to);
    await page.waitForTimeout(400);
    const reached = await scrolled(of);
    expect(reached).toBeGreaterThan(20);
    return reached;
  };
  const away = () => page.getByRole('navigation').getByRole('link', { name: 'Queues', exact: true }).click();
  await page.setViewportSize({ width: 1440, height: 420 });
  await goWithin(page, flow.setupPath);
  await shows(panel, flow);
  const marks = panel.locator('.version-mark[data-side]');
  await panel.locator('.version-mark').nth(1).click();
  await panel.locator('.version-mark').nth(4).click();
  await expect(marks).toHaveText(['B', 'A']);
  const inList = await scroll(versions, 150);
  await away();
  await expect(panel.getByText('No component on this page.')).toBeVisible();
  await page.goBack();
  await shows(panel, flow);
  await expect(marks).toHaveText(['B', 'A']);
  await expect.poll(() => scrolled(versions)).toBe(inList);
  // The panel of another document of the same tab knows it too.
  await page.reload();
  panel = await openPanel(page);
  await expect.poll(() => scrolled(panel.locator('.versions-box'))).toBe(inList);
  const of = panel;
  await of.getByRole('button', { name: 'Show changes' }).click();
  await of.getByRole('tab', { name: 'Lines' }).click();
  await of.getByRole('button', { name: 'Next change' }).click();
  const inLines = await scroll(of.getByRole('region', { name: 'Lines of both versions' }), 180);
  await away();
  await expect(of.getByText('No component on this page.')).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Flows', exact: true }).click();
  await page.getByRole('link', { name: 'Route New Leads' }).first().click();
  await shows(of, flow);
  await expect.poll(() => scrolled(of.getByRole('region', { name: 'Lines of both versions' }))).toBe(inLines);
  await expect(of.getByText(/^1 of \d+/)).toBeVisible();
  await of.getByRole('tab', { name: /^History/ }).click();
  await of.getByRole('searchbox').fill('VIP');
  await expect(of.getByRole('option')).not.toHaveCount(6);
  const found = await of.getByRole('option').count();
  await away();
  await page.goBack();
  await shows(of, flow);
  await expect(of.getByRole('searchbox')).toHaveValue('VIP');
  await expect(of.getByRole('option')).toHaveCount(found);
  await of.getByRole('searchbox').fill('');
  await page.setViewportSize({ width: 1440, height: 900 });
});

test.describe('the launcher and the docked panel keep out of the page’s way', () => {
  const flow = () => firstOf('Flow');
  /** What lies in the page, to the tenth of a pixel; the launcher is taken out while it is measured, or not. */
  const layout = (without: boolean) =>
    page.evaluate((without) => {
      if (without) document.documentElement.lastElementChild?.remove();
      const all = [document.documentElement, ...document.body.querySelectorAll('*')];
      const boxes = all.map((each) => {
        const { x, y, width, height } = each.getBoundingClientRect();
        return `${each.tagName} ${[x, y, width, height].map((side) => side.toFixed(1)).join(' ')}`;
      });
      const { scrollWidth, scrollHeight, clientWidth } = document.documentElement;
      return [...boxes, `${scrollWidth} ${scrollHeight} ${clientWidth}`];
    }, without);
  const widthOf = (of: Frame) => of.evaluate(() => innerWidth);
  /** Before keys are pressed: while a frame of another site arrives, Chromium gives the page what focus the panel just got. */
  const frameIsThere = (heading: string | RegExp) =>
    expect(page.frameLocator('.setup-frame').getByRole('heading', { name: heading }).first()).toBeVisible();

  test('the page lies the same without the launcher, with it, and with the panel open', async () => {
    await page.goto(`https://${org.lightningHost}${flow().setupPath}`);
    await frameIsThere('Flow Versions');
    await waitForLauncher(page, 'version');
    const bare = await layout(true);
    expect(bare.length).toBeGreaterThan(50);
    await waitForLauncher(page, 'version');
    expect(await layout(false)).toEqual(bare);
    panel = await openPanel(page);
    await shows(panel, flow());
    expect(await layout(false)).toEqual(bare);
    const shifts = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const seen = (list: PerformanceObserverEntryList) => resolve(list.getEntries().length);
          new PerformanceObserver(seen).observe({ type: 'layout-shift', buffered: true });
          setTimeout(resolve, 300, 0);
        }),
    );
    console.log(`layout shifts since the page was loaded: ${shifts}`);
  });

  test('its width is remembered, by mouse and by keyboard', async () => {
    const wide = await widthOf(panel);
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
    const edge = width - wide - 5;
    await page.mouse.move(edge, height / 2);
    await page.mouse.down();
    await page.mouse.move(edge - 120, height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => widthOf(panel)).toBeGreaterThan(wide + 100);
    const dragged = await widthOf(panel);
    await page.goto(`https://${org.setupHost}${firstOf('Role').setupPath}`);
    panel = await openPanel(page);
    await expect.poll(() => widthOf(panel)).toBe(dragged);
    await frameIsThere(/./);
    await shows(panel, firstOf('Role'));
    const onHost = () =>
      page.evaluate(() => document.activeElement === document.documentElement.lastElementChild);
    // A frame of another site that arrives takes the focus from the panel; then once more.
    await expect(async () => {
      await panel.getByRole('button', { name: 'Refresh history' }).focus();
      expect(await panel.evaluate(() => document.hasFocus())).toBe(true);
      await page.keyboard.press('Shift+Tab');
      expect([await onHost(), await panel.evaluate(() => document.hasFocus())]).toEqual([true, false]);
    }).toPass();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => widthOf(panel)).toBe(dragged - 20);
  });

  test('everything in the panel is reached by the keyboard; Escape closes it and returns to the launcher', async () => {
    await goWithin(page, flow().setupPath);
    await shows(panel, flow());
    await expect(panel.getByRole('option').first()).toBeVisible();
    await frameIsThere('Flow Versions');
    // From the grip, where the last test left the focus, into the panel and through it.
    const reached = new Set<string>();
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab');
      const name = await panel.evaluate(() => {
        const at = document.activeElement;
        return document.hasFocus() && at && at !== document.body
          ? `${at.getAttribute('role') ?? at.tagName} ${at.getAttribute('aria-label') ?? at.textContent?.trim()}`
          : '';
      });
      if (!name && reached.size > 0) break;
      if (name) reached.add(name);
    }
    const there = await panel.evaluate(() =>
      [...document.querySelectorAll('button, input, a[href], [role=tab], [role=option]')]
        .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('[inert]'))
        // Of tabs and of rows one is a stop, and the arrows reach the others.
        .filter((each) => !(each.getAttribute('role') && (each as HTMLElement).tabIndex < 0))
        .map(
          (each) =>
            `${each.getAttribute('role') ?? each.tagName} ${each.getAttribute('aria-label') ?? each.textContent?.trim()}`,
        ),
    );
    expect(there.length).toBeGreaterThan(6);
    expect(there.filter((name) => !reached.has(name))).toEqual([]);
    await panel.getByRole('option').first().focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => dockedPanel(page)).toBeUndefined();
    const focused = () =>
      page.evaluate(() => document.activeElement === document.documentElement.lastElementChild);
    expect(await focused()).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => dockedPanel(page)).toBeDefined();
    panel = await openPanel(page);
    await shows(panel, flow());
    // The grip is the stop before the panel's first.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Escape');
    await expect.poll(() => dockedPanel(page)).toBeUndefined();
    expect(await focused()).toBe(true);
  });

  test('its place is remembered', async () => {
    // A page without an inner frame: what a debugger drags it drops over a frame of another site, as no hand does.
    await page.goto(`https://${org.lightningHost}/lightning/setup/Flows/home`);
    const { at } = await waitForLauncher(page);
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x, at.y + 150, { steps: 4 });
    await page.mouse.up();
    expect(dockedPanel(page)).toBeUndefined();
    const moved = (await waitForLauncher(page)).at;
    expect(Math.abs(moved.y - at.y - 150)).toBeLessThan(3);
    await page.keyboard.press('ArrowUp');
    const stepped = (await waitForLauncher(page)).at;
    expect(stepped.y).toBeLessThan(moved.y);
    await page.goto(`https://${org.lightningHost}${firstOf('Queue').setupPath}`);
    expect((await waitForLauncher(page)).at.y).toBeCloseTo(stepped.y, 0);
  });
});

test('two tabs on two orgs: each is asked of by its own page, whichever was used last', async () => {
  const { setupPath, ...mine } = firstOf('Flow');
  await page.goto(`https://${org.lightningHost}${setupPath}`);
  panel = await openPanel(page);
  await shows(panel, mine);
  const other = await stage.open(`https://globex.lightning.force.com${setupPath}`);
  await waitForLauncher(other, 'not connected');
  const otherPanel = await openPanel(other);
  await expect(otherPanel.getByText(/globex.* is not connected/i)).toBeVisible();
  await expect(otherPanel.getByRole('button', { name: 'Compare with last committed' })).toHaveCount(0);
  await shows(panel, mine);
  await page.bringToFront();
  await waitForLauncher(page, 'version');
  await panel.getByRole('button', { name: 'Compare with last committed' }).click();
  await expect(panel.locator('.verdict')).toContainText(/not committed|In sync/);
  await other.bringToFront();
  await expect(otherPanel.getByText(/globex.* is not connected/i)).toBeVisible();
  expect(await otherPanel.evaluate(() => document.body.textContent)).not.toContain(mine.fullName);
  await waitForLauncher(other, 'not connected');
  await other.close();
});

test('the same component in two windows: a commit made in one shows in the other', async () => {
  const flow = allOf('Flow').find(({ fullName }) => fullName === 'Route_New_Leads') ?? firstOf('Flow');
  await page.goto(`https://${org.setupHost}${flow.setupPath}`);
  panel = await openPanel(page);
  const compare = (of: Frame) => of.getByRole('button', { name: 'Compare with last committed' }).click();
  await compare(panel);
  await expect(panel.locator('.verdict')).toContainText('2 changes not committed');
  await expect(panel.getByRole('button', { name: 'Commit this version' })).toBeVisible();
  const worker = await stage.browser.worker();
  const [second] = await Promise.all([
    stage.browser.context.waitForEvent('page'),
    worker.evaluate(
      (url) => chrome.windows.create({ url }).then(() => undefined),
      `https://${org.lightningHost}${flow.setupPath}`,
    ),
  ]);
  const theirs = await openPanel(second);
  await compare(theirs);
  await theirs.getByRole('button', { name: 'Commit this version' }).click();
  await theirs.getByRole('dialog').getByRole('button', { name: 'Commit', exact: true }).click();
  await expect(theirs.locator('.verdict').getByText('In sync')).toBeVisible();
  await expect(panel.locator('.verdict')).toContainText('In sync when last compared');
  await expect(panel.getByRole('button', { name: 'Commit this version' })).toHaveCount(0);
  // The changes that were on screen stay there, under the name of the version they are now.
  await expect(panel.locator('.sides')).toContainText('Version 7');
  await panel.getByRole('tab', { name: /^History/ }).click();
  await expect(panel.getByRole('option')).toHaveCount(7);
  await second.close();
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
  // The panel, as wide as it was left, may lie over the end of the link.
  await page.getByText(/^Log out as Sam Okafor/).click({ position: { x: 8, y: 8 } });
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

test('Classic: an editor that names its component in its query, a list that names none', async () => {
  const layout = firstOf('Layout');
  await page.goto(`https://${org.apiHost}/layouteditor/layoutEditor.apexp?type=Lead&lid=${layout.id}`);
  panel = await openPanel(page);
  await shows(panel, layout);
  await compareHere();
  await page.goto(`https://${org.apiHost}/p/setup/custent/CustomObjectsPage?setupid=CustomObjects`);
  panel = await openPanel(page);
  await expect(panel.getByText('No component on this page.')).toBeVisible();
});

test('Classic: an id that several types share is the one that history knows', async () => {
  for (const type of ['Queue', 'Group', 'WorkflowRule'].filter((each) => allOf(each).length > 0)) {
    const one = firstOf(type);
    await page.goto(`https://${org.apiHost}/${one.id.slice(0, 15)}`);
    await waitForLauncher(page, 'version');
    panel = await openPanel(page);
    await shows(panel, one);
    await compareHere();
  }
});

async function compareHere(): Promise<void> {
  await panel.getByRole('button', { name: 'Compare with last committed' }).click();
  await expect(panel.locator('.verdict')).toContainText(/In sync|not committed/);
}

test.describe('Experience Builder, on a host of its own', () => {
  const builder = 'https://acme.builder.salesforce-experience.com/sfsites/picasso/core/config/commeditor.jsp';

  test('launcher and compare work for the site that is built there', async () => {
    const site = firstOf('CustomSite');
    await page.goto(`${builder}?siteId=${site.id.slice(0, 15)}`);
    await expect(page.frameLocator('.preview').getByText('How can we help?')).toBeVisible();
    await waitForLauncher(page, 'version');
    panel = await openPanel(page);
    await shows(panel, site);
    await compareHere();
  });

  test('the way out names the Experience Cloud site where the address has no other id', async () => {
    const network = firstOf('Network');
    const out = `https://${org.apiHost}/servlet/networks/switch?networkId=${network.id.slice(0, 15)}&startURL=%2FcommunitySetup`;
    await page.goto(`${builder}?exitURL=${encodeURIComponent(out)}`);
    panel = await openPanel(page);
    await shows(panel, network);
    await compareHere();
  });

  test('without an id the panel says that there is nothing to compare', async () => {
    await page.goto(builder);
    panel = await openPanel(page);
    await expect(panel.getByText('No component on this page.')).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Compare with last committed' })).toHaveCount(0);
  });
});

test.describe('outside of Setup', () => {
  for (const type of ['Report', 'ListView'])
    test(`a ${type}’s own page`, async () => {
      const one = firstOf(type);
      await page.goto(`https://${org.lightningHost}${one.setupPath}`);
      panel = await openPanel(page);
      await shows(panel, one);
      await compareHere();
    });

  test('the Path wizard and App Builder', async () => {
    const [path, flexi] = [firstOf('PathAssistant'), firstOf('FlexiPage')];
    await page.goto(
      `https://${org.lightningHost}/setup_sales_pathassistant/paSetupWizard.app?pathAssistantId=${path.id}`,
    );
    panel = await openPanel(page);
    await shows(panel, path);
    await page.goto(`https://${org.lightningHost}/visualEditor/appBuilder.app?pageId=${flexi.id}`);
    panel = await openPanel(page);
    await shows(panel, flexi);
  });
});

test('hidden on a page until it is loaded again; in an org until the options page shows it there again', async () => {
  const isAway = () => expect(waitForLauncher(page, '', 500)).rejects.toThrow('there is none on the page');
  /** By the keyboard, as a hand at the mouse would: the items are left by Tab, and chosen by Enter. */
  const choose = async (item: number) => {
    const { at } = await waitForLauncher(page, 'version');
    await page.mouse.click(at.x, at.y, { button: 'right' });
    for (let step = 0; step < item; step += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await isAway();
  };
  await page.goto(`https://${org.lightningHost}${firstOf('Queue').setupPath}`);
  await choose(0);
  await page.reload();
  await choose(1);
  await page.reload();
  await isAway();
  const options = await stage.browser.open('options');
  await options.getByRole('button', { name: `Show the launcher in ${org.apiHost} again` }).click();
  await options.close();
  await page.bringToFront();
  await waitForLauncher(page, 'version');
});

test('pages that are nothing to us get no launcher', async () => {
  await page.goto(`https://${org.lightningHost}/lightning/page/home`);
  await page.waitForTimeout(800);
  await expect(waitForLauncher(page, '', 500)).rejects.toThrow('there is none on the page');
});
