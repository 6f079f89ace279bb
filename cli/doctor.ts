// `canvasback doctor`: looks at an installation before and after it is started, and says what to mend.

import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { parseEnv } from 'node:util';
import type { Command } from 'commander';
import { type Config, readConfig } from '../server/config.ts';
import { apiStore } from '../server/db/database.ts';
import { isPostgres } from '../server/db/setting.ts';
import { type DelegationConfig, readDelegationConfig } from '../server/delegation/config.ts';
import { delegationStore } from '../server/delegation/db/database.ts';
import { pathOf } from '../server/delegation/keys/key-files.ts';
import { isKmsArn } from '../server/delegation/kms-key.ts';
import { createOutwardFetch } from '../server/salesforce/outward.ts';
import { readWorkerConfig, type WorkerConfig } from '../server/worker-config.ts';
import { checkApi } from './doctor/api.ts';
import { checkAuditKey } from './doctor/audit-key.ts';
import { checkAuth0 } from './doctor/auth0.ts';
import { checkTenant, withoutToken } from './doctor/auth0-tenant.ts';
import { checkDatabases } from './doctor/database.ts';
import { checkExtension } from './doctor/extension.ts';
import { type Fetch, type Finding, good, type Section, unknown, wrong } from './doctor/finding.ts';
import { checkPrivateFiles, checkSigningKey } from './doctor/keys.ts';
import { checkMachine } from './doctor/machine.ts';
import { checkRecordedKeys, readRecordedKeys } from './doctor/recorded-keys.ts';
import { checkOrg } from './doctor/salesforce.ts';

interface Options {
  readonly env?: string;
  readonly org: string[];
  readonly extension?: string;
  readonly certificate?: string;
  readonly auth0Client: string;
  readonly json?: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

export function register(program: Command): void {
  program
    .command('doctor')
    .description('look at an installation and say what is wrong and what to do; exit 0 when nothing is')
    .option('--env <file>', 'settings of the service, as NAME=value lines; the environment otherwise')
    .option('--org <host>', 'a My Domain whose external client app is looked at', collect, [])
    .option('--extension <dir>', 'a built extension')
    .option('--certificate <file>', 'certificate of the signing key')
    .option('--auth0-client <id>', 'client id of the extension at Auth0', 'canvasback-extension')
    .option('--json', 'print what was found as JSON')
    .action(run);
}

const collect = (one: string, all: string[]) => [...all, one];

async function run(options: Options): Promise<void> {
  const env = options.env ? parseEnv(readFileSync(options.env, 'utf8')) : process.env;
  const sections = await examine(env, options, globalThis.fetch, Date.now());
  process.stdout.write(options.json ? `${JSON.stringify(sections)}\n` : print(sections));
  if (sections.some(({ findings }) => findings.some(({ state }) => state === 'wrong'))) process.exitCode = 1;
}

/** Reads only: nothing is created, migrated or asked of Salesforce's APIs. */
export async function examine(
  env: Env,
  options: Options,
  fetch: Fetch,
  now: number,
  /** Calls Salesforce as the servers do, unless given. */
  outward?: Fetch,
): Promise<Section[]> {
  const api = settingsOf('API', 'CANVASBACK_LISTEN', env, readConfig);
  const worker = settingsOf('worker', 'CANVASBACK_WORKER_KEY', env, readWorkerConfig);
  const delegation = settingsOf('delegation service', 'CANVASBACK_SIGNING_KEY', env, readDelegationConfig);
  const { config } = api;
  const data = config?.data ?? worker.config?.data;
  const auth0 = auth0Settings(config, delegation.config, options.auth0Client);
  const machine = checkMachine({
    ...(data ? { CANVASBACK_DATA: data } : {}),
    ...(delegation.config && !isPostgres(delegation.config.database)
      ? { CANVASBACK_DELEGATION_DATA: dirname(delegation.config.database) }
      : {}),
  });
  const sections: Section[] = [
    { title: 'Machine', findings: machine },
    { title: 'Settings', findings: [...api.findings, ...worker.findings, ...delegation.findings] },
    { title: 'Database', findings: await databasesOf(config, delegation.config) },
    {
      title: 'Keys',
      findings: await keysOf(config, worker.config, delegation.config, options.certificate, now),
    },
  ];
  if (auth0) {
    const token = env.CANVASBACK_AUTH0_MANAGEMENT_TOKEN;
    const tenant = token ? await checkTenant(fetch, auth0, token) : [withoutToken];
    sections.push({ title: 'Auth0', findings: [...(await checkAuth0(fetch, auth0)), ...tenant] });
  }
  if (config) {
    const app = {
      clientId: config.salesforceSignInClientId ?? config.salesforceClientId,
      redirects: config.redirects,
    };
    const salesforce = outward ?? createOutwardFetch({ proxy: config.salesforceProxy });
    const orgs = await Promise.all(options.org.map((host) => checkOrg(salesforce, host, app)));
    sections.push({ title: 'Salesforce', findings: options.org.length > 0 ? orgs.flat() : [noOrg] });
    sections.push({
      title: 'API',
      findings: await checkApi(fetch, config.publicOrigin, config.extensionIds),
    });
    if (options.extension) {
      const builtFor = { ...config, issuer: config.auth0.issuer };
      sections.push({ title: 'Extension', findings: checkExtension(options.extension, builtFor) });
    }
  }
  return sections.filter(({ findings }) => findings.length > 0);
}

const noOrg = unknown('No org was looked at', 'Name its My Domain: --org acme.my.salesforce.com.');

function settingsOf<T>(
  who: string,
  mark: string,
  env: Env,
  read: (env: Env) => T,
): { config?: T; findings: Finding[] } {
  if (!env[mark]) {
    return {
      findings: [
        unknown(
          `Settings of the ${who}: ${mark} is not set`,
          `Run the doctor with the ${who}’s environment, as its user.`,
        ),
      ],
    };
  }
  try {
    return { config: read(env), findings: [good(`Settings of the ${who}: complete`)] };
  } catch (error) {
    return {
      findings: [
        wrong(`Settings of the ${who}: ${(error as Error).message}`, 'See docs/operating.md, “Settings”.'),
      ],
    };
  }
}

async function keysOf(
  api: Config | undefined,
  worker: WorkerConfig | undefined,
  delegation: DelegationConfig | undefined,
  certificate: string | undefined,
  now: number,
): Promise<Finding[]> {
  return [
    ...(api
      ? checkPrivateFiles({
          CANVASBACK_CALLER_KEY: api.callerKey,
          CANVASBACK_NONCE_KEY: api.nonceKey,
        })
      : []),
    ...(worker ? checkPrivateFiles({ CANVASBACK_WORKER_KEY: worker.workerKey }) : []),
    ...(delegation ? await checkDelegationKeys(delegation, certificate, now) : []),
  ];
}

async function checkDelegationKeys(
  delegation: DelegationConfig,
  certificate: string | undefined,
  now: number,
): Promise<Finding[]> {
  const { signingKey, signingKeyFolder, signingCertificate, callersFile } = delegation;
  const recorded = readRecordedKeys(delegation.database) ?? [];
  const inUse = recorded.find(({ state, api_host }) => state === 'in_use' && api_host === '');
  // The setting may go on naming a key that was rotated away: then the recorded one counts.
  const moved =
    inUse !== undefined && inUse.location !== signingKey && !isKmsArn(signingKey) && !existsSync(signingKey);
  const key = moved ? pathOf(signingKeyFolder, inUse.location) : signingKey;
  // Told of already, where the setting names it.
  const others = recorded.filter(({ location }) => location !== signingKey);
  const file = moved ? certificate : (certificate ?? signingCertificate);
  return [
    ...(await checkSigningKey(key, callersFile, file, now)),
    ...checkRecordedKeys(others, now),
    ...checkAuditKey(delegation),
  ];
}

function databasesOf(api: Config | undefined, delegation: DelegationConfig | undefined): Promise<Finding[]> {
  return checkDatabases([
    ...(api ? [{ variable: 'CANVASBACK_DATABASE', setting: api.database, wanted: apiStore }] : []),
    ...(delegation
      ? [
          {
            variable: 'CANVASBACK_DELEGATION_DATABASE',
            setting: delegation.database,
            wanted: delegationStore,
          },
        ]
      : []),
  ]);
}

function auth0Settings(api: Config | undefined, delegation: DelegationConfig | undefined, clientId: string) {
  if (api) return { ...api.auth0, clientId, extensionIds: api.extensionIds };
  if (delegation)
    return { issuer: delegation.issuer, audience: delegation.audience, clientId, extensionIds: [] };
  return undefined;
}

const signs = { good: '✓', wrong: '✗', unknown: '?' } as const;

function print(sections: readonly Section[]): string {
  const all = sections.flatMap(({ findings }) => findings);
  const count = (state: Finding['state']) => all.filter((finding) => finding.state === state).length;
  const lines = sections.flatMap(({ title, findings }) => [
    title,
    ...findings.flatMap(({ state, what, advice }) => [
      `  ${signs[state]} ${what}`,
      ...(advice ? [`      → ${advice}`] : []),
    ]),
    '',
  ]);
  lines.push(
    `${count('good')} good, ${count('wrong')} wrong, ${count('unknown')} not looked at or to be watched.`,
  );
  // What a tenant or an org says of itself must not steer the terminal.
  return `${lines.map((line) => line.replace(/\p{Cc}/gu, '�')).join('\n')}\n`;
}
