// The frame of Lightning's Setup: header, tabs, tree and an empty place that the page's script fills.

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
  const initials = `${person.firstName[0] ?? ''}${person.lastName[0] ?? ''}`;
  return html(
    200,
    `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Setup | Salesforce</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/assets/setup.css"><link rel="stylesheet" href="/assets/page.css"></head>
<body${as ? ` data-login-as="${escapeHtml(`${as.name} (${as.username})`)}"` : ''}><div class="splash" id="splash"><span class="spinner" aria-hidden="true"><i></i><i></i><i></i></span></div>
<div class="desktop container forceStyle oneOne">
<header class="global-header" role="banner">
<a class="logo" href="/lightning/setup/SetupOneHome/home" data-nav aria-label="${escapeHtml(org.settings.orgName)}">${icon('mark')}</a>
<div class="search"><span>${icon('search')}</span><input type="search" placeholder="Search Setup" aria-label="Search Setup"></div>
<ul class="actions" aria-label="Global"><li><button type="button" aria-label="Favorites">${icon('star')}</button></li>
<li><button type="button" aria-label="Global actions">${icon('plus')}</button></li><li><button type="button" aria-label="Help">${icon('help')}</button></li>
<li><button type="button" aria-label="Setup">${icon('gear')}</button></li><li><button type="button" aria-label="Notifications">${icon('bell')}</button></li>
<li><button type="button" class="avatar" title="${escapeHtml(person.name)}" aria-label="View profile">${escapeHtml(initials)}</button></li></ul></header>
<nav class="tab-bar" aria-label="Setup tabs"><button type="button" class="waffle" aria-label="App Launcher">${icon('waffle')}</button>
<span class="app-name">Setup</span><a class="tab active" href="/lightning/setup/SetupOneHome/home" data-nav>Home</a>
<a class="tab" href="/lightning/setup/ObjectManager/home" data-nav>Object Manager</a></nav>
<div class="body"><nav class="tree" aria-label="Setup tree"><div class="quick-find"><span>${icon('search')}</span>
<input id="quick-find" type="search" placeholder="Quick Find" aria-label="Quick Find" autocomplete="off"></div>
<div class="sections">${setupTree
      .map(
        (section) =>
          `${section.heading ? `<h2>${escapeHtml(section.heading)}</h2>` : ''}<ul>${section.entries.map(entry).join('')}</ul>`,
      )
      .join('')}</div></nav>
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
