// Serves a real project as an org, has source-deploy-retrieve retrieve it whole, and says what differs from its source.
// `node scripts/org-clients/npsp.ts --repository DIR [--rev REV]`: DIR is a clone of SalesforceFoundation/NPSP, bare or not.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startClient } from '../../tests/dev/clients/client-process.ts';
import { compareWithOwnSource } from '../../tests/dev/clients/own-source.ts';
import { countReasons, reasons } from '../../tests/dev/clients/reasons.ts';
import type { SdrSteps } from '../../tests/dev/clients/sdr-client.ts';
import { startOrgUnderTest } from '../../tests/dev/salesforce/org-under-test.ts';

const { values } = parseArgs({
  options: {
    repository: { type: 'string' },
    rev: { type: 'string', default: 'HEAD' },
    keep: { type: 'boolean', default: false },
  },
});
if (!values.repository) {
  process.stderr.write('Usage: node scripts/org-clients/npsp.ts --repository DIR [--rev REV] [--keep]\n');
  process.exit(2);
}

const repository = resolve(values.repository);
const scratch = mkdtempSync(join(tmpdir(), 'npsp-'));
const checkout = join(scratch, 'project');
mkdirSync(checkout);
const archive = execFileSync('git', ['-C', repository, 'archive', values.rev], { maxBuffer: 2 ** 31 - 1 });
execFileSync('tar', ['-x', '-C', checkout], { input: archive });
const settings = JSON.parse(readFileSync(join(checkout, 'sfdx-project.json'), 'utf8')) as {
  packageDirectories: { path: string }[];
};

const tell = (line: string) => process.stdout.write(`${line}\n`);
const begun = Date.now();
const org = await startOrgUnderTest({ project: repository, live: values.rev, seed: 0, tell });
const client = await startClient<SdrSteps>(org, 'sdr-client.ts');
try {
  tell(`served after ${seconds()} s`);
  const { rows, members, problems } = await compareWithOwnSource(org, client, {
    project: checkout,
    into: join(scratch, 'retrieved'),
    folders: settings.packageDirectories.map((each) => each.path),
    version: '66.0',
  });
  tell(`${members.length} components listed and retrieved after ${seconds()} s`);
  const verdicts = new Map<string, number>();
  for (const row of rows) verdicts.set(row.verdict, (verdicts.get(row.verdict) ?? 0) + 1);
  for (const [verdict, count] of verdicts) tell(`${String(count).padStart(7)}  ${verdict}`);
  tell('\nWhy they are not the same bytes:');
  const counts = countReasons(rows);
  for (const { reason, files, types, rows: found } of counts) {
    tell(`${String(files).padStart(7)}  ${reasons[reason]} (${types})`);
    for (const row of reason === 'unexplained' ? found.slice(0, 40) : [])
      tell(`         ${row.verdict}: ${row.type} ${row.fullName} (${row.role}) ${row.elements.join(', ')}`);
  }
  tell(`\n${problems.length} problems`);
  for (const each of problems.slice(0, 40)) tell(`  ${each.type} ${each.fullName}: ${each.problem}`);
  for (const each of client.strayed()) tell(`  asked for ${each}`);
  const unexplained = counts.some((each) => each.reason === 'unexplained');
  if (unexplained || problems.length > 0 || client.strayed().length > 0) process.exitCode = 1;
} finally {
  await client.stop();
  await org.stop();
  if (values.keep) tell(`kept in ${scratch}`);
  else rmSync(scratch, { recursive: true, force: true });
}

function seconds(): number {
  return Math.round((Date.now() - begun) / 1000);
}
