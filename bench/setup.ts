// Measures how many addresses a second the resolver reads, beside parsing the same addresses with `new URL` alone.
// Usage: node bench/setup.ts [--rows FILE] [--json]; FILE is a JSON list of objects with a `url`, else a few of our own.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { resolveSetupPage } from '../core/setup/resolve.ts';

const { values: options } = parseArgs({
  options: { rows: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const own = [
  'https://acme.my.salesforce-setup.com/lightning/setup/Flows/page?address=%2F3005g000000AbCdAAK',
  'https://acme.lightning.force.com/lightning/setup/ObjectManager/Account/FieldsAndRelationships/00N5g000000AbCdEAK/view',
  'https://acme--uat.sandbox.lightning.force.com/builder_platform_interaction/flowBuilder.app?flowId=3015g000000AbCdEAK',
  'https://acme.my.salesforce.com/01p5g000000AbCdEAK',
  'https://acme.lightning.force.com/lightning/page/home',
  'https://example.com/lightning/setup/Flows/home',
];
const addresses = options.rows
  ? (JSON.parse(readFileSync(options.rows, 'utf8')) as { url: string }[]).map(({ url }) => url)
  : own;
const rounds = 9;
const msARound = 300;

/** Addresses a second, of the median round. */
function throughput(read: (address: string) => unknown): number {
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now();
    let count = 0;
    let took = 0;
    while (took < msARound) {
      for (const address of addresses) read(address);
      count += addresses.length;
      took = performance.now() - began;
    }
    // The first lets the engine compile.
    if (round > 0) rates.push((count * 1000) / took);
  }
  return rates.sort((one, other) => one - other)[rounds >> 1] ?? 0;
}

/** Microseconds of the slowest address, each at its median of many. */
function slowest(): { address: string; us: number } {
  let worst = { address: '', us: 0 };
  for (const address of addresses) {
    const times: number[] = [];
    for (let index = 0; index < 200; index += 1) {
      const began = performance.now();
      resolveSetupPage(address);
      times.push((performance.now() - began) * 1000);
    }
    const us = times.sort((one, other) => one - other)[100] ?? 0;
    if (us > worst.us) worst = { address, us };
  }
  return worst;
}

const floor = throughput((address) => (URL.canParse(address) ? new URL(address).pathname : ''));
const resolved = throughput(resolveSetupPage);
const worst = slowest();
const kinds = Map.groupBy(addresses, (address) => resolveSetupPage(address).kind);
const result = {
  addresses: addresses.length,
  'addresses a second': Math.round(resolved),
  'new URL alone': Math.round(floor),
  'times of new URL': Number((floor / resolved).toPrecision(3)),
  'slowest µs': Number(worst.us.toPrecision(3)),
};
if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else {
  process.stdout.write(
    `${[...kinds].map(([kind, some]) => `${some.length} ${kind}`).join(', ')}; slowest: ${worst.address}\n`,
  );
  console.table(result);
}
