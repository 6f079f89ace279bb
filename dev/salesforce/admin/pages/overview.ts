// The admin's first page: where the org is, who is signed in, what differs from normal, what was asked last.

import { childNamed } from '../../metadata/types.ts';
import type { Org } from '../../state/org.ts';
import type { Page } from '../layout.ts';
import { changesFromNormal } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';
import { act, field, moment, section, userChoice } from '../parts.ts';
import { callTable } from './calls.ts';

export function overview(org: Org): Page {
  return {
    title: 'Overview',
    body: markup`<div class="columns">${whereItIs(org)}${whoIsSignedIn(org)}${whatDiffers(org)}${whatItHolds(org)}${again(org)}</div>
${section(
  'What was asked last',
  callTable(org.log.list().slice(-8).reverse(), 'Nothing was asked yet.'),
  markup`<a href="/admin/calls">All calls</a>`,
)}`,
  };
}

function whereItIs(org: Org): Markup {
  const { settings } = org;
  const rows: [string, Markup | string][] = [
    ['Org id', markup`<code>${settings.orgId}</code>`],
    ['APIs and classic pages', settings.apiHost],
    ['Lightning', settings.lightningHost],
    ['Setup', settings.setupHost],
    ['Login', settings.loginHost],
    ['All of them at', org.port === undefined ? '127.0.0.1' : `https on 127.0.0.1:${org.port}`],
    ['API versions', `${settings.oldestVersion}.0 to ${settings.latestVersion}.0`],
    ['Clock (UTC)', moment(org.now())],
    ['Stands at', markup`<code>${org.commit.slice(0, 10)}</code>`],
  ];
  return section(
    'Where it is',
    markup`<dl>${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`,
  );
}

function whoIsSignedIn(org: Org): Markup {
  const person = org.people.byUsername(org.signIn);
  return section(
    'Who is signed in',
    markup`<p>${person ? markup`Setup pages open as <strong>${person.name}</strong>.` : 'Setup pages ask who is there.'}</p>
<form method="post" action="/admin/do/sign-in" class="stack">${field('Open Setup pages as', 'username', userChoice(org, 'username', org.signIn, 'Nobody: ask for username and password'))}
<button class="main">Use this</button></form><p class="note">The password of every user is “canvasback”.</p>`,
  );
}

function whatDiffers(org: Org): Markup {
  const changes = changesFromNormal(org);
  return section(
    'What differs from normal',
    changes.length === 0
      ? markup`<p class="empty">Nothing: no faults, no latency, the usual limits and versions.</p>`
      : markup`<ul class="chips">${changes.map((each) => markup`<li><code>${each}</code></li>`)}</ul>${act({ action: 'normal', label: 'Everything back to normal', kind: 'main' })}`,
    markup`<a href="/admin/trouble">Make trouble</a>`,
  );
}

function whatItHolds(org: Org): Markup {
  const counts = org.components
    .types()
    .map((type) => [type, org.components.list(type).length] as const)
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const shown = counts.slice(0, 10);
  return section(
    'What it holds',
    total === 0
      ? markup`<p class="empty">The project has no component at this commit.</p>`
      : markup`<p>${total.toLocaleString('en-GB')} components of ${counts.length} types, ${org.ledger.edits.length} edits made here.</p>
<ul class="counts">${shown.map(
          ([type, count]) =>
            markup`<li><a href="/admin/components?type=${type}">${type}</a><span>${count.toLocaleString('en-GB')}${childNamed(type) && ' parts'}</span></li>`,
        )}</ul>`,
    markup`<a href="/admin/components">All components</a>`,
  );
}

function again(org: Org): Markup {
  return section(
    'Start again',
    markup`<p>Both go back to the commit <code>${org.line.start.slice(0, 10)}</code> and forget edits and the audit trail.</p><div class="row">${act(
      {
        action: 'reset',
        label: 'Reset',
        ask: 'Forget every edit and go back to the first commit?',
      },
    )}${act({
      action: 'refresh',
      label: 'Refresh the org',
      kind: 'danger',
      ask: 'Make a new copy? The org and all of its components get other ids, and every session ends.',
    })}</div><p class="note">A refresh also gives the org and each component another id and ends every session, as a sandbox refresh does.</p>`,
  );
}
