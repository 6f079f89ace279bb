// Begins and ends a rotation: the next key with its certificate beside the one in use, both kept until the orgs have moved.

import { randomUUID, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { DelegationDatabase } from '../db/database.ts';
import {
  changeState,
  changingKeys,
  type EventFacts,
  insertKey,
  type KeyRow,
  type KeyTransaction,
  listKeys,
} from '../db/signing-keys.ts';
import { openKmsKey } from '../kms-key.ts';
import { loadSigningKey, type SigningKey } from '../signing-key.ts';
import { destroyFile, makeKeyFile } from './key-files.ts';
import { putInUse } from './key-ring.ts';

export interface KeyMaking {
  readonly db: DelegationDatabase;
  readonly folder: string | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface Rotation {
  /** Empty for the installation's own key. */
  readonly apiHost: string;
  /** The next key is this one in KMS; otherwise one is made in a file. */
  readonly kms?: string | undefined;
}

/** Throws with a sentence when a next key is waiting already, or there is nothing to rotate. */
export async function rotate(making: KeyMaking, { apiHost, kms }: Rotation): Promise<KeyRow> {
  const { db } = making;
  await changingKeys(db, (transaction) => refuseSecond(transaction, apiHost));
  return withNewKey(making, { apiHost, kms }, async (transaction, made) => {
    // Another may have begun one while the key was made.
    const inUse = await refuseSecond(transaction, apiHost);
    const row = {
      ...made,
      apiHost,
      state: 'next',
      clientId: inUse.clientId,
      preparedBy: inUse.preparedBy,
    } as const;
    await insertKey(transaction, row, 'operator');
  });
}

type NewKey = Pick<
  KeyRow,
  'id' | 'location' | 'fingerprint' | 'publicKey' | 'certificate' | 'endsAt' | 'madeAt'
>;

/** Makes a key and its certificate; what `record` throws takes the file away again. Answers with the recorded row. */
export async function withNewKey(
  { db, folder, now }: KeyMaking,
  { apiHost, kms }: Rotation,
  record: (transaction: KeyTransaction, made: NewKey) => Promise<void>,
): Promise<KeyRow> {
  const id = randomUUID();
  const location = kms ?? `${id}.key`;
  let key: SigningKey;
  if (kms !== undefined) key = await openKmsKey(kms);
  else {
    if (folder === undefined) throw new Error('Set CANVASBACK_SIGNING_KEY_FOLDER, where new keys are kept.');
    await makeKeyFile(folder, location);
    key = loadSigningKey(join(folder, location));
  }
  try {
    const { makeCertificate } = await import('../make-certificate.ts');
    const name = apiHost === '' ? 'Canvasback Salesforce app' : `Canvasback ${apiHost}`;
    const certificate = await makeCertificate(key, new Date(now()), name.slice(0, 64));
    const endsAt = new X509Certificate(certificate).validToDate.getTime();
    const { fingerprint, publicKey } = key;
    const made = { id, location, fingerprint, publicKey, certificate, endsAt, madeAt: now() };
    await changingKeys(db, (transaction) => record(transaction, made));
  } catch (error) {
    if (kms === undefined && folder !== undefined) destroyFile(join(folder, location));
    throw error;
  }
  const row = (await listKeys(db)).find((one) => one.id === id);
  if (!row) throw new Error('The new key was not recorded.');
  return row;
}

async function refuseSecond(transaction: KeyTransaction, apiHost: string): Promise<KeyRow> {
  const rows = await listKeys(transaction, { hosts: [apiHost], states: ['in_use', 'next'] });
  const next = rows.find(({ state }) => state === 'next');
  if (next) {
    const since = new Date(next.madeAt).toISOString().slice(0, 10);
    throw new Error(
      `A next key waits since ${since} (${next.fingerprint.slice(0, 16)}…). Upload its certificate, or drop it: canvasback keys retire.`,
    );
  }
  const inUse = rows.find(({ state }) => state === 'in_use');
  if (inUse) return inUse;
  throw new Error(
    apiHost === ''
      ? 'No key is recorded yet: start the delegation service once.'
      : `${apiHost} has no key of its own: it goes by the installation’s. Leave --org out.`,
  );
}

/**
 * Takes a key out of its course: a next one is dropped, and one in use gives way to the next at once, whatever orgs
 * have not moved. Throws when nothing would be left to sign with.
 */
export function retire({ db, now }: KeyMaking, prefix: string): Promise<KeyRow> {
  return changingKeys(db, async (transaction) => {
    const rows = (await listKeys(transaction)).filter((row) =>
      row.fingerprint.startsWith(prefix.toLowerCase()),
    );
    const [row] = rows;
    if (!row || rows.length > 1 || prefix.length < 8) {
      throw new Error(
        `${prefix} does not name one key: give the first 8 or more characters that keys list shows.`,
      );
    }
    const facts: EventFacts = { at: now(), by: 'operator' };
    if (row.state === 'retired') throw new Error('This key is retired already.');
    if (row.state !== 'in_use') {
      await changeState(transaction, row, 'retired', facts);
      return row;
    }
    const [next] = await listKeys(transaction, { hosts: [row.apiHost], states: ['next'] });
    if (!next) throw new Error('It is the only key there is: begin with canvasback keys rotate.');
    await putInUse(transaction, next, facts);
    return row;
  });
}
