// The older pages that Setup shows in a frame on another host, and the doors beside them.

import { setTimeout as wait } from 'node:timers/promises';
import { type Exchange, html, type Reply, redirect } from '../http/exchange.ts';
import { ofTicket, signedIn } from '../oauth/browser.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { apexPage } from './apex-frame.ts';
import { builderPage } from './builders.ts';
import { classicForm, recordPage } from './classic-form.ts';
import { classicList } from './classic-list.ts';
import { devConsole } from './dev-console.ts';
import { enterBuilder } from './experience-builder.ts';
import { flowDefinitionPage } from './flow-frame.ts';
import { type FrameCall, framePage } from './frame-page.ts';
import { metadataPage } from './metadata-frame.ts';
import { permissionSetPage } from './permset-frame.ts';
import { bridgeSession } from './route.ts';

export async function frames(org: Org, call: Exchange): Promise<Reply> {
  const person = ofTicket(org, call.query.get('ticket')) ?? signedIn(org, call);
  if (!person) return askToSignIn(org, call);
  call.log.user = person.username;
  if (call.host === org.settings.apiHost) {
    if (call.path === '/visualforce/session') return bridgeSession(org, call, person);
    if (call.path.startsWith('/lightning/') || call.path === '/one/one.app') {
      const url = `https://${org.settings.setupHost}${call.path}${call.query.size > 0 ? `?${call.query}` : ''}`;
      return bridgeSession(org, { ...call, query: new URLSearchParams({ url }) }, person);
    }
    const own = (await builderPage(org, call)) ?? (await devConsole(org, call)) ?? enterBuilder(org, call);
    if (own) return own;
    if (call.path === '/secur/frontdoor.jsp') return redirect(returnTo(call));
  }
  if (org.faults.frameDelay > 0) await wait(org.faults.frameDelay);
  return olderPage(org, call, person);
}

/** Only a place of the org's own. */
function returnTo({ query }: Exchange): string {
  const to = query.get('retURL') ?? '/';
  return /^\/(?![/\\])/.test(to) ? to : '/';
}

async function olderPage(org: Org, call: Exchange, person: Person): Promise<Reply> {
  const flow = call.path === '/udd/FlowDefinition/viewFlowDefinition.apexp';
  const address = /^\/([0-9A-Za-z]{15}|[0-9A-Za-z]{18})(\/e)?$/.exec(call.path);
  const id = address?.[1] ?? idInQuery(call);
  const at = { org, call, person, editing: address?.[2] !== undefined || call.query.get('edit') === '1' };
  if (!flow && !id) return classicForm(at) ?? classicList(at) ?? noSuchPage;
  return componentPage(at, id);
}

const noSuchPage = html(
  404,
  '<!doctype html><html lang="en"><head><title>URL No Longer Exists</title></head><body><h1>URL No Longer Exists</h1></body></html>',
);

async function componentPage(at: FrameCall, id: string): Promise<Reply> {
  const component = at.org.components.byId(id);
  if (!component) {
    const data = /StandardFieldAttributes/.test(at.call.path) ? classicForm(at) : recordPage(at, id);
    if (data) return data;
    return framePage(at, {
      status: 404,
      title: 'Insufficient Privileges',
      address: `/${id}`,
      body: '<h1>Data Not Available</h1><p>The data you were trying to access could not be found. It may be due to another user deleting the data or a system error.</p>',
    });
  }
  if (component.type === 'ApexClass') return apexPage(at, component);
  if (component.type === 'PermissionSet') return permissionSetPage(at, component);
  if (component.type === 'Flow') return flowDefinitionPage(at, component);
  return metadataPage(at, component);
}

/** Pages with a path of their own name what they are about in their query: `/setup/own/groupdetail.jsp?id=00G…`. */
function idInQuery({ query }: Exchange): string {
  const names = ['lid', 'id', 'Id', 'connectedAppId', 'applicationId'];
  return names.map((name) => query.get(name)).find((value) => value && value.length >= 15) ?? '';
}

function askToSignIn(org: Org, call: Exchange): Reply {
  const { apiHost, frameHost } = org.settings;
  if (call.host === frameHost) return html(401, '<!doctype html><title>Login</title><p>Log in again.</p>');
  const startURL = `${call.path}${call.query.size > 0 ? `?${call.query}` : ''}`;
  return redirect(`https://${apiHost}/?${new URLSearchParams({ ec: '302', startURL })}`);
}
