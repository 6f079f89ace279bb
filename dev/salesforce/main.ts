// `node dev/salesforce/main.ts --project DIR --port N`: serves an SFDX project as an org until it is told to stop.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { ensureTls } from '../tls.ts';
import { startOrg } from './org.ts';

interface Flags {
  project: string;
  live: string;
  from?: string;
  sandbox?: string;
  port: number;
  controlPort: number;
  cert?: string;
  key?: string;
  data: string;
  certificate?: string;
  redirect: string[];
  seed?: number;
  signIn?: string;
}

const wholeNumber = (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`not a number: ${text}`);
  return value;
};

const command = new Command('org')
  .description('serves a git repository in SFDX source format as a Salesforce org, on loopback')
  .requiredOption('--project <dir>', 'git repository, bare or not; it is only read')
  .option('--live <rev>', 'the revision that is the live org', 'HEAD')
  .option('--from <rev>', 'start at an earlier revision, from which a replay moves the org to --live')
  .option('--sandbox <name>', 'be a sandbox of that name, with a sandbox’s hosts and usernames')
  .option('--port <n>', 'https port', wholeNumber, 7782)
  .option('--control-port <n>', 'plain http port for tests', wholeNumber, 7784)
  .option('--cert <file>', 'PEM certificate chain; made in the data folder when left out')
  .option('--key <file>', 'PEM key of the certificate')
  .option('--data <dir>', 'where edits and logins are kept', '.data/org')
  .option('--certificate <file>', 'PEM certificate registered for the app')
  .option(
    '--redirect <address>',
    'callback address of the app; may be repeated',
    (value: string, before: string[]) => [...before, value],
    [],
  )
  .option('--seed <n>', 'seed of what Salesforce leaves undetermined; 0 turns that off', wholeNumber)
  .option('--sign-in <username>', 'who the Setup pages sign in by themselves; empty asks');

async function main(): Promise<void> {
  const flags = command.parse().opts<Flags>();
  const data = resolve(flags.data);
  const tls =
    flags.cert && flags.key
      ? { cert: readFileSync(flags.cert, 'utf8'), key: readFileSync(flags.key, 'utf8') }
      : await ensureTls(join(data, '..'));
  const org = await startOrg({
    project: resolve(flags.project),
    live: flags.live,
    from: flags.from,
    sandbox: flags.sandbox,
    port: flags.port,
    controlPort: flags.controlPort,
    controlToken: process.env.CANVASBACK_CONTROL_TOKEN,
    tls,
    data,
    certificate: flags.certificate,
    redirects: flags.redirect.length > 0 ? flags.redirect : undefined,
    seed: flags.seed,
    signIn: flags.signIn,
    tell: (line) => console.log(`org: ${line}`),
  });
  console.log(`org: https on 127.0.0.1:${org.port}, control on 127.0.0.1:${org.controlPort}`);
  const stop = () => {
    void org.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((cause: unknown) => {
  console.error(`org: ${cause instanceof Error ? cause.message : String(cause)}`);
  process.exitCode = 1;
});
