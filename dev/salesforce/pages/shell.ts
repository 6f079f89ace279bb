// The frame of Lightning's Setup and of its apps: header, tabs, tree and an empty place that the page's script fills.

import { escapeHtml, html, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { icon } from './icons.ts';
import { setupTree, type TreeEntry } from './tree.ts';

/** Lightning's policy: frames only of the org's hosts, scripts only of its own. */
export function lightningPolicy(org: Org): string {
  const { apiHost, frameHost, setupHost, lightningHost } = org.settings;
  return [
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
    "object-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: https://${apiHost}`,
    "media-src 'self' blob:",
    "font-src 'self' data:",
    `frame-src 'self' mailto: https://${apiHost} https://${frameHost} https://${lightningHost}`,
    `frame-ancestors 'self' https://${setupHost} https://${lightningHost}`,
    `connect-src 'self' https://${apiHost}`,
  ].join('; ');
}

/** `as`: whom an admin is signed in as. */
export function setupShell(org: Org, person: Person, as?: Person): Reply {
  const tree = setupTree
    .map(
      (section) =>
        `${section.heading ? `<h2>${escapeHtml(section.heading)}</h2>` : ''}<ul>${section.entries.map(entry).join('')}</ul>`,
    )
    .join('');
  return shell(org, person, as, {
    kind: 'setup',
    title: 'Setup | Salesforce',
    search: 'Search Setup',
    app: 'Setup',
    tabs: [
      ['Home', 'Home', '/lightning/setup/SetupOneHome/home'],
      ['ObjectManager', 'Object Manager', '/lightning/setup/ObjectManager/home'],
    ],
    side: `<nav class="tree" aria-label="Setup tree"><div class="quick-find"><span>${icon('search')}</span>
<input id="quick-find" type="search" placeholder="Quick Find" aria-label="Quick Find" autocomplete="off"></div>
<div class="sections">${tree}</div></nav>`,
  });
}

const appTabs = ['Lead', 'Account', 'Contact', 'Opportunity', 'Case', 'Report', 'Dashboard'];

/** The frame of an app: the same header, the app's tabs, no tree. */
export function appShell(org: Org, person: Person, as?: Person): Reply {
  const labels = (name: string) => (name === 'Opportunity' ? 'Opportunities' : `${name}s`);
  return shell(org, person, as, {
    kind: 'app',
    title: 'Lightning Experience',
    search: 'Search…',
    app: 'Sales',
    tabs: [
      ['Home', 'Home', '/lightning/page/home'],
      ...appTabs.map((name): Tab => [name, labels(name), `/lightning/o/${name}/home`]),
    ],
    side: '',
  });
}

type Tab = readonly [name: string, label: string, href: string];

interface Shell {
  readonly kind: 'setup' | 'app';
  readonly title: string;
  readonly search: string;
  readonly app: string;
  readonly tabs: readonly Tab[];
  /** What stands left of the page. */
  readonly side: string;
}

function shell(org: Org, person: Person, as: Person | undefined, of: Shell): Reply {
  const initials = `${person.firstName[0] ?? ''}${person.lastName[0] ?? ''}`;
  const home = of.tabs[0]?.[2] ?? '/';
  const tabs = of.tabs
    .map(([name, label, href]) => `<a class="tab" data-tab="${name}" href="${href}" data-nav>${label}</a>`)
    .join('');
  const setup = `https://${org.settings.setupHost}/lightning/setup/SetupOneHome/home`;
  return html(
    200,
    `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${of.title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/assets/setup.css"><link rel="stylesheet" href="/assets/page.css"></head>
<body data-shell="${of.kind}"${as ? ` data-login-as="${escapeHtml(`${as.name} (${as.username})`)}"` : ''}><div class="splash" id="splash"><span class="spinner" aria-hidden="true"><i></i><i></i><i></i></span></div>
<div class="desktop container forceStyle oneOne">
<header class="global-header" role="banner">
<a class="logo" href="${home}" data-nav aria-label="${escapeHtml(org.settings.orgName)}">${icon('mark')}</a>
<div class="search"><span>${icon('search')}</span><input type="search" placeholder="${of.search}" aria-label="${of.search}"></div>
<ul class="actions" aria-label="Global"><li><button type="button" aria-label="Favorites">${icon('star')}</button></li>
<li><button type="button" aria-label="Global actions">${icon('plus')}</button></li><li><button type="button" aria-label="Help">${icon('help')}</button></li>
<li><a href="${setup}" target="_blank" rel="opener" aria-label="Setup">${icon('gear')}</a></li><li><button type="button" aria-label="Notifications">${icon('bell')}</button></li>
<li><button type="button" class="avatar" title="${escapeHtml(person.name)}" aria-label="View profile">${escapeHtml(initials)}</button></li></ul></header>
<nav class="tab-bar" aria-label="${of.app} tabs"><button type="button" class="waffle" aria-label="App Launcher">${icon('waffle')}</button>
<span class="app-name">${of.app}</span>${tabs}</nav>
<div class="body">${of.side}
<main class="main" id="main" tabindex="-1"></main></div></div>
<script src="/assets/setup.js" defer></script></body></html>`,
    { 'content-security-policy': lightningPolicy(org), 'referrer-policy': 'origin-when-cross-origin' },
  );
}

function entry(of: TreeEntry): string {
  if (of.children) {
    return `<li class="branch${of.open ? ' open' : ''}"><button type="button" aria-expanded="${of.open === true}">${icon('chevron')}${escapeHtml(of.label)}</button><ul>${of.children.map(entry).join('')}</ul></li>`;
  }
  return `<li class="leaf"><a href="/lightning/setup/${of.node}/home" data-nav data-node="${of.node}">${escapeHtml(of.label)}</a></li>`;
}
