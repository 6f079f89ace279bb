// The frame of every admin page: the org's name, the ways to the pages, what was said last.

import { setNow } from '../faults.ts';
import { versionsAtStart } from '../settings.ts';
import type { Org } from '../state/org.ts';
import { type Markup, markup } from './markup.ts';
import { act, badge } from './parts.ts';

export interface Page {
  readonly title: string;
  readonly body: Markup;
}

export interface Said {
  readonly kind: 'done' | 'refused';
  readonly text: string;
}

const ways = [
  ['/', 'Overview'],
  ['/admin/components', 'Components'],
  ['/admin/replay', 'Replay'],
  ['/admin/trouble', 'Trouble'],
  ['/admin/app', 'App and sign-in'],
  ['/admin/users', 'Users'],
  ['/admin/sessions', 'Sessions'],
  ['/admin/calls', 'Calls'],
  ['/admin/records', 'Logins and audit'],
] as const;

/** The whole document. */
export function layout(org: Org, path: string, page: Page, said: Said | undefined): string {
  const { apiHost, sandbox } = org.settings;
  const changes = changesFromNormal(org);
  const under = (way: string) => (way === '/' ? path === '/' : path.startsWith(way));
  return markup`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${page.title} · org stand-in</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/admin/admin.css"><link rel="stylesheet" href="/admin/forms.css"><script src="/admin/admin.js" defer></script></head>
<body><a class="skip" href="#main">To the page</a><header><div class="brand"><strong>Org stand-in</strong><span>${apiHost}</span>${
    sandbox === undefined ? badge('production', 'calm') : badge('sandbox', 'calm')
  }</div>${
    changes.length === 0
      ? badge('everything is normal', 'good')
      : markup`<div class="changed">${badge(`${changes.length} changed from normal`, 'bad')}${act({ action: 'normal', label: 'Everything back to normal' })}</div>`
  }</header><nav class="ways" aria-label="Pages">${ways.map(
    ([way, label]) => markup`<a href="${way}"${under(way) && markup` aria-current="page"`}>${label}</a>`,
  )}</nav>
<main id="main" tabindex="-1"><h1>${page.title}</h1>${
    said &&
    markup`<p class="said ${said.kind}" role="${said.kind === 'refused' ? 'alert' : 'status'}">${said.text}</p>`
  }${page.body}</main></body></html>`.text;
}

/** Names of the settings that differ from a start's. */
export function changesFromNormal(org: Org): string[] {
  const { oldestVersion, latestVersion, requestsADay } = org.settings;
  const names = Object.keys(setNow(org.faults));
  if (oldestVersion !== versionsAtStart.oldestVersion || latestVersion !== versionsAtStart.latestVersion)
    names.push('versions');
  if (org.usage.max !== requestsADay) names.push('limits');
  return names;
}
