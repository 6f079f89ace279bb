// `npm run bench`: every measured claim, one after the other, each a table of ratios; `--json` for machines.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const folder = new URL('.', import.meta.url);
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const files = readdirSync(folder)
  // The others are what the benchmarks share.
  .filter((name) =>
    /^(?:audit-log|compare-click|content-script|databases|delegations|diff|history|lines|log-check|renames|setup)\.ts$/.test(
      name,
    ),
  )
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace(/\.ts$/, '')));
if (files.length === 0) {
  process.stderr.write(`No benchmark is named ${wanted.join(', ')}.\n`);
  process.exit(2);
}
let failed = 0;
for (const name of files) {
  const run = spawnSync(process.execPath, [fileURLToPath(new URL(name, folder)), ...flags], {
    stdio: 'inherit',
  });
  if (run.status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
