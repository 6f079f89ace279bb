// Lists of addresses and networks, IPv4 and IPv6, and whether an address is in one.

import { BlockList, isIP } from 'node:net';

export interface Networks {
  /** False for what is no address. */
  has(address: string): boolean;
}

/** `203.0.113.7, 2001:db8::/48`. Throws an error that names the item that is none. */
export function networksOf(items: readonly string[]): Networks {
  const list = new BlockList();
  for (const item of items) add(list, item);
  return {
    has(address) {
      const plain = unmapped(address.trim());
      const family = isIP(plain);
      return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
    },
  };
}

function add(list: BlockList, item: string): void {
  const [written = '', prefix, ...rest] = item.split('/');
  const address = unmapped(written);
  const family = isIP(address);
  const longest = family === 6 ? 128 : 32;
  if (family === 0 || rest.length > 0) throw new Error(`${item} is neither an address nor a network.`);
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  if (prefix === undefined) {
    list.addAddress(address, kind);
    return;
  }
  const bits = Number(prefix);
  if (!/^\d{1,3}$/.test(prefix) || bits > longest || address !== written) {
    throw new Error(`${item} is no network: its prefix is a number up to ${longest}.`);
  }
  if (bits === 0) throw new Error(`${item} is every address there is.`);
  list.addSubnet(address, bits, kind);
}

/** An IPv4 address as IPv6 sockets write it. */
const unmapped = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
