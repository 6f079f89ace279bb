// A large org is listed and retrieved whole by source-deploy-retrieve while the stand-in keeps within 2 GB.
// LARGE_COMPONENTS says how many components; the soak run asks for 20,000.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureTls } from '../../../dev/tls.ts';
import { clientId } from '../salesforce/org-under-test.ts';
import { type ClientProcess, startClient } from './client-process.ts';
import { countsOf, makeLargeProject } from './large-project.ts';
import type { SdrSteps } from './sdr-client.ts';
import { readTree } from './trees.ts';

const total = Number(process.env.LARGE_COMPONENTS ?? 200);
const counts = countsOf(total);
const minute = 60_000;
const most = 2 * 1024 * 1024;
/** Files a retrieve may have; a class is two. */
const filesAtOnce = 9000;

let dir: string;
let org: ChildProcess;
let client: ClientProcess<SdrSteps>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'large-'));
  makeLargeProject(join(dir, 'project.git'), counts);
  await ensureTls(dir);
  const [port, controlPort] = await Promise.all([freePort(), freePort()]);
  org = await startOrg(port, controlPort);
  client = await startClient<SdrSteps>({ dir, port: () => port }, 'sdr-client.ts');
  const keyFile = join(dir, 'tls', 'leaf.key');
  await client.run('signIn', { username: 'ada.king@acme.example', clientId, keyFile, version: '66.0' });
}, 20 * minute);
afterAll(async () => {
  const strayed = client.strayed();
  await client.stop();
  org.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
  expect(strayed).toEqual([]);
});

/** Kilobytes the stand-in held at most; only Linux tells. */
function peakMemory(): number {
  if (process.platform !== 'linux') return 0;
  const status = readFileSync(`/proc/${org.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
}

test(
  `${total} components are listed and retrieved`,
  async () => {
    const members = await client.run('list', { types: listed });
    const byType = new Map<string, number>();
    for (const { type } of members) byType.set(type, (byType.get(type) ?? 0) + 1);
    for (const [type, count] of Object.entries(counts))
      expect([type, byType.get(type)]).toEqual([type, count]);

    const out = join(dir, 'out');
    for (const part of parts(members)) {
      const outcome = await client.run('retrieve', { members: part, project: out });
      expect(outcome.moved.filter((each) => each.problem !== undefined)).toEqual([]);
      expect(outcome.success).toBe(true);
    }
    const paths = [...readTree(out).keys()];
    const withSuffix = (suffix: string) => paths.filter((path) => path.endsWith(suffix)).length;
    expect({
      ApexClass: withSuffix('.cls'),
      CustomField: withSuffix('.field-meta.xml'),
      Flow: withSuffix('.flow-meta.xml'),
      Report: withSuffix('.report-meta.xml'),
      LightningComponentBundle: withSuffix('.html'),
    }).toEqual({
      ApexClass: counts.ApexClass,
      CustomField: counts.CustomField,
      Flow: counts.Flow,
      Report: counts.Report,
      LightningComponentBundle: counts.LightningComponentBundle,
    });
    const peak = peakMemory();
    console.log(`the stand-in's peak: ${Math.round(peak / 1024)} MB for ${members.length} components`);
    expect(peak).toBeLessThan(most);
  },
  60 * minute,
);

test.skipIf(total < 20_000)(
  'asked for at once, more than 10,000 files are refused',
  async () => {
    const members = await client.run('list', { types: ['ApexClass'] });
    const outcome = await client.run('retrieve', { members, project: join(dir, 'refused') });
    expect(outcome).toMatchObject({ status: 'Failed', success: false });
    expect(outcome.response.errorStatusCode).toBe('LIMIT_EXCEEDED');
  },
  20 * minute,
);

const listed = [
  'ApexClass',
  'CustomObject',
  'Layout',
  'Flow',
  'PermissionSet',
  'CustomLabels',
  'LightningComponentBundle',
  'ReportFolder',
];

/** Members in parts that one retrieve may give. Fields and labels come with what they are parts of. */
function parts(members: readonly { type: string; fullName: string }[]) {
  const made: { type: string; fullName: string }[][] = [[]];
  let files = 0;
  for (const member of members) {
    const weight = member.type === 'ApexClass' ? 2 : member.type === 'LightningComponentBundle' ? 3 : 1;
    if (files + weight > filesAtOnce) {
      made.push([]);
      files = 0;
    }
    files += weight;
    made.at(-1)?.push(member);
  }
  return made;
}

async function startOrg(port: number, controlPort: number): Promise<ChildProcess> {
  const main = fileURLToPath(new URL('../../../dev/salesforce/main.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      main,
      ...['--project', join(dir, 'project.git'), '--data', join(dir, 'org')],
      ...['--port', String(port), '--control-port', String(controlPort), '--seed', '0'],
      ...['--certificate', join(dir, 'tls', 'leaf.pem')],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk;
      if (said.includes('https on')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(said)));
  });
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
