// Addresses and networks as operators write them: IPv4 and IPv6, and what is neither is said.

import { expect, test } from 'vitest';
import { networksOf } from '../../../server/networks.ts';

const listed = networksOf(['203.0.113.7', '198.51.100.0/24', '2001:db8:1::/48', '2001:db8::7']);

test.each([
  ['203.0.113.7', true],
  [' 203.0.113.7 ', true],
  ['203.0.113.8', false],
  ['198.51.100.255', true],
  ['198.51.101.0', false],
  ['2001:db8:1:ffff::1', true],
  ['2001:DB8:1:0:0:0:0:1', true],
  ['2001:db8:2::1', false],
  ['2001:db8::7', true],
  ['::ffff:203.0.113.7', true],
  ['Salesforce.com IP', false],
  ['', false],
])('%s', (address, expected) => {
  expect(listed.has(address)).toBe(expected);
});

test.each([
  ['acme.example', 'neither an address nor a network'],
  ['203.0.113.7/24/1', 'neither an address nor a network'],
  ['203.0.113.0/33', 'up to 32'],
  ['2001:db8::/129', 'up to 128'],
  ['203.0.113.0/x', 'up to 32'],
  ['::ffff:203.0.113.0/120', 'up to 32'],
  ['0.0.0.0/0', 'every address there is'],
  ['::/0', 'every address there is'],
])('%s is refused', (item, words) => {
  expect(() => networksOf([item])).toThrow(words);
});
