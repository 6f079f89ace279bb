// The Ed25519 keys that sign the audit log's checkpoints: made here, held by this process alone, each signed by the one before.

import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { join } from 'node:path';
import type { Kysely, Transaction } from 'kysely';
import {
  keyIdOf,
  readVerifierKey,
  successorText,
  type VerifierKey,
  writeNote,
  writeVerifierKey,
} from '#core/log/checkpoint.ts';
import { logTools } from '../audit/hash.ts';
import type { AuditTables } from '../audit/tables.ts';
import { inTransaction, lock } from '../db/engine.ts';
import { destroyFile, writeKeyFile } from './keys/key-files.ts';
import { readPrivate } from './signing-key.ts';

export interface LogKeysDeps {
  readonly db: Kysely<AuditTables>;
  /** Where the private keys’ files are. */
  readonly folder: string;
  /** What notes call the installation: `canvasback.example.com/audit`. Of the first key; the others keep its name. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface LogKey {
  /** C2SP verifier key. */
  readonly vkey: string;
  /** The notes by which each key named the next, the oldest first. */
  readonly successions: readonly string[];
  /** The name that origins begin with. */
  readonly name: string;
  /** A signed note of the text. */
  sign(text: string): string;
}

export interface LogKeys {
  /** The newest; read again where another has followed. Throws with a sentence when its file cannot be used. */
  current(): Promise<LogKey>;
  /** Makes the next key, has the present one sign it, and destroys the present one’s private half. */
  rotate(): Promise<LogKey>;
}

/** What the notes of an installation call it. */
export const logNameOf = (publicOrigin: string) => `${new URL(publicOrigin).host}/audit`;

type Row = AuditTables['audit_keys'];

export function createLogKeys({ db, folder, name, now }: LogKeysDeps): LogKeys {
  let opened: { readonly location: string; readonly key: KeyObject } | undefined;

  async function rows(from: Kysely<AuditTables>): Promise<Row[]> {
    return from.selectFrom('audit_keys').selectAll().orderBy('seq').execute();
  }

  function open(row: Row): KeyObject {
    if (opened?.location !== row.location) opened = { location: row.location, key: readKey(folder, row) };
    return opened.key;
  }

  /** What a rotation that was killed in its last step left of keys that have been followed. */
  function destroyOld(all: readonly Row[]): void {
    for (const { location } of all.slice(0, -1)) {
      destroyFile(join(folder, location), true);
      destroyFile(join(folder, location));
    }
  }

  function keyOf(all: readonly Row[]): LogKey | undefined {
    const newest = all.at(-1);
    if (!newest) return undefined;
    const key = open(newest);
    const verifier = readVerifierKey(logTools.sha256, logTools.utf8, newest.vkey);
    if (!verifier) throw new Error('The audit log’s newest key is no verifier key.');
    return {
      vkey: newest.vkey,
      successions: all.flatMap(({ note }) => note ?? []),
      name: verifier.name,
      sign: (text) => signNote(text, verifier, key),
    };
  }

  async function add(transaction: Transaction<AuditTables>, before: LogKey | undefined, seq: number) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const called = before?.name ?? name;
    const keyId = keyIdOf(logTools.sha256, logTools.utf8(called), raw);
    const vkey = writeVerifierKey({ name: called, keyId, publicKey: raw });
    const location = `audit-log-${randomBytes(6).toString('hex')}.pem`;
    writeKeyFile(folder, location, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const note = before?.sign(successorText(vkey)) ?? null;
    await transaction
      .insertInto('audit_keys')
      .values({ seq, vkey, note, location, made_at: now() })
      .execute();
  }

  return {
    async current() {
      const all = await rows(db);
      const before = opened;
      const known = keyOf(all);
      if (known && opened !== before) destroyOld(all);
      if (known) return known;
      await inTransaction(db, async (transaction) => {
        await lock(transaction, 'audit-keys');
        if ((await rows(transaction)).length === 0) await add(transaction, undefined, 1);
      });
      const made = keyOf(await rows(db));
      if (!made) throw new Error('The audit log’s key could not be made.');
      return made;
    },
    async rotate() {
      const gone = await inTransaction(db, async (transaction) => {
        await lock(transaction, 'audit-keys');
        const all = await rows(transaction);
        const before = keyOf(all);
        const last = all.at(-1);
        if (!before || !last)
          throw new Error('The audit log has no key yet: start the delegation service first.');
        await add(transaction, before, last.seq + 1);
        return last.location;
      });
      destroyFile(join(folder, gone));
      const next = keyOf(await rows(db));
      if (!next) throw new Error('The audit log’s next key could not be read.');
      return next;
    },
  };
}

function readKey(folder: string, { location, vkey }: Row): KeyObject {
  const file = join(folder, location);
  const advice =
    'It came to be when the service was first started; bring it back from your backup of the keys’ folder.';
  const pem = readPrivate(file, 'The audit log’s key', advice);
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Error(`The audit log’s key ${file} is not a private key in PEM form.`);
  } finally {
    pem.fill(0);
  }
  const verifier = readVerifierKey(logTools.sha256, logTools.utf8, vkey);
  const probe = logTools.utf8('probe');
  const fits =
    key.asymmetricKeyType === 'ed25519' &&
    verifier &&
    logTools.verify(verifier, probe, sign(null, probe, key));
  if (!fits) throw new Error(`The audit log’s key ${file} is not the key that the log is signed with.`);
  return key;
}

function signNote(text: string, { name, keyId }: VerifierKey, key: KeyObject): string {
  const signature = sign(null, logTools.utf8(text), key);
  return writeNote({ text, signatures: [{ name, keyId, signature }] });
}
