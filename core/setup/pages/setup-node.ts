// Setup pages by node: `/lightning/setup/<Node>/home`, `/page?address=…`, `/<id>/summary`.
//
// https://acme.my.salesforce-setup.com/lightning/setup/ApexClasses/page?address=%2F01p5g000000dVj3AAE
// https://acme.my.salesforce-setup.com/lightning/setup/PermSets/0PS5g000000DxR9GAK/PermissionSetAssignment/home
// https://acme.my.salesforce-setup.com/lightning/setup/EinsteinCopilot/0Xx5g000000DxR9CAK/edit
// https://acme.lightning.force.com/lightning/setup/Flows/home
// https://acme.lightning.force.com/one/one.app#/setup/page?nodeId=EnhancedProfiles&address=/00e5g000000eCW4?isdtp=p1

import { type Address, parameter, pathParts } from '../address.ts';
import type { SetupPage } from '../page.ts';
import { readInnerAddress } from './inner-address.ts';
import { readId, standsForId } from './read-id.ts';

const root = '/lightning/setup/';

/** Reads the address of a Setup node; undefined when the path is not one. */
export function readSetupNode(at: Address): SetupPage | undefined {
  if (!at.path.startsWith(root)) return undefined;
  const parts = pathParts(at.path.slice(root.length));
  if (!parts) return { kind: 'malformed' };
  const [node, place = 'home'] = parts;
  if (node === 'page' && parts.length === 1)
    return named(readInnerAddress(at, parameter(at.query, 'nodeId')), parameter(at.query, 'nodeId'));
  if (!node || !/^[A-Za-z]\w*$/.test(node)) return { kind: 'malformed' };
  if (place === 'home') return { kind: 'list', node };
  if (place === 'new') return { kind: 'new', node };
  if (place === 'page') return named(readInnerAddress(at, node), node);
  return standsForId(place) ? named(readId(place, node), node) : { kind: 'none', node };
}

function named(page: SetupPage, node: string | undefined): SetupPage {
  return page.kind === 'malformed' || !node ? page : { ...page, node };
}
