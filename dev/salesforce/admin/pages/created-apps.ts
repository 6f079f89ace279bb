// The part of the app page where an admin creates further apps, exchanges their certificates, and says who may use them.

import { type AppView, listApps } from '../../apps.ts';
import type { Org } from '../../state/org.ts';
import { type Markup, markup } from '../markup.ts';
import { act, field, hidden, section } from '../parts.ts';

export function createdApps(org: Org): Markup {
  return markup`${listApps(org).map((app, index) => one(app, index))}${section(
    'Another app',
    markup`<form method="post" action="/admin/do/app-new" class="stack">${field(
      'Name',
      'app-name',
      markup`<input name="name" id="app-name" required maxlength="80">`,
      'Salesforce makes its consumer key. Its callbacks and scopes are those of the app above; nobody is assigned to it yet.',
    )}<button class="main">Create</button></form>`,
  )}`;
}

function one(app: AppView, index: number): Markup {
  const { name, clientId, certificateEnds, assigned, blocked } = app;
  const id = (of: string) => `${of}-${index}`;
  return section(
    name,
    markup`<p>Consumer key <code>${clientId}</code></p><div class="columns"><form method="post" action="/admin/do/app-certificate" class="stack">${hidden({ clientId })}${field(
      'Certificate',
      id('certificate'),
      markup`<textarea name="certificate" id="${id('certificate')}" rows="4" spellcheck="false"></textarea>`,
      certificateEnds === undefined
        ? 'It has none. PEM; an upload takes the place of the one before.'
        : `It has one that ends ${certificateEnds.slice(0, 10)}. PEM; an upload takes its place, nothing takes it away.`,
    )}<button class="main">Upload</button></form><form method="post" action="/admin/do/app-assign" class="stack">${hidden({ clientId })}${field(
      'Users of its permission set',
      id('usernames'),
      markup`<textarea name="usernames" id="${id('usernames')}" rows="4" spellcheck="false">${`\n${assigned.join('\n')}`}</textarea>`,
      'One on each line.',
    )}<button class="main">Assign</button></form></div>`,
    markup`<span class="row">${act({
      action: 'app-block',
      label: blocked ? 'Unblock' : 'Block',
      with: { clientId, blocked: blocked ? 'no' : 'yes' },
    })}${act({
      action: 'app-delete',
      label: 'Delete',
      with: { clientId },
      ask: `Delete the app ${name}?`,
      kind: 'danger',
    })}</span>`,
  );
}
