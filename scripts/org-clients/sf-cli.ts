// Has the sf command line, as npm gives it, sign in to the org stand-in and list, retrieve, check a deploy and query.
// `node scripts/org-clients/sf-cli.ts [--cli FOLDER]`: FOLDER is where @salesforce/cli is, or will be, installed.
// It needs the registry once; nothing of the command line's own traffic may leave the machine.

import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startProxy } from '../../dev/proxy.ts';
import { makeEveryTypeProject } from '../../tests/dev/salesforce/every-type.ts';
import { clientId, startOrgUnderTest } from '../../tests/dev/salesforce/org-under-test.ts';

const version = '2.150.6';
const username = 'ada.king@acme.example';
const guard = fileURLToPath(new URL('../../tests/dev/clients/loopback-only.mjs', import.meta.url));

const { values } = parseArgs({ options: { cli: { type: 'string' } } });
const scratch = mkdtempSync(join(tmpdir(), 'sf-cli-'));
const cli = values.cli === undefined ? join(scratch, 'cli') : resolve(values.cli);
const say = (line: string) => process.stdout.write(`${line}\n`);
const failures: string[] = [];

install();
const project = join(scratch, 'org-project');
makeEveryTypeProject(project);
const org = await startOrgUnderTest({ project });
const proxy = await startProxy({
  routes: ['login.salesforce.com', 'test.salesforce.com', '*.my.salesforce.com'].map((host) => ({
    host,
    port: org.port,
  })),
});
const work = join(scratch, 'work');
const strayed = join(scratch, 'strayed');
mkdirSync(join(work, 'force-app'), { recursive: true });
writeFileSync(
  join(work, 'sfdx-project.json'),
  '{"packageDirectories":[{"path":"force-app","default":true}],"sourceApiVersion":"66.0"}\n',
);

try {
  await transcript();
} finally {
  await proxy.stop();
  await org.stop();
}
for (const { host, count } of proxy.refused) failures.push(`asked the proxy for ${host} (${count} times)`);
if (existsSync(strayed)) failures.push(...readFileSync(strayed, 'utf8').trim().split('\n'));
rmSync(scratch, { recursive: true, force: true });
say(failures.length === 0 ? '\nAll good.' : `\n${failures.length} failed:\n${failures.join('\n')}`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function transcript(): Promise<void> {
  const key = join(org.dir, 'tls', 'leaf.key');
  await sf(
    ['org', 'login', 'jwt', '--username', username, '--jwt-key-file', key, '--client-id', clientId].concat(
      '--set-default',
    ),
    ({ result }) =>
      result.orgId === '00D5g000004XyZaEAK' && result.instanceUrl === 'https://acme.my.salesforce.com',
  );
  await sf(['org', 'display'], ({ result }) => result.connectedStatus === 'Connected');
  await sf(['org', 'list', 'metadata-types'], ({ result }) => result.metadataObjects.length > 100);
  await sf(['org', 'list', 'metadata', '--metadata-type', 'ApexClass'], ({ result }) =>
    hasNames(result, ['Invoice']),
  );
  await sf(['org', 'list', 'metadata', '--metadata-type', 'Report', '--folder', 'Finance'], ({ result }) =>
    hasNames(result, ['Finance/Open_Invoices']),
  );
  await sf(['project', 'generate', 'manifest', '--from-org', username], () =>
    readFileSync(join(work, 'package.xml'), 'utf8').includes('<name>LightningComponentBundle</name>'),
  );
  await sf(
    ['project', 'retrieve', 'start', '--manifest', 'package.xml'],
    ({ result }) => result.success === true && result.files.length > 25,
  );
  await sf(
    ['project', 'deploy', 'start', '--dry-run', '--source-dir', 'force-app'],
    ({ result }) =>
      result.checkOnly === true && result.status === 'Succeeded' && result.numberComponentErrors === 0,
  );
  await sf(
    ['project', 'deploy', 'start', '--source-dir', 'force-app'],
    ({ result }) => result.status === 'Succeeded',
  );
  await sf(
    ['data', 'query', '-t', '-q', 'SELECT Id, Name, LastModifiedBy.Name FROM ApexClass'],
    ({ result }) => result.totalSize === 1 && result.records[0].Name === 'Invoice',
  );
  await sf(['data', 'query', '-q', 'SELECT Username FROM User'], ({ result }) => result.totalSize > 3);
  // Without --json it also asks which columns the query has.
  await sf(['data', 'query', '-t', '-q', 'SELECT Id, Name FROM ApexClass'], undefined, /Invoice/);
  await sf(['org', 'list', 'metadata', '--metadata-type', 'Nonsense'], undefined, /INVALID_TYPE/, 1);
}

// biome-ignore lint/suspicious/noExplicitAny: each command's answer has its own shape
type Answer = { status: number; result: any };

function hasNames(rows: readonly { fullName: string }[], names: readonly string[]): boolean {
  return names.every((name) => rows.some((row) => row.fullName === name));
}

/** Runs one command and notes what is wrong with its answer; with `good` it is asked for JSON. */
async function sf(
  given: readonly string[],
  good?: (answer: Answer) => boolean,
  words?: RegExp,
  wanted = 0,
): Promise<void> {
  const told = given.map((each) =>
    each === clientId ? '$CLIENT_ID' : each.startsWith(org.dir) ? '$KEY' : each,
  );
  say(`\n$ sf ${told.map((each) => (/\s/.test(each) ? `"${each}"` : each)).join(' ')}`);
  const begun = Date.now();
  const { code, out } = await run([...given, ...(good ? ['--json'] : [])]);
  say(shortened(out));
  say(`exit ${code}, ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  if (code !== wanted) failures.push(`sf ${told.join(' ')}: exit ${code}`);
  else if (words && !words.test(out)) failures.push(`sf ${told.join(' ')}: no ${words}`);
  else if (good && !isGood(out, good)) failures.push(`sf ${told.join(' ')}: another answer than expected`);
}

function isGood(out: string, good: (answer: Answer) => boolean): boolean {
  try {
    return good(JSON.parse(out.slice(out.indexOf('{'))) as Answer);
  } catch (cause) {
    say(String(cause));
    return false;
  }
}

function run(given: readonly string[]): Promise<{ code: number | null; out: string }> {
  const bin = join(cli, 'node_modules', '.bin');
  const child = spawn(process.execPath, [join(cli, 'node_modules/@salesforce/cli/bin/run.js'), ...given], {
    cwd: work,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: scratch,
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: join(org.dir, 'tls', 'ca.pem'),
      NODE_OPTIONS: `--import ${guard}`,
      LOOPBACK_ONLY_FILE: strayed,
      SF_DISABLE_TELEMETRY: 'true',
      SF_AUTOUPDATE_DISABLE: 'true',
      SF_SKIP_NEW_VERSION_CHECK: 'true',
      // It looks the org's host up by itself, which has no address here.
      SF_DISABLE_DNS_CHECK: 'true',
      SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
      SF_DISABLE_LOG_FILE: 'true',
      SF_USE_PROGRESS_BAR: 'false',
      NO_COLOR: '1',
      CI: 'true',
    },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, out: out.trim() === '' ? err : out }));
  });
}

function shortened(text: string): string {
  const lines = text.trim().split('\n');
  const most = 24;
  return lines.length <= most
    ? lines.join('\n')
    : [...lines.slice(0, most), `… ${lines.length - most} more lines`].join('\n');
}

function install(): void {
  const place = join(cli, 'node_modules', '@salesforce', 'cli', 'package.json');
  if (existsSync(place) && JSON.parse(readFileSync(place, 'utf8')).version === version) return;
  mkdirSync(cli, { recursive: true });
  say(`Installing @salesforce/cli ${version} …`);
  const npm = spawnSync(
    'npm',
    ['install', '--prefix', cli, '--ignore-scripts', '--no-audit', '--no-fund', `@salesforce/cli@${version}`],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  if (npm.status !== 0) throw new Error(`npm ended with ${npm.status}`);
  if (readdirSync(cli).length === 0) throw new Error(`nothing was installed in ${cli}`);
}
