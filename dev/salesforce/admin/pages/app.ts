// How the org treats the app and those who sign in, and the app's own OAuth settings.

import { appSettings, appWords } from '../../app.ts';
import { faultWords } from '../../faults.ts';
import type { Org } from '../../state/org.ts';
import type { Page } from '../layout.ts';
import { markup } from '../markup.ts';
import { section } from '../parts.ts';
import { settingsForm } from '../settings-form.ts';
import { createdApps } from './created-apps.ts';

const ofApp = ['appMode', 'appBlocked', 'appUninstalled', 'appWithoutRefreshScope', 'mayUseUninstalled'];
const ofSessions = [
  ...['sessionMinutes', 'reuseTokens', 'wrongIdentity'],
  ...['loginRows', 'loginRowDelay', 'loginClock', 'loginClockJitter'],
];
/** What has a place of its own on another page. */
const elsewhere = [
  ...['inactive', 'frozen', 'locked', 'assigned', 'without'],
  ...['slow', 'down', 'downFor', 'downAfter', 'seed', 'latency', 'rules', 'clockOffset'],
  ...['requestsLeft', 'concurrentMax', 'concurrentAfter'],
];

export function app(org: Org): Page {
  const taken = [...ofApp, ...ofSessions, ...elsewhere];
  const others = Object.keys(org.faults).filter((name) => !taken.includes(name));
  const form = (names: readonly string[], labels: Readonly<Record<string, string>> = {}) =>
    settingsForm('faults', org.faults, names, faultWords, labels);
  const own = appSettings(org.app);
  return {
    title: 'App and sign-in',
    body: markup`<div class="columns">${section(
      'How the org treats the app',
      form(ofApp, { mayUseUninstalled: 'Users who may use it though it isn’t installed' }),
    )}${section(
      'Sessions and logins',
      form(ofSessions, {
        sessionMinutes: 'Minutes a session lives without use',
        reuseTokens: 'A mint gives the open session again',
        wrongIdentity: 'A mint’s answer names another user',
        loginRowDelay: 'Late rows show after (ms)',
        loginClock: 'The login history’s clock is ahead by (ms)',
        loginClockJitter: 'It is off besides by at most (ms)',
      }),
    )}${section(
      'Whoever signs in',
      form(others, {
        ipRestricted: 'The address is not allowed',
        loginHours: 'Outside of login hours',
        concurrentLimit: 'Too many API requests at once, always',
        frameDelay: 'A Setup page’s frame waits (ms)',
      }),
    )}</div>${section(
      'The app’s OAuth settings',
      settingsForm('app', own, Object.keys(own), appWords, { pkceRequired: 'PKCE is required' }),
      markup`<code>${org.app.name}</code>`,
    )}${createdApps(org)}`,
  };
}
