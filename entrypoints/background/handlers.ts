// What the background does for each message.

import { browser } from 'wxt/browser';
import { orgHostOf } from '#core/setup/page-component.ts';
import { resolveSetupPage } from '#core/setup/resolve.ts';
import { problem } from '../../utils/problems.ts';
import { changePlace, changeSettings, readPlace, readSettings } from '../../utils/settings.ts';
import { stored } from '../../utils/storage.ts';
import { Asked } from './asked.ts';
import { connectOrg, connectProblem } from './connect.ts';
import {
  currentPageOf,
  forgetPage,
  forgetTab,
  keepPage,
  moveTab,
  noteLoginAs,
  pageOfTab,
} from './current-page.ts';
import { askFrames, forgetFrame, keepFrame } from './frames.ts';
import type { Gateway } from './gateway.ts';
import { KeptTexts } from './kept-texts.ts';
import { barePill, launcherView } from './launcher.ts';
import { createLogHandlers } from './log/handlers.ts';
import { createLoginAlarms } from './login-alarms.ts';
import { compareInSide, confirmDock, openDock, openInTab, order, takePending, tellPages } from './panel.ts';
import { keepPanelState } from './panel-states.ts';
import type { Handlers } from './router.ts';
import type { PersonSession } from './session.ts';
import { eraseStored, listStored } from './stored-items.ts';
import { redirectAddress, webAuthFlow } from './web-auth.ts';

interface HandlerDeps {
  readonly gateway: Gateway;
  readonly session: PersonSession;
  /** Origin of the API. */
  readonly api: string;
  readonly now: () => number;
}

/** Steps of connecting and signing out that only the background itself takes. */
const ownSteps = new Set(['orgs.connectStart', 'orgs.connectFinish', 'orgs.connectRefused', 'session.end']);

/** What ends something for good, or says by which app an org goes, is asked for in windows that nothing can cover. */
const endings = new Set([
  'orgs.disconnect',
  'orgs.unlink',
  'members.remove',
  'guide.makeKey',
  'guide.nameApp',
  'guide.leaveApp',
  'guide.keepApp',
  'reconcile.acknowledge',
]);
const endingFrom: ReadonlySet<string> = new Set(['popup', 'options']);

/** After these, what launchers and lists show may differ. */
const changing = new Set([
  'compare.live',
  'compare.commit',
  'orgs.standing',
  'orgs.disconnect',
  'orgs.unlink',
  'members.remove',
  'reconcile.acknowledge',
]);

/** After these, an alarm may be open or closed that was not before. */
const alarming = new Set(['reconcile.acknowledge', 'reconcile.run', 'orgs.disconnect']);

export function createHandlers({ gateway, session, api, now }: HandlerDeps) {
  const texts = new KeptTexts();
  const asked = new Asked();
  const known = { settings: readSettings, place: readPlace };
  const log = createLogHandlers({ gateway, session, api, now });
  const logins = createLoginAlarms({ gateway, session: session.current, now });

  /** Of each tab the newest refresh: one begun before it knows less, however late it ends. */
  const turns = new Map<number, number>();

  async function refreshLauncher(tabId: number): Promise<void> {
    const turn = (turns.get(tabId) ?? 0) + 1;
    turns.set(tabId, turn);
    void logins.refresh();
    const kept = await stored.tab(tabId).read();
    if (!kept) return;
    const deps = { ...known, gateway, session: session.current };
    const { page } = await pageOfTab(tabId);
    const view = await launcherView(deps, page);
    if (turns.get(tabId) === turn) await order(tabId, { to: 'launcher', do: 'show', url: kept.url, view });
  }

  /** Only those on screen; another is refreshed when its tab comes forward. */
  async function refreshLaunchers(): Promise<void> {
    const active = await browser.tabs.query({ active: true });
    await Promise.all(active.map(({ id }) => (id === undefined ? undefined : refreshLauncher(id))));
  }

  async function sayMoved(tabId: number): Promise<void> {
    void tellPages({ what: 'page' });
    await refreshLauncher(tabId);
  }

  const signOut = () => {
    texts.forget();
    return session.signOut((token) => gateway.end(token));
  };

  const handlers: Handlers = {
    async 'api.call'({ endpoint, input, asking }, caller) {
      const misplaced = endings.has(endpoint) && !endingFrom.has(caller.speaker);
      if (misplaced || ownSteps.has(endpoint))
        throw problem('forbidden', { title: 'The background refused this.' });
      const output = await (asking === undefined
        ? gateway.call(endpoint, input)
        : asked.run(asking, caller, (left) => gateway.call(endpoint, input, left)));
      if (changing.has(endpoint)) {
        void tellPages({ what: 'component' });
        void refreshLaunchers();
      }
      if (alarming.has(endpoint)) void logins.refresh('anew');
      return output as Awaited<ReturnType<Handlers['api.call']>>;
    },
    async 'api.leave'({ asking }) {
      asked.leave(asking);
      return null;
    },
    'api.piece': async ({ id, piece }) => texts.take(id, piece),
    'session.get': () => session.current(),
    async 'session.signIn'() {
      const signedIn = await session.signIn();
      if (signedIn.state === 'signed_in') void log.look();
      return signedIn;
    },
    'session.signOut': signOut,
    async 'org.connect'({ apiHost, integrationUsername, anew }) {
      await session.note(undefined);
      try {
        return await connectOrg(
          { gateway, webAuthFlow, redirectAddress },
          apiHost,
          integrationUsername || undefined,
          anew,
        );
      } catch (error) {
        await session.note(connectProblem(error));
        throw error;
      } finally {
        void log.look();
        void tellPages({ what: 'component' });
        void refreshLaunchers();
      }
    },
    async 'guide.open'({ apiHost }) {
      const url = `${location.origin}/options.html#connect=${encodeURIComponent(apiHost)}`;
      await browser.tabs.create({ url });
      return null;
    },
    'page.current': ({ windowId }, caller) => currentPageOf(caller, windowId),
    async 'panel.open'({ windowId }, caller) {
      const { tabId } = await currentPageOf(caller, windowId);
      if (tabId !== undefined) await order(tabId, { to: 'launcher', do: 'open' });
      return null;
    },
    async 'panel.confirm'(_, caller) {
      const confirmed = await confirmDock(caller);
      if (!confirmed) throw problem('forbidden', { title: 'The background refused this.' });
      return confirmed;
    },
    async 'panel.close'(_, { tabId }) {
      await order(tabId, { to: 'launcher', do: 'close' });
      return null;
    },
    async 'panel.compareInSide'(_, { tabId }) {
      await compareInSide(tabId, 'sidePanel' in globalThis.chrome);
      return null;
    },
    async 'panel.openInTab'(_, { tabId }) {
      await openInTab(tabId);
      return null;
    },
    async 'panel.pageDrawn'(_, { tabId }) {
      if (await order(tabId, { to: 'launcher', do: 'draw' })) return null;
      throw problem('forbidden', { title: 'The page did not answer.' });
    },
    'panel.pending': (_, { tabId }) => takePending(tabId),
    'panelState.get': async ({ key }) => (await stored.panel(key).read()) ?? {},
    async 'panelState.set'({ key, state }) {
      await keepPanelState(key, state, now());
      return null;
    },
    'settings.get': () => readSettings(),
    async 'settings.change'(change) {
      const settings = await changeSettings(change);
      void tellPages({ what: 'settings' });
      void refreshLaunchers();
      return settings;
    },
    ...log.handlers,
    'stored.list': () => listStored(),
    async 'stored.erase'() {
      const { problem: left } = await signOut();
      await log.watch.whileStill(eraseStored);
      // Erased with the rest, and true all the same.
      if (left !== undefined) await session.note(left);
      void log.personChanged();
      void tellPages({ what: 'settings' });
      // An org that was hidden is hidden no more.
      void refreshLaunchers();
      return null;
    },
    async 'launcher.page'({ url, fresh, loginAs }, caller) {
      const { tabId } = caller;
      if (!(await keepPage(caller, { url, fresh, loginAs }, now()))) return barePill(known, undefined);
      void tellPages({ what: 'page' });
      if (fresh) void askFrames(tabId);
      // What only the API knows follows by itself: the icon does not wait for the network.
      void refreshLauncher(tabId);
      return barePill(known, resolveSetupPage(url));
    },
    async 'frame.page'({ url }, caller) {
      if (await keepFrame(caller, url)) await sayMoved(caller.tabId);
      return null;
    },
    async 'frame.left'(_, caller) {
      if (await forgetFrame(caller)) await sayMoved(caller.tabId);
      return null;
    },
    async 'launcher.left'(_, caller) {
      asked.leaveDock(caller.tabId);
      await forgetPage(caller);
      void tellPages({ what: 'page' });
      return null;
    },
    async 'launcher.open'({ loginAs }, caller) {
      await noteLoginAs(caller, loginAs);
      return openDock(caller);
    },
    async 'launcher.closed'(_, { tabId }) {
      asked.leaveDock(tabId);
      await stored.dock(tabId).remove();
      return null;
    },
    async 'launcher.hideOrg'(_, caller) {
      const apiHost = orgHostOf((await pageOfTab(caller.tabId)).page);
      const { hiddenOrgs } = await readSettings();
      if (apiHost) await changeSettings({ hiddenOrgs: [...hiddenOrgs, apiHost] });
      void tellPages({ what: 'settings' });
      return null;
    },
    async 'launcher.place'(change) {
      await changePlace(change);
      return null;
    },
  };
  const tabGone = async (tabId: number) => {
    asked.leaveDock(tabId);
    turns.delete(tabId);
    await forgetTab(tabId);
  };
  const tabMoved = async (tabId: number, windowId: number) => {
    await moveTab(tabId, windowId);
    void tellPages({ what: 'page' });
  };
  const personChanged = async () => {
    await Promise.all([log.personChanged(), logins.refresh('anew')]);
  };
  return { handlers, texts, personChanged, refreshLauncher, refreshLaunchers, tabGone, tabMoved };
}
