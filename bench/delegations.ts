// Measures whole delegations (job, records, assertion, token, end) on both engines, beside raw RS256 signing in the same run.
// Usage: node bench/delegations.ts [--quick] [--json]

import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createKeys } from '../cli/keys.ts';
import { createDelegationClient, readCallerKey } from '../server/delegation/client.ts';
import { saveConnection } from '../server/delegation/db/connections.ts';
import { openDelegationDatabase } from '../server/delegation/db/database.ts';
import { startDelegation } from '../server/delegation/start.ts';
import { createLog } from '../server/log.ts';
import { startPostgres } from '../tests/helpers/postgres/server.ts';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});
const rounds = options.quick ? 100 : 500;
const atOnce = 8;
const org = {
  orgId: '00D5g000004XyZaEAK',
  apiHost: 'acme.my.salesforce.com',
  loginUrl: 'https://login.salesforce.com',
};
const integration = { userId: '0055g000001IntgAAW', username: 'integration@acme.example' };
const folder = mkdtempSync(join(tmpdir(), 'canvasback-bench-'));
const keys = (name: string) => join(folder, 'keys', name);

interface Times {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** One after the other for the times, several at once for how many there are in a second. */
async function measure(work: () => Promise<unknown>): Promise<Times> {
  for (let round = 0; round < 20; round += 1) await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const started = performance.now();
  let left = rounds;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: (rounds * 1000) / (performance.now() - started), p50: at(0.5), p99: at(0.99) };
}

/** Salesforce answers at once, so that what is measured is ours. */
let given = 0;
const salesforce = (async (address: string | URL) => {
  if (String(address).endsWith('/revoke')) return new Response('');
  given += 1;
  return Response.json({
    access_token: `00D5g000004XyZa!token.${given}`,
    id: `https://login.salesforce.com/id/${org.orgId}/${integration.userId}`,
    instance_url: `https://${org.apiHost}`,
  });
}) as typeof globalThis.fetch;

async function delegations(database: string, name: string): Promise<Times> {
  const db = await openDelegationDatabase(database);
  await saveConnection(db, { ...org, claimedBy: 'auth0|ada', tenant: 'bench', integration, at: 1 });
  await db.destroy();
  const socketPath = join(folder, name, 'd.sock');
  const running = await startDelegation(
    {
      ...{ database, socketPath, signingKey: keys('salesforce-app.key') },
      signingCertificate: keys('salesforce-app.crt'),
      signingKeyFolder: join(folder, name, 'keys'),
      auditKeyFolder: join(folder, name, 'keys'),
      callersFile: keys('callers.jwks'),
      nonceKeyFile: keys('nonce.key'),
      ...{ publicOrigin: 'https://api.canvasback.test', issuer: 'https://tenant.example/' },
      ...{ audience: 'https://api.canvasback.test', clientId: '3MVG9bench', production: false },
    },
    { fetch: salesforce, now: Date.now, log: createLog({ level: 'silent' }) },
  );
  const worker = createDelegationClient({ socketPath, callerKey: readCallerKey(keys('worker-caller.jwk')) });
  try {
    return await measure(async () => {
      const { jobId } = await worker.openJob({ purpose: 'sync', org });
      await worker.mint(jobId);
      await worker.endJob(jobId);
    });
  } finally {
    worker.close();
    await running.stop();
  }
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const data = Buffer.alloc(400, 'x');
const signing = () =>
  new Promise((resolve, reject) => {
    sign('sha256', data, privateKey, (error, signature) => (error ? reject(error) : resolve(signature)));
  });

// Durable, as in use.
const server = await startPostgres({ settings: { fsync: 'on', full_page_writes: 'on' } });
try {
  await createKeys(join(folder, 'keys'));
  const address = `postgres://${server.user}@localhost:${server.port}/tests?host=${server.socketFolder}`;
  const floor = await measure(signing);
  const found = {
    'RS256 signature alone': floor,
    'delegation on SQLite': await delegations(join(folder, 'bench.sqlite'), 'sqlite'),
    'delegation on PostgreSQL': await delegations(address, 'postgres'),
  };
  const table = Object.entries(found).map(([what, { perSecond, p50, p99 }]) => ({
    what,
    'per second': round(perSecond),
    'p50 ms': round(p50),
    'p99 ms': round(p99),
    'p50 ratio': round(p50 / floor.p50),
  }));
  if (options.json) process.stdout.write(`${JSON.stringify({ rounds, atOnce, table })}\n`);
  else {
    process.stdout.write(
      `${rounds} delegations one after the other, then as many ${atOnce} at once; each is three requests, two records that are on disk, one signature.\n`,
    );
    console.table(table);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
