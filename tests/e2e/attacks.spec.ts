// Attacks by the page on what lies in it: the launcher, the docked panel and the background. Each is tried for real.

import { expect, type Frame, type Page, test } from '@playwright/test';
import {
  dockedPanel,
  openPanel,
  readLauncher,
  readWholePage,
  signIn,
  waitForLauncher,
} from '../../dev/smoke/journey.ts';
import { openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

let stage: Stage;
let page: Page;
let panel: Frame;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  stage = await openStage();
  page = await stage.open(await stage.addressOf('Flow', 'Route_New_Leads'));
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  await popup.close();
  await stage.connectOrg();
});
test.afterEach(async ({ browserName: _ }, info) => pictureFailure(stage, info));
test.afterAll(async () => {
  await stage?.close();
});

/** The address of the docked panel with its nonce, as no page can read it: by the browser's own protocol. */
async function panelAddress(of: Page): Promise<string> {
  const found = /"(chrome-extension:\/\/[^"]+\/panel\.html#[^"]+)"/.exec(await readWholePage(of));
  if (!found?.[1]) throw new Error('No panel is docked in the page.');
  return found[1];
}

/** What a frame at that address shows when the page puts one in itself. */
async function framedByThePage(of: Page, address: string): Promise<string> {
  const made = await of.evaluateHandle((src) => {
    document.querySelector('#theirs')?.remove();
    const frame = Object.assign(document.createElement('iframe'), { id: 'theirs', src });
    document.body.append(frame);
    return frame;
  }, address);
  // By its element: a page just loaded may still get frames of its own.
  const frame = await made.contentFrame();
  if (!frame) throw new Error('The page has no such frame.');
  await frame.waitForLoadState().catch(() => undefined);
  return (await frame.locator('body').textContent({ timeout: 5_000 })) ?? '';
}

const refused = /^Canvasback did not open this panel, so it shows nothing here\. [^<]*reload the page\.$/;

test.describe('the launcher', () => {
  test('a click that a script makes opens nothing; one of a person does', async () => {
    await waitForLauncher(page, '6 versions');
    await page.evaluate(() => {
      const host = document.documentElement.lastElementChild as HTMLElement;
      const { left, top, width, height } = host.getBoundingClientRect();
      for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
        const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, composed: true };
        host.dispatchEvent(new PointerEvent(type, at));
      }
      host.click();
      for (const key of ['Enter', ' ']) {
        host.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
      }
    });
    await page.waitForTimeout(500);
    expect(dockedPanel(page)).toBeUndefined();
    panel = await openPanel(page);
  });

  test('a page cannot look into it, not by any of its ways', async () => {
    const seen = await page.evaluate(() => {
      const host = document.documentElement.lastElementChild as HTMLElement;
      const clone = host.cloneNode(true) as HTMLElement;
      return {
        shadow: host.shadowRoot,
        clone: clone.childNodes.length + (clone.shadowRoot?.childNodes.length ?? 0),
        text: host.textContent,
        // The page's own frames are as many as it sees of them.
        frames: window.length - document.querySelectorAll('iframe').length,
        active: document.activeElement === host || document.activeElement === document.body,
        at: document.elementFromPoint(innerWidth - 20, 300) === host,
        extension: typeof chrome === 'undefined' ? 'none' : typeof chrome.runtime?.sendMessage,
      };
    });
    expect(seen).toEqual({
      ...{ shadow: null, clone: 0, text: '', frames: 0, active: true, at: true },
      extension: 'undefined',
    });
  });

  test('the panel’s nonce is in none of the page’s records', async () => {
    const nonce = (await panelAddress(page)).split('#')[1] ?? '';
    const records = await page.evaluate(() =>
      JSON.stringify([performance.getEntries(), document.documentElement.outerHTML, location.href]),
    );
    expect(nonce.length).toBeGreaterThan(30);
    expect(records).not.toContain(nonce);
  });

  test('built-ins that the page replaced are not those that the launcher uses', async () => {
    const other = await stage.browser.context.newPage();
    await other.addInitScript(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (init) {
        heard.push('attachShadow');
        return attach.call(this, { ...init, mode: 'open' });
      };
      const listen = EventTarget.prototype.addEventListener;
      Object.defineProperty(HTMLIFrameElement.prototype, 'src', { set: () => heard.push('src') });
      Object.defineProperty(Object.prototype, 'nonce', {
        set: () => heard.push('nonce'),
        configurable: true,
      });
      EventTarget.prototype.addEventListener = function (...all: Parameters<typeof listen>) {
        if (this instanceof ShadowRoot) heard.push('listener in a shadow');
        return listen.apply(this, all);
      };
    });
    await other.goto(await stage.addressOf('Flow', 'Route_New_Leads'));
    await openPanel(other);
    expect(
      await other.evaluate(() => [
        ...(globalThis as unknown as { heard: string[] }).heard,
        document.documentElement.lastElementChild?.shadowRoot ?? 'closed',
      ]),
    ).toEqual(['closed']);
    await other.close();
  });

  test('taken out by the page it comes back, and its panel with a new nonce', async () => {
    const before = await panelAddress(page);
    await page.evaluate(() => document.documentElement.lastElementChild?.remove());
    await expect.poll(() => panelAddress(page).catch(() => before), { timeout: 15_000 }).not.toBe(before);
    panel = await openPanel(page);
    await expect(panel.getByRole('option')).toHaveCount(6);
  });

  test('events that a page makes up do not take the panel away', async () => {
    await page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pagehide'));
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      dispatchEvent(new PopStateEvent('popstate'));
      navigation.dispatchEvent(new Event('currententrychange'));
    });
    await page.waitForTimeout(300);
    await panel.getByRole('button', { name: 'Refresh history' }).click();
    await expect(panel.getByRole('option')).toHaveCount(6);
  });
});

test.describe('the panel’s frame', () => {
  test('a page of another site cannot load it', async () => {
    const address = await panelAddress(page);
    const other = await stage.open('https://acme.vf.force.com/');
    const theirs = await framedByThePage(other, address).catch(() => 'nothing');
    expect(theirs).not.toMatch(/Canvasback did not open|Route/);
    expect(await readWholePage(other)).not.toContain('Route_New_Leads');
    await other.close();
  });

  test('a Setup page that puts it in itself is told in a sentence, without a nonce or with a guessed one', async () => {
    const address = await panelAddress(page);
    const plain = address.replace(/#.*/, '');
    for (const tried of [plain, `${plain}#`, `${plain}#00000000-0000-4000-8000-000000000000`]) {
      expect(await framedByThePage(page, tried), tried).toMatch(refused);
    }
  });

  test('the very nonce of the panel serves no second frame', async () => {
    expect(await framedByThePage(page, await panelAddress(page))).toMatch(refused);
    await expect(panel.getByRole('option')).toHaveCount(6);
  });

  test('neither does an old one, nor that of another tab', async () => {
    const old = await panelAddress(page);
    const other = await stage.open(await stage.addressOf('Flow', 'Order_Onboarding'));
    await openPanel(other);
    const [mine, theirs] = [await panelAddress(page), await panelAddress(other)];
    expect(await framedByThePage(page, theirs)).toMatch(refused);
    expect(await framedByThePage(other, mine)).toMatch(refused);
    await page.reload();
    panel = await openPanel(page);
    expect(await framedByThePage(page, old)).toMatch(refused);
    await other.goto(await stage.addressOf('Flow', 'Order_Onboarding', 'setup'));
    await waitForLauncher(other, '3 versions');
    expect(await framedByThePage(other, theirs)).toMatch(refused);
    await other.close();
  });

  test('what a page posts to frames and to itself reaches nobody', async () => {
    await framedByThePage(page, await panelAddress(page));
    const answers = await page.evaluate(async () => {
      const heard: unknown[] = [];
      const theirs = document.querySelector<HTMLIFrameElement>('#theirs');
      addEventListener('message', ({ data, source }) => source !== window && heard.push(data));
      for (const name of ['session.get', 'stored.erase', 'api.call']) {
        const message = { to: 'background', name, input: { endpoint: 'orgs.list', input: {} }, nonce: 'x' };
        for (const target of [window, theirs?.contentWindow]) target?.postMessage(message, '*');
      }
      await new Promise((done) => setTimeout(done, 500));
      return heard;
    });
    expect(answers).toEqual([]);
    await expect(panel.getByRole('option')).toHaveCount(6);
  });

  test('the extension is nobody’s to message from outside', async () => {
    const manifest = await (await stage.browser.worker()).evaluate(() => chrome.runtime.getManifest());
    expect(manifest.externally_connectable).toBeUndefined();
  });
});

test.describe('a page that hides what is confirmed', () => {
  const commit = () => panel.getByRole('dialog').getByRole('button', { name: 'Commit', exact: true });
  const committed = () => panel.locator('.verdict').getByText('In sync');

  test.beforeAll(async () => {
    await panel.getByRole('button', { name: 'Compare with last committed' }).click();
    await panel.getByRole('button', { name: 'Commit this version' }).click();
    await expect(commit()).toBeEnabled();
  });

  const over = 'position:fixed;inset:0;z-index:2147483647;';
  const covers: readonly [string, string][] = [
    ['something over everything', `${over}background:#fff`],
    ['something that lets clicks through', `${over}background:#fff;pointer-events:none`],
    ['something all but transparent', `${over}background:#fff;opacity:.01;pointer-events:none`],
    ['a filter over it', `${over}backdrop-filter:invert(1);pointer-events:none`],
    ['a shadow', 'position:fixed;inset:9px auto auto 9px;z-index:2147483647;box-shadow:0 0 0 100vw red'],
    ['an animation of the compositor', `${over}background:red;pointer-events:none;will-change:transform`],
  ];
  for (const [name, css] of covers) {
    test(`${name} over it`, async () => {
      await page.evaluate(
        ([css, moving]) => {
          const cover = Object.assign(document.createElement('div'), {
            id: 'over',
            textContent: 'Win a prize',
          });
          cover.style.cssText = css;
          document.documentElement.append(cover);
          const [away, here] = [{ transform: 'translateX(-100vw)' }, { transform: 'none' }];
          if (moving)
            cover.animate([away, { ...away, offset: 0.005 }, { ...here, offset: 0.006 }, here], 1e5);
        },
        [css, name.includes('animation')] as const,
      );
      await expect(commit()).toBeDisabled();
      await page.evaluate(() => document.querySelector('#over')?.remove());
      await expect(commit()).toBeEnabled();
    });
  }

  const looks: readonly [string, string][] = [
    ['transparency', 'opacity:.9'],
    ['a filter', 'filter:invert(1)'],
    ['blending', 'mix-blend-mode:difference'],
    ['a mask', 'mask-image:linear-gradient(#000,transparent)'],
    ['clipping', 'clip-path:inset(0 0 50% 0)'],
    ['another size', 'display:block;position:fixed;inset:0;transform:scale(.5)'],
    ['a turn', 'display:block;position:fixed;inset:0;transform:rotate(1deg)'],
    ['a place half outside', 'display:block;position:fixed;inset:0;transform:translateX(60px)'],
    ['a tiny zoom', 'zoom:.1'],
  ];
  for (const [name, css] of looks) {
    test(`${name} given to our element`, async () => {
      const before = await page.evaluate((css) => {
        const { style } = document.documentElement.lastElementChild as HTMLElement;
        const before = style.cssText;
        style.cssText += `;${css}`;
        return before;
      }, css);
      await expect(commit()).toBeDisabled();
      await page.evaluate((before) => {
        (document.documentElement.lastElementChild as HTMLElement).style.cssText = before;
      }, before);
      await expect(commit()).toBeEnabled();
    });
  }

  async function middleOfCommit(): Promise<[number, number]> {
    const box = await commit().boundingBox();
    if (!box) throw new Error('The button has no place.');
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  test('what is uncovered between two clicks of a double click takes the second one for nothing', async () => {
    const [x, y] = await middleOfCommit();
    await page.evaluate((css) => {
      const cover = Object.assign(document.createElement('div'), { id: 'over' });
      cover.style.cssText = css;
      cover.onpointerdown = () => cover.remove();
      document.documentElement.append(cover);
    }, `${over}background:#fff`);
    await expect(commit()).toBeDisabled();
    await page.mouse.dblclick(x, y, { delay: 20 });
    await page.waitForTimeout(600);
    await expect(committed()).toBeHidden();
    await expect(commit()).toBeEnabled();
  });

  test('a panel that moves under the cursor just before the click', async () => {
    const [x, y] = await middleOfCommit();
    for (const between of [60, 200, 400]) {
      const before = await page.evaluate(() => {
        const { style } = document.documentElement.lastElementChild as HTMLElement;
        const before = style.cssText;
        style.cssText += ';display:block;position:fixed;inset:0;transform:translateX(-600px)';
        return before;
      });
      await expect(commit()).toBeEnabled();
      await page.mouse.move(x, y);
      await page.waitForTimeout(300);
      await page.evaluate((before) => {
        (document.documentElement.lastElementChild as HTMLElement).style.cssText = before;
      }, before);
      await page.waitForTimeout(between);
      await page.mouse.down();
      await page.mouse.up();
      await page.waitForTimeout(500);
      await expect(committed(), `${between} ms`).toBeHidden();
    }
  });

  test('a page that stops drawing while an animation goes on', async () => {
    const [x, y] = await middleOfCommit();
    await expect(commit()).toBeEnabled();
    await page.evaluate((css) => {
      const cover = Object.assign(document.createElement('div'), { id: 'over' });
      cover.style.cssText = css;
      document.documentElement.append(cover);
      const [away, here] = [{ transform: 'translateX(-100vw)' }, { transform: 'none' }];
      cover.animate([away, { ...away, offset: 0.2 }, { ...here, offset: 0.21 }, here], 3_000);
      setTimeout(() => {
        const until = performance.now() + 2_500;
        while (performance.now() < until);
        cover.remove();
      }, 300);
    }, `${over}background:red;pointer-events:none;will-change:transform`);
    await page.waitForTimeout(1_700);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForTimeout(2_500);
    await expect(committed()).toBeHidden();
    await expect(commit()).toBeEnabled();
  });

  test('keys that a script presses, and a focus that it moves', async () => {
    await page.evaluate(() => {
      const host = document.documentElement.lastElementChild as HTMLElement;
      host.focus();
      for (const target of [host, document.body, window]) {
        for (const key of ['Tab', 'Enter', ' ']) {
          for (const type of ['keydown', 'keypress', 'keyup']) {
            target.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true }));
          }
        }
      }
    });
    await page.waitForTimeout(500);
    await expect(committed()).toBeHidden();
    await expect(commit()).toBeEnabled();
  });

  test('covered for longer, the panel says so and leads to the side panel', async () => {
    await page.evaluate((css) => {
      const cover = Object.assign(document.createElement('div'), { id: 'over' });
      cover.style.cssText = css;
      document.documentElement.append(cover);
    }, `${over}background:#fff;pointer-events:none`);
    await expect(panel.getByText('Something on this page lies over the panel.')).toBeVisible();
    await expect(
      panel.getByRole('dialog').getByRole('button', { name: 'Commit in the side panel' }),
    ).toBeVisible();
    await page.evaluate(() => document.querySelector('#over')?.remove());
  });

  test('in plain sight, a person’s click commits', async () => {
    await commit().click();
    await expect(committed()).toBeVisible();
    expect((await readLauncher(page))?.label).toBeDefined();
  });
});
