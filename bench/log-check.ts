// Measures what checking the audit log costs the browser on a visit: the first check of a worker that has just started, and later ones, beside one bare Ed25519 verification.
// Usage: node bench/log-check.ts [--workers N] [--json]

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { checkpointText } from '../core/log/checkpoint.ts';
import type { ShownLog } from '../core/log/growth.ts';
import { browserPath } from '../dev/world/chromium.ts';
import { consistency, hex, leafHash, treeHash } from '../tests/core/log/trees.ts';
import { keyName, makeKey } from '../tests/extension/background/made-log.ts';

const { values: options } = parseArgs({
  options: {
    workers: { type: 'string', default: '40' },
    entries: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  },
});
const [workers, entries] = [Number(options.workers), Number(options.entries)];
/** As a visit finds it: some entries came since. Odd on purpose, so that the proof is as long as it gets. */
const kept = Math.floor(entries * 0.7) + 1;

const bundle = await bundled();
const shown = makeGrowth();
const server = createServer((request, answer) => {
  const script = request.url === '/worker.js';
  answer.setHeader('content-type', script ? 'text/javascript' : 'text/html');
  answer.end(script ? bundle : '<!doctype html><title>bench</title>');
}).listen(0, '127.0.0.1');
await new Promise((listening) => server.once('listening', listening));
const browser = await chromium.launch({
  executablePath: browserPath(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const [first, second, later, bare]: number[][] = [[], [], [], []];
  for (let worker = 0; worker < workers; worker += 1) {
    const times = await page.evaluate(async (asked) => {
      const fresh = new Worker('/worker.js', { type: 'module' });
      const answered = new Promise<{ checks: number[]; bare: number[] }>((resolve, reject) => {
        fresh.onmessage = ({ data }) => resolve(data);
        fresh.onerror = ({ message }) => reject(new Error(message));
      });
      fresh.postMessage(asked);
      return answered.finally(() => fresh.terminate());
    }, shown);
    first?.push(times.checks[0] ?? 0);
    second?.push(times.checks[1] ?? 0);
    later?.push(...times.checks.slice(2));
    bare?.push(...times.bare);
  }
  const load = Number((loadavg()[0] ?? 0).toPrecision(3));
  const table = [
    { what: 'first check of a fresh worker', ...spread(first) },
    { what: 'second check', ...spread(second) },
    { what: 'later checks', ...spread(later) },
    { what: 'bare Ed25519 verification', ...spread(bare) },
  ];
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ workers, entries, kept, load, bytes: bundle.length, table })}\n`,
    );
  else {
    const hashes = shown.shown.proof.length;
    process.stdout.write(
      `Milliseconds in Chromium; a log that grew from ${kept} to ${entries} entries, a proof of ${hashes} hashes; ${workers} workers, load ${load}.\n`,
    );
    console.table(table);
  }
} finally {
  await browser.close();
  server.close();
}

async function bundled(): Promise<string> {
  const entry = fileURLToPath(new URL('../tests/extension/background/check-worker.ts', import.meta.url));
  const built = await build({
    logLevel: 'error',
    configFile: false,
    build: { write: false, target: 'chrome137', lib: { entry, formats: ['es'], fileName: 'worker' } },
  });
  const [{ output }] = built as unknown as [{ output: [{ code: string }] }];
  return output[0].code;
}

function makeGrowth() {
  const key = makeKey();
  const leaves = Array.from({ length: entries }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));
  const origin = `${keyName}/bench`;
  const noteOf = (size: number) =>
    key.sign(checkpointText({ origin, size, root: treeHash(leaves.slice(0, size)) }));
  const growth: ShownLog = {
    checkpoint: noteOf(entries),
    vkey: key.vkey,
    successions: [],
    proof: consistency(kept, leaves).map(hex),
  };
  return { pinned: { origin, vkey: key.vkey, note: noteOf(kept) }, shown: growth };
}

function spread(of: number[] = []) {
  const sorted = of.toSorted((one, other) => one - other);
  const at = (share: number) => Number((sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toPrecision(3));
  return { median: at(0.5), p95: at(0.95), most: at(1) };
}
