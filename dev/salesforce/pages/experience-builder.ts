// Experience Builder: its page on a host of its own, with the site that is built in a frame on yet another host.

import { type Exchange, escapeHtml, html, type Reply, redirect } from '../http/exchange.ts';
import { frameTicket, ofTicket, signedIn, signInCookie } from '../oauth/browser.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { builderDocument, problem, toolbox } from './builder-page.ts';
import { describeComponent } from './describe.ts';

const path = '/sfsites/picasso/core/config/commeditor.jsp';
const switchPath = '/servlet/networks/switch';
const rail = [
  'Components',
  'Theme',
  'Page Structure',
  'Settings',
  'Rich Content Editor',
  'Headline',
  'Tile Menu',
  'Record List',
];

/** On the org's other hosts: the way to the builder, and the way back from it. */
export function enterBuilder(org: Org, call: Exchange): Reply | undefined {
  if (call.path === path) return redirect(`https://${org.settings.builderHost}${path}?${call.query}`);
  if (call.path !== switchPath) return undefined;
  return redirect(`https://${org.settings.setupHost}/lightning/setup/SetupNetworks/home`);
}

/** On the builder's host. Its sign-in is handed over, as to the other hosts. */
export async function experienceBuilder(org: Org, call: Exchange): Promise<Reply> {
  const entering = ofTicket(org, call.query.get('ticket'));
  const person = entering ?? signedIn(org, call) ?? org.people.byUsername(org.signIn);
  if (!person) return redirect(`https://${org.settings.apiHost}/?ec=302`);
  call.log.user = person.username;
  if (call.path !== path)
    return html(404, '<!doctype html><title>Page not found</title><p>Page not found</p>');
  const reply = await page(org, call, person);
  return { ...reply, headers: { ...reply.headers, 'set-cookie': signInCookie(org, call, person) } };
}

async function page(org: Org, call: Exchange, person: Person): Promise<Reply> {
  const site = siteOf(org, call.query);
  const { setupHost, previewHost } = org.settings;
  const back = `https://${setupHost}/lightning/setup/SetupNetworks/home`;
  const of = { builder: 'Experience Builder', back, buttons: ['Preview', 'Publish'] };
  if (!site)
    return builderDocument(org, {
      ...of,
      title: 'Experience Builder',
      heading: 'Experience Builder',
      body: problem('Choose a site: this address names none that exists.'),
    });
  const { label } = await describeComponent(org, site);
  const src = `https://${previewHost}/?${new URLSearchParams({ site: site.id, ticket: frameTicket(person) })}`;
  const reply = builderDocument(org, {
    ...of,
    title: `Home - ${label} | Experience Builder`,
    heading: `${label}: Home`,
    body: `${toolbox(rail[0] ?? '', rail.slice(1))}<iframe class="preview" title="Preview" src="${escapeHtml(src)}"></iframe>`,
  });
  return { ...reply, headers: { ...reply.headers, 'content-security-policy': policy(org) } };
}

/** By the site's own id, else by the Experience Cloud site's, which the way out names as well. */
function siteOf(org: Org, query: URLSearchParams): OrgComponent | undefined {
  const exit = URL.parse(query.get('exitURL') ?? '', 'https://here.invalid');
  const id = query.get('siteId') ?? query.get('networkId') ?? exit?.searchParams.get('networkId');
  const found = id ? org.components.byId(id) : undefined;
  return found?.type === 'CustomSite' || found?.type === 'Network' ? found : undefined;
}

function policy({ settings }: Org): string {
  return [
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    `frame-src 'self' https://${settings.previewHost}`,
    `frame-ancestors 'self' https://${settings.setupHost} https://${settings.lightningHost}`,
  ].join('; ');
}

/** On the preview's host: the site as its visitors will see it. */
export async function sitePreview(org: Org, call: Exchange): Promise<Reply> {
  const person = ofTicket(org, call.query.get('ticket'));
  const site = org.components.byId(call.query.get('site') ?? '');
  if (!person || !site) return html(404, '<!doctype html><title>Page not found</title><p>Page not found</p>');
  const { label } = await describeComponent(org, site);
  const name = escapeHtml(label);
  const tiles = ['Ask a question', 'Open a case', 'Track an application', 'Find a branch'];
  return html(
    200,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title><link rel="stylesheet" href="/assets/builder.css"></head>
<body class="site"><header class="site-bar"><strong>${name}</strong><nav>Home&emsp;Topics&emsp;Support</nav></header>
<section class="site-hero"><h1>How can we help?</h1></section><ul class="site-tiles">${tiles.map((tile) => `<li>${tile}</li>`).join('')}</ul></body></html>`,
    { 'content-security-policy': `frame-ancestors https://${org.settings.builderHost}` },
  );
}
