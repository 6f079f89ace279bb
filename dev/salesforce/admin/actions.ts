// What the forms of the admin pages do: each runs the control port's own order, and says what came of it.

import { appSettings, setApp } from '../app.ts';
import { remove, rename } from '../control/components.ts';
import { endSessions, personOf, setSignIn, setUser } from '../control/people.ts';
import { checked } from '../control/problem.ts';
import { moveOn, refresh, reset, stopReplay } from '../control/replay.ts';
import {
  addRule,
  backToNormal,
  removeRule,
  setClock,
  setFaultsOf,
  setLimits,
  setVersions,
} from '../control/trouble.ts';
import { surfaces } from '../faults/surface.ts';
import type { Org } from '../state/org.ts';
import { appActions } from './app-actions.ts';
import { asBody, latencyOf, numberOf, utc } from './form-values.ts';
import { userAddress } from './pages/users.ts';
import { componentPage, saveEdit } from './save-edit.ts';
import { settingsOf } from './settings-form.ts';

export interface Action {
  /** The page that is shown again when the action is refused, and after it unless `to` says another. */
  readonly page: (form: URLSearchParams) => string;
  /** Resolves with what was done, and where to go on. */
  readonly run: (org: Org, form: URLSearchParams) => Promise<{ said: string; to?: string }>;
}

const at = (path: string) => () => path;
const userPage = (form: URLSearchParams) =>
  `/admin/user?${new URLSearchParams({ username: form.get('username') ?? '' })}`;

export const actions: Readonly<Record<string, Action>> = {
  normal: {
    page: at('/'),
    run: async (org) => {
      backToNormal(org);
      return { said: 'Everything is back to normal.' };
    },
  },
  'sign-in': {
    page: at('/'),
    run: async (org, form) => {
      const { signIn } = setSignIn(org, { username: form.get('username') ?? '' });
      return { said: signIn === '' ? 'Setup pages ask who is there.' : `Setup pages open as ${signIn}.` };
    },
  },
  edit: { page: componentPage, run: saveEdit },
  rename: {
    page: componentPage,
    run: async (org, form) => {
      const to = (form.get('to') ?? '').trim();
      await rename(org, asBody(form, ['type', 'fullName', 'to', 'by']));
      const type = form.get('type') ?? '';
      return {
        said: `Renamed to ${to}.`,
        to: `/admin/component?${new URLSearchParams({ type, fullName: to })}`,
      };
    },
  },
  delete: {
    page: componentPage,
    run: async (org, form) => {
      await remove(org, asBody(form, ['type', 'fullName', 'by']));
      const type = form.get('type') ?? '';
      return {
        said: `Deleted ${form.get('fullName')}.`,
        to: `/admin/components?${new URLSearchParams({ type })}`,
      };
    },
  },
  replay: {
    page: at('/admin/replay'),
    run: async (org, form) => {
      await moveOn(org, {
        dates: form.get('dates') ?? 'commit',
        ...(form.get('steps') ? { steps: Number(form.get('steps')) } : {}),
        ...(form.get('until') ? { until: form.get('until') } : {}),
        wait: false,
      });
      return {
        said: org.line.running
          ? 'The replay is under way.'
          : `Moved on; the org stands at ${org.commit.slice(0, 10)}.`,
      };
    },
  },
  'replay-stop': {
    page: at('/admin/replay'),
    run: async (org) => ({
      said: stopReplay(org).stopping ? 'It stops after this commit.' : 'Nothing is under way.',
    }),
  },
  reset: {
    page: at('/admin/replay'),
    run: async (org) => ({ said: `Back at ${(await reset(org)).commit.slice(0, 10)}; edits are forgotten.` }),
  },
  refresh: {
    page: at('/'),
    run: async (org) => ({ said: `A new copy: the org’s id is ${(await refresh(org)).orgId} now.` }),
  },
  rule: {
    page: at('/admin/trouble'),
    run: async (org, form) => {
      addRule(org, {
        fault: form.get('fault'),
        surface: form.get('surface') || null,
        path: form.get('path')?.trim() || null,
        operation: form.get('operation')?.trim() || null,
        probability: numberOf(form, 'probability') ?? 1,
        after: numberOf(form, 'after') ?? 0,
        count: numberOf(form, 'count') ?? null,
      });
      return { said: `Added: ${form.get('fault')}.` };
    },
  },
  'rule-remove': {
    page: at('/admin/trouble'),
    run: async (org, form) => {
      removeRule(org, { index: numberOf(form, 'index') });
      return { said: 'The rule is gone.' };
    },
  },
  latency: {
    page: at('/admin/trouble'),
    run: async (org, form) => {
      setFaultsOf(org, {
        latency: Object.fromEntries(surfaces.map((each) => [each, latencyOf(form, each)])),
      });
      return { said: 'Latency is set.' };
    },
  },
  faults: {
    page: (form) => (form.get('names')?.startsWith('slow') ? '/admin/trouble' : '/admin/app'),
    run: async (org, form) => {
      setFaultsOf(org, settingsOf(form, org.faults));
      return { said: 'Set.' };
    },
  },
  app: {
    page: at('/admin/app'),
    run: async (org, form) => {
      checked(() => setApp(org.app, settingsOf(form, appSettings(org.app))));
      return { said: 'The app’s settings are set.' };
    },
  },
  ...appActions,
  limits: {
    page: at('/admin/trouble'),
    run: async (org, form) => {
      const given = ['max', 'used', 'concurrentMax', 'concurrentAfter'].map((name) => [
        name,
        numberOf(form, name),
      ]);
      setLimits(org, {
        concurrentMax: null,
        ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
      });
      return { said: 'Limits are set.' };
    },
  },
  versions: {
    page: at('/admin/trouble'),
    run: async (org, form) => {
      const set = setVersions(org, { oldest: numberOf(form, 'oldest'), latest: numberOf(form, 'latest') });
      return { said: `API versions ${set.oldest}.0 to ${set.latest}.0 are served.` };
    },
  },
  clock: {
    page: at('/admin/trouble'),
    run: async (org, form) => {
      const when = form.get('at');
      return { said: `It is ${setClock(org, when ? { at: utc(when) } : {}).now}.` };
    },
  },
  user: {
    page: userPage,
    run: async (org, form) => {
      const names = ['assigned', 'approved', 'inactive', 'frozen', 'locked'];
      const ticks = Object.fromEntries(names.map((name) => [name, form.get(name) === 'yes']));
      setUser(org, { username: form.get('username'), ...ticks });
      return { said: 'Set.' };
    },
  },
  'user-permissions': {
    page: userPage,
    run: async (org, form) => {
      const person = personOf(org, form.get('username'));
      const without = [...person.permissions].filter((each) => form.get(`has:${each}`) !== 'yes');
      setUser(org, { username: person.username, without });
      return {
        said: without.length === 0 ? 'All permissions are there.' : `Taken: ${without.join(', ')}.`,
        to: userAddress(person),
      };
    },
  },
  'end-sessions': {
    page: at('/admin/sessions'),
    run: async (org, form) => {
      const { closed } = endSessions(org, asBody(form, ['token', 'username']));
      return { said: `${closed} ended.` };
    },
  },
  'clear-calls': {
    page: at('/admin/calls'),
    run: async (org) => {
      org.log.clear();
      return { said: 'The calls are forgotten.' };
    },
  },
};
