// Pages of Classic: by an id alone, by a list's or form's own path; and the same pages inside a frame.
//
// https://acme.my.salesforce.com/01p5g000000LRx1
// https://acme.my.salesforce.com/layouteditor/layoutEditor.apexp?type=Opportunity&lid=00h5g000000fff5
// https://acme.my.salesforce.com/setup/own/entityruledetail.jsp?id=01Q5g000000WeQ2&setupid=LeadRules
// https://acme--c.vf.force.com/udd/FlowDefinition/viewFlowDefinition.apexp?id=3005g000000aaa0
// https://acme.lightning.force.com/lightning/_classic/%2F0665g000000kkk0

import { type Address, decodeOnce } from '../address.ts';
import { readHost } from '../host.ts';
import type { SetupPage } from '../page.ts';
import { readClassicPath } from './classic-path.ts';

const wrapper = '/lightning/_classic/';
/** Paths of Setup; everything else of Classic is the org's data. */
const setupRoute =
  /^\/(?:[0-9A-Za-z]{3}$|p\/own\/|udd\/|app\/mgmt\/|_ui\/flexipage\/|layouteditor\/|changemgmt\/|(?:[^?]*\/)?setup\/)/;

export function readClassicPage(at: Address): SetupPage | undefined {
  if (at.path.startsWith(wrapper)) {
    const inner = decodeOnce(at.path.slice(wrapper.length));
    return inner === undefined
      ? { kind: 'malformed' }
      : readClassicPath(inner.startsWith('/') ? inner : `/${inner}`);
  }
  if (at.path === '/' || at.path.startsWith('/lightning') || at.path.startsWith('/one/')) return undefined;
  const query = at.query.map(([name, value]) => `${name}=${value}`).join('&');
  const page = readClassicPath(query ? `${at.path}?${query}` : at.path);
  if (page.kind === 'list' && !setupRoute.test(at.path)) return undefined;
  if (page.kind === 'none' || page.kind === 'malformed') return page;
  return { ...page, ...where(at.host) };
}

function where(host: string): Partial<SetupPage> {
  const kind = readHost(host)?.kind;
  if (kind === 'visualforce') return { frame: 'visualforce' };
  return kind === 'lightning' ? {} : { classic: true };
}
