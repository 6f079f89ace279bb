// The older pages that Setup shows in a frame on another host, and the doors beside them.

import { setTimeout as wait } from 'node:timers/promises';
import { type Exchange, html, type Reply, redirect } from '../http/exchange.ts';
import { ofTicket, signedIn } from '../oauth/browser.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { apexPage } from './apex-frame.ts';
import { flowBuilder } from './builder.ts';
import { classicList } from './classic-list.ts';
import { flowDefinitionPage } from './flow-frame.ts';
import { framePage } from './frame-page.ts';
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
    if (call.path === '/builder_platform_interaction/flowBuilder.app') return flowBuilder(org, call, person);
  }
  if (org.faults.frameDelay > 0) await wait(org.faults.frameDelay);
  return componentPage(org, call, person);
}

async function componentPage(org: Org, call: Exchange, person: Person): Promise<Reply> {
  const flow = call.path === '/udd/FlowDefinition/viewFlowDefinition.apexp';
  const address = /^\/([0-9A-Za-z]{15}|[0-9A-Za-z]{18})(\/e)?$/.exec(call.path);
  const id = address?.[1] ?? idInQuery(call);
  const prefix = /^\/([0-9A-Za-z]{3})$/.exec(call.path)?.[1];
  if (prefix && !id) return classicList(org, call, person, prefix);
  if (!flow && !id)
    return html(
      404,
      '<!doctype html><html lang="en"><head><title>URL No Longer Exists</title></head><body><h1>URL No Longer Exists</h1></body></html>',
    );
  const component = org.components.byId(id);
  const at = { org, call, person, editing: address?.[2] !== undefined || call.query.get('edit') === '1' };
  if (!component) {
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
  const names = ['lid', 'id', 'Id', 'connectedAppId'];
  return names.map((name) => query.get(name)).find((value) => value && value.length >= 15) ?? '';
}

function askToSignIn(org: Org, call: Exchange): Reply {
  const { apiHost, frameHost } = org.settings;
  if (call.host === frameHost) return html(401, '<!doctype html><title>Login</title><p>Log in again.</p>');
  const startURL = `${call.path}${call.query.size > 0 ? `?${call.query}` : ''}`;
  return redirect(`https://${apiHost}/?${new URLSearchParams({ ec: '302', startURL })}`);
}
