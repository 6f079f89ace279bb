// `node dev/salesforce/main.ts --project DIR --port N`: serves an SFDX project as an org until it is told to stop.

import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { Command } from 'commander';
import { ensureTls } from '../tls.ts';
import { type RunningOrg, startOrg } from './org.ts';

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
  signInClientId?: string;
  redirect: string[];
  app?: object;
  plainPort?: number;
  seed?: number;
  signIn?: string;
}

const wholeNumber = (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`not a number: ${text}`);
  return value;
};

const readObject = (text: string): object => JSON.parse(text) as object;

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
  .option('--sign-in-client-id <key>', 'consumer key of a second app, for sign-in with a consent page alone')
  .option('--certificate <file>', 'PEM certificate registered for the app')
  .option(
    '--redirect <address>',
    'callback address of the app; may be repeated',
    (value: string, before: string[]) => [...before, value],
    [],
  )
  .option('--app <json>', 'settings of the app, as the control server’s /app takes them', readObject)
  .option('--plain-port <n>', 'plain http port, which refuses OAuth and redirects the rest', wholeNumber)
  .option('--seed <n>', 'seed of what Salesforce leaves undetermined; 0 turns that off', wholeNumber)
  .option('--sign-in <username>', 'who the Setup pages sign in by themselves; empty asks');

async function main(): Promise<void> {
  const flags = command.parse().opts<Flags>();
  const data = resolve(flags.data);
  const made = flags.cert && flags.key ? undefined : await ensureTls(join(data, '..'));
  const tls = made ?? {
    cert: readFileSync(flags.cert ?? '', 'utf8'),
    key: readFileSync(flags.key ?? '', 'utf8'),
  };
  const caFile = made?.caFile;
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
    signInClientId: flags.signInClientId,
    redirects: flags.redirect.length > 0 ? flags.redirect : undefined,
    app: flags.app,
    plainPort: flags.plainPort,
    seed: flags.seed,
    signIn: flags.signIn,
    tell: (line) => console.log(`org: ${line}`),
  });
  for (const line of whereItIs(org, flags, caFile)) console.log(`org: ${line}`);
  const stop = () => {
    void org.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** What to do with it now: addresses, who may sign in, a first call. */
function whereItIs(org: RunningOrg, flags: Flags, caFile: string | undefined): string[] {
  const { settings, port, controlPort } = org;
  const admin = `http://127.0.0.1:${controlPort}`;
  const guarded = process.env.CANVASBACK_CONTROL_TOKEN !== undefined;
  const ask = `curl ${guarded ? '-H "authorization: Bearer $CANVASBACK_CONTROL_TOKEN" ' : ''}`;
  const suffix = settings.sandbox === undefined ? '' : `.${settings.sandbox}`;
  const ca = caFile === undefined ? '' : `--cacert ${relative(process.cwd(), caFile)} `;
  const curl = `curl ${ca}--connect-to ::127.0.0.1:${port}`;
  return [
    `serves ${settings.apiHost}, ${settings.lightningHost}, ${settings.setupHost} and ${settings.loginHost} by https on 127.0.0.1:${port}`,
    `admin page: ${admin}/${guarded ? ' (asks for CANVASBACK_CONTROL_TOKEN)' : ''}`,
    `users: ada.king@acme.example${suffix} and others, password canvasback`,
    `try: ${curl} https://${settings.apiHost}/services/data`,
    `try: ${ask}${admin}/state    (what the org holds; docs/org-stand-in.md has every order)`,
    ...(flags.from === undefined
      ? []
      : [`try: ${ask}-d '{"steps":1}' ${admin}/replay    (moves the org one commit towards ${flags.live})`]),
  ];
}

main().catch((cause: unknown) => {
  console.error(`org: ${cause instanceof Error ? cause.message : String(cause)}`);
  process.exitCode = 1;
});
