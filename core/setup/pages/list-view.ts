// A list of records through one of its list views, which is metadata.
//
// https://acme.lightning.force.com/lightning/o/Account/list?filterName=00B5g000000kkk0EAA
// https://acme.lightning.force.com/lightning/o/Account/list?filterName=AllAccounts

import { type Address, parameter } from '../address.ts';
import type { SetupPage } from '../page.ts';
import { toId18 } from '../salesforce-id.ts';

export function readListView(at: Address): SetupPage | undefined {
  const objectName = /^\/lightning\/o\/([A-Za-z]\w*)\/list\/?$/.exec(at.path)?.[1];
  if (!objectName) return undefined;
  const filter = parameter(at.query, 'filterName');
  // Lists that Salesforce keeps by itself, `__Recent` and the like, are nobody's component.
  if (!filter || /^(?:__\w*|Recent)$/.test(filter)) return { kind: 'none' };
  if (/^\d/.test(filter)) {
    const id18 = toId18(filter);
    if (!id18) return { kind: 'malformed' };
    return filter.startsWith('00B')
      ? { kind: 'component', metadataType: 'ListView', id: filter, id18, objectName }
      : { kind: 'none' };
  }
  if (!/^[A-Za-z]\w*$/.test(filter)) return { kind: 'none' };
  return { kind: 'componentByName', metadataType: 'ListView', objectName, name: filter };
}
