// `npm run audit`: asks npm's registry for known flaws of what is locked; fails on high ones, and says when it could not ask.

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Exit codes: nothing high, something high, not asked. */
export const codes = { good: 0, flawed: 1, notAsked: 2 };
const failing = new Set(['high', 'critical']);

/** Reads what `npm audit --json` printed; `undefined` when that is no report. */
export function readReport(stdout) {
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return undefined;
  }
  const { vulnerabilities, metadata } = report ?? {};
  const asked = metadata?.dependencies?.total;
  if (typeof vulnerabilities !== 'object' || vulnerabilities === null || !(asked > 0)) return undefined;
  const flaws = Object.values(vulnerabilities).map(({ name, severity, range, via }) => ({
    name,
    severity,
    range,
    why: (via ?? []).flatMap((each) => (typeof each === 'string' ? [] : [`${each.title} (${each.url})`])),
  }));
  return { asked, flaws };
}

/** What to print and to end with. */
export function judge(stdout, stderr) {
  const report = readReport(stdout);
  if (!report) {
    const line = `${stderr}\n${stdout}`
      .split('\n')
      .find((text) => /audit|ENOTFOUND|ECONN|E\d{3}|\b\d{3} /.test(text));
    return {
      code: codes.notAsked,
      text: `Dependencies were NOT checked for known flaws: npm’s audit service could not be asked.\n  ${(line ?? 'npm gave no reason.').trim()}`,
    };
  }
  const { asked, flaws } = report;
  const high = flaws.filter(({ severity }) => failing.has(severity));
  const rows = flaws.map(
    ({ name, severity, range, why }) =>
      `  ${severity.padEnd(8)} ${name} ${range}\n${why.map((each) => `           ${each}\n`).join('')}`,
  );
  const sum = `${asked} locked packages were checked: ${flaws.length} with known flaws, ${high.length} of them high or critical.`;
  return { code: high.length > 0 ? codes.flawed : codes.good, text: `${rows.join('')}${sum}` };
}

function main() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout, stderr, error } = spawnSync(npm, ['audit', '--json', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  const { code, text } = judge(stdout ?? '', stderr || String(error ?? ''));
  process.stdout.write(`${text}\n`);
  process.exit(code);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
