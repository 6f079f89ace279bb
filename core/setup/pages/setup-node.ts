// Setup pages by node: `/lightning/setup/<Node>/home`, `/page?address=…`, `/<id>/summary`.
//
// https://acme.my.salesforce-setup.com/lightning/setup/ApexClasses/page?address=%2F01p5g000000dVj3AAE
// https://acme.my.salesforce-setup.com/lightning/setup/PermSets/0PS5g000000DxR9GAK/summary
// https://acme.lightning.force.com/lightning/setup/Flows/home

import { type Address, decodeOnce } from '../address.ts';
import type { SetupPage } from '../page.ts';
import { readClassicPath } from './classic-path.ts';

const nodePath =
  /^\/lightning\/setup\/([A-Za-z][0-9A-Za-z_]*)\/(home|page|new|([0-9A-Za-z]{15,18})\/[a-z]+)\/?$/;

/** Reads the address of a Setup node; undefined when the path is not one. */
export function readSetupNode(at: Address): SetupPage | undefined {
  const match = nodePath.exec(at.path);
  const node = match?.[1];
  if (!match || !node || node === 'ObjectManager') return undefined;
  if (match[2] === 'home') return { kind: 'list', node };
  if (match[2] === 'new') return { kind: 'new', node };
  const page = match[3] ? readClassicPath(`/${match[3]}`, node) : readInnerAddress(at, node);
  return page.kind === 'malformed' ? page : { ...page, node };
}

/** The one `address` parameter, decoded once; a path of this org and nothing else. */
function readInnerAddress(at: Address, node: string): SetupPage {
  const [only, ...more] = at.query.filter(([name]) => name === 'address');
  const inner = only && more.length === 0 ? decodeOnce(only[1]) : undefined;
  // A single slash and no scheme: anything else could lead off the org.
  if (!inner?.startsWith('/') || inner.startsWith('//') || inner.startsWith('/%'))
    return { kind: 'malformed' };
  return readClassicPath(inner, node);
}
