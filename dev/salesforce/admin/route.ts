// The admin pages: which one a path is, what a form does, what was said of it.

import { readFileSync } from 'node:fs';
import { BadRequest } from '../control/problem.ts';
import { html, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import { actions } from './actions.ts';
import type { Door } from './door.ts';
import { layout, type Page, type Said } from './layout.ts';
import { markup } from './markup.ts';
import { app } from './pages/app.ts';
import { calls } from './pages/calls.ts';
import { component } from './pages/component.ts';
import { components } from './pages/components.ts';
import { overview } from './pages/overview.ts';
import { records } from './pages/records.ts';
import { replay } from './pages/replay.ts';
import { sessions } from './pages/sessions.ts';
import { trouble } from './pages/trouble.ts';
import { user, users } from './pages/users.ts';

export interface AdminCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Empty for a GET. */
  readonly form: URLSearchParams;
}

/** Nothing from elsewhere, nothing into another page's frame. */
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

type View = (org: Org, query: URLSearchParams, sent: URLSearchParams | undefined) => Page | Promise<Page>;

const views: Readonly<Record<string, View>> = {
  '/': (org) => overview(org),
  '/admin/components': components,
  '/admin/component': component,
  '/admin/replay': replay,
  '/admin/trouble': (org, _query, sent) => trouble(org, sent),
  '/admin/app': (org) => app(org),
  '/admin/users': users,
  '/admin/user': user,
  '/admin/sessions': (org) => sessions(org),
  '/admin/calls': calls,
  '/admin/records': (org) => records(org),
};

/** What was done, by the number its address carries; shown once. */
const said = new Map<string, string>();
let lastSaid = 0;

export function isAdmin(path: string): boolean {
  return path === '/' || path.startsWith('/admin/');
}

export async function adminPages(org: Org, call: AdminCall): Promise<Reply> {
  const stored = call.method === 'GET' ? asset(call.path) : undefined;
  if (stored) return stored;
  const doing = /^\/admin\/do\/([a-z-]+)$/.exec(call.path)?.[1];
  if (doing !== undefined && call.method === 'POST') return act(org, doing, call.form);
  const key = call.query.get('said') ?? '';
  const text = said.get(key);
  said.delete(key);
  return show(org, call.path, call.query, text === undefined ? undefined : { kind: 'done', text });
}

async function act(org: Org, name: string, form: URLSearchParams): Promise<Reply> {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) return notThere(org, `There is no action ${name}.`);
  try {
    const done = await action.run(org, form);
    lastSaid += 1;
    said.set(String(lastSaid), done.said);
    if (said.size > 100) said.delete(said.keys().next().value ?? '');
    const to = new URL(done.to ?? action.page(form), 'http://here.invalid');
    to.searchParams.set('said', String(lastSaid));
    return { status: 303, headers: { location: to.pathname + to.search, 'cache-control': 'no-store' } };
  } catch (cause) {
    if (!(cause instanceof BadRequest)) throw cause;
    const page = new URL(action.page(form), 'http://here.invalid');
    return show(org, page.pathname, page.searchParams, { kind: 'refused', text: cause.message }, form);
  }
}

async function show(
  org: Org,
  path: string,
  query: URLSearchParams,
  notice: Said | undefined,
  sent?: URLSearchParams,
): Promise<Reply> {
  const view = Object.hasOwn(views, path) ? views[path] : undefined;
  if (!view) return notThere(org, 'There is no such page.');
  try {
    const text = layout(org, path, await view(org, query, sent), notice);
    return page(notice?.kind === 'refused' ? 400 : 200, text);
  } catch (cause) {
    if (!(cause instanceof BadRequest)) throw cause;
    return notThere(org, notice?.kind === 'refused' ? notice.text : cause.message);
  }
}

function notThere(org: Org, text: string): Reply {
  const body = markup`<p><a href="/">To the overview</a></p>`;
  return page(404, layout(org, '', { title: 'Not found', body }, { kind: 'refused', text }));
}

/** Asks for the token, or takes it. */
export function tokenPage(door: Door, call: AdminCall): Reply {
  const asset_ = call.method === 'GET' ? asset(call.path) : undefined;
  if (asset_) return asset_;
  const given =
    call.path === '/admin/token' && call.method === 'POST' ? (call.form.get('token') ?? '') : undefined;
  const cookie = given === undefined ? undefined : door.letIn(given);
  if (cookie)
    return { status: 303, headers: { location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' } };
  return page(
    401,
    markup`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Org stand-in</title><meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/admin/admin.css"><link rel="stylesheet" href="/admin/forms.css"></head>
<body><main id="main" class="narrow"><h1>Org stand-in</h1>${given !== undefined && markup`<p class="said refused" role="alert">That is not the token.</p>`}
<form method="post" action="/admin/token" class="stack card"><div class="field"><label for="token">Control token</label><input type="password" name="token" id="token" required autocomplete="off" autofocus><p class="note">CANVASBACK_CONTROL_TOKEN of the process that serves the org.</p></div><button class="main">Go on</button></form></main></body></html>`
      .text,
  );
}

function page(status: number, text: string): Reply {
  return html(status, text, {
    'cache-control': 'no-store',
    'content-security-policy': policy,
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
}

const kinds: Readonly<Record<string, string>> = {
  'admin.css': 'text/css; charset=utf-8',
  'forms.css': 'text/css; charset=utf-8',
  'admin.js': 'text/javascript; charset=utf-8',
};

function asset(path: string): Reply | undefined {
  const name = path.slice('/admin/'.length);
  const type = path.startsWith('/admin/') && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (type === undefined) return undefined;
  const headers = { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
  return { status: 200, headers, body: readFileSync(new URL(`./client/${name}`, import.meta.url)) };
}
