// `canvasback keys list`, `rotate` and `retire`: the course of the signing keys, beside a running delegation service.

import process from 'node:process';
import type { Command } from 'commander';
import type { DelegationDatabase } from '../server/delegation/db/database.ts';
import { everyKeyEvent } from '../server/delegation/db/key-events.ts';
import { acceptedKeys, type KeyRow, listKeys } from '../server/delegation/db/signing-keys.ts';
import { type KeyMaking, retire, rotate } from '../server/delegation/keys/rotate.ts';
import { envWords, type Where, withDelegation } from './delegation-database.ts';

export function registerSigningKeys(keys: Command): void {
  keys
    .command('list')
    .description(
      'The signing keys: state, certificate’s end, which orgs go by which; with --events what happened',
    )
    .option('--env <file>', envWords)
    .option('--events', 'also what happened to them, oldest first')
    .action(({ events, ...where }: Where & { events?: boolean }) =>
      withKeys(where, async (making) => print(await describeKeys(making.db, making.now(), events === true))),
    );
  keys
    .command('rotate')
    .description(
      'Make the next signing key with its certificate; the one in use stays until every org has moved',
    )
    .option('--env <file>', envWords)
    .option(
      '--org <org>',
      'an org with a key of its own: its My Domain or org id; the installation’s key otherwise',
    )
    .option('--kms <arn>', 'the next key is this one in AWS KMS')
    .action(({ org, kms, ...where }: Where & { org?: string; kms?: string }) =>
      withKeys(where, async (making) => {
        const apiHost = org === undefined ? '' : await hostOf(making.db, org);
        const row = await rotate(making, { apiHost, kms });
        print([
          `The next key is ${row.fingerprint}.`,
          'Upload this certificate to the app in each org that goes by the key; nothing needs a restart.',
          'The key in use stays until every one of them has accepted the next: canvasback keys list.',
          '',
          row.certificate?.trim() ?? '',
        ]);
      }),
    );
  keys
    .command('retire')
    .description(
      'Drop a next key, or end a rotation at once: orgs that have not moved are refused until they have',
    )
    .argument('<key>', 'the first 8 or more characters of its fingerprint')
    .option('--env <file>', envWords)
    .action((key: string, where: Where) =>
      withKeys(where, async (making) => {
        const row = await retire(making, key);
        print([`${row.fingerprint} is retired; the running service destroys it within a minute.`]);
      }),
    );
}

function withKeys(where: Where, work: (making: KeyMaking) => Promise<void>): Promise<void> {
  return withDelegation(where, ({ db, config }) =>
    work({ db, folder: config.signingKeyFolder, now: Date.now }),
  );
}

async function hostOf(db: DelegationDatabase, org: string): Promise<string> {
  const byId = await db
    .selectFrom('connections')
    .select('api_host')
    .where('org_id', '=', org)
    .executeTakeFirst();
  return byId?.api_host ?? org.toLowerCase();
}

const day = (time: number) => new Date(time).toISOString().slice(0, 10);
const states = { prepared: 'prepared', next: 'next', in_use: 'in use', retired: 'retired' } as const;

/** One line for each key, then for each org that a next key waits for. */
export async function describeKeys(db: DelegationDatabase, now: number, events: boolean): Promise<string[]> {
  const [keys, accepted, orgs] = await Promise.all([
    listKeys(db),
    acceptedKeys(db),
    db.selectFrom('connections').select('api_host').orderBy('api_host').execute(),
  ]);
  const own = new Set(
    keys.filter(({ state, apiHost }) => state === 'in_use' && apiHost).map((key) => key.apiHost),
  );
  const lines = keys.map((key) => line(key, now));
  for (const next of keys.filter(({ state }) => state === 'next')) {
    const hosts = next.apiHost
      ? [next.apiHost]
      : orgs.map((org) => org.api_host).filter((host) => !own.has(host));
    for (const host of hosts) {
      const moved = accepted.get(host) === next.id;
      lines.push(`${next.fingerprint.slice(0, 16)}  ${moved ? 'accepted by' : 'waits for'} ${host}`);
    }
    if (hosts.length === 0) lines.push(`${next.fingerprint.slice(0, 16)}  waits for a first org`);
  }
  if (!events) return lines;
  const happened = (await everyKeyEvent(db)).map(({ at, fingerprint, event, by, detail }) =>
    [new Date(at).toISOString(), fingerprint.slice(0, 16) || '-'.padEnd(16), event, `by ${by}`, detail ?? '']
      .join('  ')
      .trim(),
  );
  return [...lines, '', ...happened];
}

function line(
  { fingerprint, state, apiHost, clientId, endsAt, location, destroyedAt }: KeyRow,
  now: number,
): string {
  const end =
    endsAt === undefined ? 'no certificate' : `certificate ${endsAt > now ? 'ends' : 'ended'} ${day(endsAt)}`;
  const gone =
    state === 'retired' ? (destroyedAt ? `, gone ${day(destroyedAt)}` : ', not destroyed yet') : '';
  const of = apiHost === '' ? 'installation' : `${apiHost}${clientId ? ` app ${clientId}` : ''}`;
  return `${fingerprint.slice(0, 16)}  ${states[state]}${gone}  ${of}  ${end}  ${location}`;
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
