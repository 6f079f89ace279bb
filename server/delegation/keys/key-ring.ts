// The signing keys in their course: prepared, next, in use, retired, destroyed. Rows decide; files follow them.

import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Log } from '../../log.ts';
import { finishReturns, isReturning } from '../db/app-returns.ts';
import type { DelegationDatabase } from '../db/database.ts';
import {
  acceptedKeys,
  changeState,
  changingKeys,
  type EventFacts,
  type KeyRow,
  type KeyTransaction,
  listKeys,
  markDestroyed,
  saveAccepted,
} from '../db/signing-keys.ts';
import { isKmsArn, openKmsKey } from '../kms-key.ts';
import type { OrgRef } from '../protocol.ts';
import { factsOf, loadSigningKey, type SigningKey } from '../signing-key.ts';
import { chooseKeys } from './choose-keys.ts';
import { destroyFile, orphansIn, pathOf } from './key-files.ts';

export interface KeyRing {
  /** Those that may be tried for the org, the one to use first. */
  keysFor(org: Pick<OrgRef, 'orgId' | 'apiHost'>, person: string | undefined): Promise<Chosen>;
  /** Signs by a row's key, which is opened at the first signature. */
  signerOf(row: KeyRow): SigningKey;
  /** The org's app took a signature of this key: from now on it is the org's first. */
  accepted(apiHost: string, row: KeyRow): Promise<void>;
  /** Finishes what can be finished, and destroys what is retired. Safe to repeat, and after a kill at any place. */
  settle(): Promise<void>;
}

export interface Chosen {
  readonly keys: readonly KeyRow[];
  readonly accepted: string | undefined;
  /** The org is on its way back to the installation's app. */
  readonly returning: boolean;
}

export interface KeyRingOptions {
  readonly db: DelegationDatabase;
  /** Where keys of this service's own making lie. */
  readonly folder: string | undefined;
  /** The key that the settings name, opened. */
  readonly local?: SigningKey | undefined;
  readonly now: () => number;
  readonly log: Log;
}

const orphanMs = 3_600_000;
const preparedMs = 30 * 24 * 3_600_000;

export function createKeyRing({ db, folder, local, now, log }: KeyRingOptions): KeyRing {
  const opened = new Map<string, Promise<SigningKey>>();
  /** Told once each. */
  const unnamed = new Set<string>();
  const by = 'service';

  async function open(row: KeyRow): Promise<SigningKey> {
    if (row.fingerprint === local?.fingerprint) return local;
    if (isKmsArn(row.location)) return openKmsKey(row.location, { known: row.publicKey });
    const key = loadSigningKey(pathOf(folder, row.location));
    if (key.fingerprint !== row.fingerprint) {
      throw new Error(`${pathOf(folder, row.location)} holds another key than the one that was recorded.`);
    }
    return key;
  }

  function opening(row: KeyRow): Promise<SigningKey> {
    const known = opened.get(row.id);
    if (known) return known;
    const work = open(row);
    opened.set(row.id, work);
    // What failed may be mended by the next time.
    work.catch((err: unknown) => {
      opened.delete(row.id);
      log.error({ err, key: row.fingerprint.slice(0, 16) }, 'a signing key cannot be used');
    });
    return work;
  }

  async function destroy(row: KeyRow): Promise<void> {
    opened.delete(row.id);
    const short = row.fingerprint.slice(0, 16);
    const facts = { at: now(), by };
    if (isKmsArn(row.location)) {
      if (row.destroyedAt !== undefined) return;
      const detail = 'It stays in KMS: schedule its deletion there.';
      await markDestroyed(db, row, { ...facts, detail });
      log.warn(
        { key: short, location: row.location },
        'a retired key is in KMS: schedule its deletion there',
      );
      return;
    }
    const file = pathOf(folder, row.location);
    try {
      // At a path that we did not choose, another key may lie by now.
      const ours = !isAbsolute(row.location) || fingerprintIn(file) === row.fingerprint;
      if (destroyFile(file, !ours)) log.info({ key: short, file }, 'a retired key is destroyed');
    } catch (err) {
      log.warn({ err, key: short, file }, 'a retired key could not be destroyed: remove the file');
      return;
    }
    if (row.destroyedAt === undefined) await markDestroyed(db, row, facts);
  }

  return {
    async keysFor({ orgId, apiHost }, person) {
      const [rows, accepted, connection, returning] = await Promise.all([
        listKeys(db, { hosts: ['', apiHost], states: ['prepared', 'next', 'in_use'] }),
        acceptedKeys(db, apiHost),
        db
          .selectFrom('connections')
          .select('org_id')
          .where('org_id', '=', orgId)
          .where('api_host', '=', apiHost)
          .executeTakeFirst(),
        isReturning(db, apiHost),
      ]);
      const last = accepted.get(apiHost);
      const connected = connection !== undefined;
      const keys = chooseKeys({ rows, connected, person, accepted: last, returning });
      return { keys, accepted: last, returning };
    },

    signerOf: (row) => ({
      fingerprint: row.fingerprint,
      publicKey: row.publicKey,
      sign: async (data) => (await opening(row)).sign(data),
    }),

    async accepted(apiHost, row) {
      const at = now();
      await changingKeys(db, async (transaction) => {
        await saveAccepted(transaction, apiHost, row, at);
        await finish(transaction, { at, by });
      });
      log.info({ key: row.fingerprint.slice(0, 16), apiHost }, 'Salesforce accepted this key');
      await this.settle();
    },

    async settle() {
      await changingKeys(db, async (transaction) => {
        await finish(transaction, { at: now(), by });
        for (const row of await listKeys(transaction, { states: ['prepared'] })) {
          const facts = { at: now(), by, detail: 'It was never used.' };
          if (row.changedAt < now() - preparedMs) await changeState(transaction, row, 'retired', facts);
        }
      });
      for (const row of await listKeys(db, { states: ['retired'] })) await destroy(row);
      if (folder === undefined) return;
      const known = new Set((await listKeys(db)).map(({ location }) => location));
      for (const file of orphansIn(folder, known, Date.now() - orphanMs)) {
        // A whole key may be the only one that an app at Salesforce still takes; half a one, or a retired one, is nobody's.
        if (!file.endsWith('.key')) {
          destroyFile(file);
          log.warn({ file }, 'what was left of a key is destroyed');
        } else if (!unnamed.has(file)) {
          unnamed.add(file);
          log.error(
            { file },
            'the database names no such key: is it the right database? If it is, remove the file',
          );
        }
      }
    },
  };
}

/** A next key takes its place as soon as every org that it is for has accepted it. */
export async function finish(transaction: KeyTransaction, facts: EventFacts): Promise<void> {
  const told = await acceptedKeys(transaction);
  await finishReturns(transaction, told, facts);
  const next = await listKeys(transaction, { states: ['next'] });
  if (next.length === 0) return;
  const [inUse, accepted, orgs] = await Promise.all([
    listKeys(transaction, { states: ['in_use'] }),
    told,
    transaction.selectFrom('connections').select('api_host').execute(),
  ]);
  const withOwn = new Set(inUse.map(({ apiHost }) => apiHost));
  for (const row of next) {
    const hosts =
      row.apiHost === ''
        ? orgs.map(({ api_host }) => api_host).filter((host) => !withOwn.has(host))
        : [row.apiHost];
    if (hosts.length === 0 || !hosts.every((host) => accepted.get(host) === row.id)) continue;
    await putInUse(transaction, row, facts);
  }
}

/** The key takes its place, and the one before it retires. */
export async function putInUse(transaction: KeyTransaction, row: KeyRow, facts: EventFacts): Promise<void> {
  const [before] = await listKeys(transaction, { hosts: [row.apiHost], states: ['in_use'] });
  if (before) await changeState(transaction, before, 'retired', facts);
  await changeState(transaction, row, 'in_use', facts);
}

/** Whatever its mode is; undefined when there is no file, or no key in it. */
function fingerprintIn(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file);
  try {
    return factsOf(createPublicKey(text), file).fingerprint;
  } catch {
    return undefined;
  } finally {
    text.fill(0);
  }
}
