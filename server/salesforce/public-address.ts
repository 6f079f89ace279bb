// Tells addresses of the open internet from all others: a name that leads elsewhere is not called.

import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registries, multicast, and what clouds use for their machines. */
const closedV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Azure's own service of each machine, at an address that looks public.
  ['168.63.129.16', 32],
] as const;

const v4 = new BlockList();
for (const [network, prefix] of closedV4) v4.addSubnet(network, prefix, 'ipv4');

/** Global unicast, the only part of IPv6 that hosts on the internet have. */
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');

const closedV6 = new BlockList();
// Protocol assignments with Teredo, documentation, 6to4, documentation.
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  closedV6.addSubnet(network, prefix, 'ipv6');
}

/** IPv4 inside IPv6: mapped, and what a network without IPv4 reaches it by (NAT64). */
const embedding = new BlockList();
embedding.addSubnet('::ffff:0:0', 96, 'ipv6');
embedding.addSubnet('64:ff9b::', 96, 'ipv6');

/** False for whatever is not an address. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !v4.check(address, 'ipv4');
  // A zone names a link of this machine.
  if (family !== 6 || address.includes('%')) return false;
  if (embedding.check(address, 'ipv6')) return isPublicAddress(lastFour(address));
  return globalV6.check(address, 'ipv6') && !closedV6.check(address, 'ipv6');
}

/** The last 32 bits in IPv4's notation. */
function lastFour(address: string): string {
  const dotted = /\d+\.\d+\.\d+\.\d+$/.exec(address)?.[0];
  if (dotted) return dotted;
  const [head = '', tail] = address.split('::');
  const groups = [...head.split(':'), ...(tail === undefined ? [] : ['0', '0', ...tail.split(':')])];
  const [high, low] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return [(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255].join('.');
}
