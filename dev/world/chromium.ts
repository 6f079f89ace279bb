// How Chromium is started inside the world: behind its proxy, trusting its certificate, quiet otherwise.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WorldProblem } from './problem.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

interface Behind {
  readonly proxyUrl: string;
  readonly spki: string;
}

export function chromiumFlags({ proxyUrl, spki }: Behind): string[] {
  return [
    `--proxy-server=${proxyUrl}`,
    `--ignore-certificate-errors-spki-list=${spki}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-client-side-phishing-detection',
    '--disable-search-engine-choice-screen',
    '--metrics-recording-only',
    '--password-store=basic',
    '--use-mock-keychain',
    '--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,CertificateTransparencyComponentUpdater,DisableLoadExtensionCommandLineSwitch',
    // A sandbox cannot be set up by root; on a machine of one's own Chromium is not run as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

/** The browser that `scripts/setup.mjs` found; looked for again when that is unknown or gone. */
export function browserPath(): string {
  const known = readKnown();
  if (known) return known;
  try {
    const script =
      "import('./scripts/find-browser.mjs').then((m) => process.stdout.write(m.rememberBrowser() ?? ''))";
    const found = execFileSync(process.execPath, ['-e', script], { cwd: checkout, encoding: 'utf8' });
    if (found) return found;
  } catch {
    // Told below.
  }
  throw new WorldProblem(
    process.env.CANVASBACK_BROWSER
      ? `CANVASBACK_BROWSER names ${process.env.CANVASBACK_BROWSER}, which is not a program that can be run.`
      : 'No Chromium, Chrome for Testing, Chrome or Edge was found.',
    'Install one, or name one you have:\n  npx playwright install chromium\n  export CANVASBACK_BROWSER=/path/to/chromium\nor start the servers alone:\n  npm start -- --no-browser',
  );
}

function readKnown(): string | undefined {
  if (process.env.CANVASBACK_BROWSER) return undefined;
  try {
    const file = join(checkout, 'node_modules', '.cache', 'canvasback', 'browser.json');
    const { path } = JSON.parse(readFileSync(file, 'utf8')) as { path: string };
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
