// An older page inside a page of Lightning: in a frame on another host, which the address names.

import { frameTicket } from '../oauth/browser.ts';
import { shortId } from '../state/ids.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import type { Titled, View } from './view.ts';

/** Undefined for anything but a path of the org's own domain: the frame's address carries a ticket. */
export function framed(org: Org, person: Person, titled: Titled, address: string | null): View | undefined {
  if (!address || !/^\/(?![/\\])[^\s%\\]/.test(address)) return undefined;
  const found = /^\/([0-9A-Za-z]{15,18})(?:\/e)?(?:\?.*)?$/.exec(address);
  const id = found && shortId(found[1] ?? '');
  // Where an id stands, nothing else opens a page.
  if (found && !id) return undefined;
  const component = id ? org.components.byId(id) : undefined;
  const isFlow = component?.type === 'Flow' || id?.startsWith('300');
  const { apiHost, frameHost } = org.settings;
  const src = new URL(
    isFlow
      ? `https://${frameHost}/udd/FlowDefinition/viewFlowDefinition.apexp?id=${id}`
      : `https://${apiHost}${address}`,
  );
  src.searchParams.set('isdtp', 'p1');
  src.searchParams.set('ticket', frameTicket(person));
  const edition = 'Salesforce - Enterprise Edition';
  const title = component ? `${component.fullName} ~ ${edition}` : edition;
  return { ...titled, kind: 'frame', frame: { src: src.href, title } };
}
