// Brings the key that the settings name and the keys that are recorded together, when the service starts.

import { randomUUID } from 'node:crypto';
import type { Log } from '../../log.ts';
import { readCertificate } from '../certificate.ts';
import type { DelegationDatabase } from '../db/database.ts';
import { changeState, changingKeys, insertKey, listKeys, updateKey } from '../db/signing-keys.ts';
import { isKmsArn } from '../kms-key.ts';
import { openSigningKey } from '../open-signing-key.ts';
import { loadSigningKey, type SigningKey } from '../signing-key.ts';
import { pathOf } from './key-files.ts';

export interface SettingOptions {
  readonly db: DelegationDatabase;
  /** A file or an ARN. */
  readonly location: string;
  readonly certificateFile: string | undefined;
  readonly folder: string | undefined;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * The setting's key is the first; later the recorded one counts, and another in the setting is taken as the next.
 * Undefined when the setting's key has been rotated away. Throws when no key is left that could be used.
 */
export async function registerSetting(options: SettingOptions): Promise<SigningKey | undefined> {
  const { db, location, certificateFile, folder, now, log } = options;
  const opened = await openSigningKey(location).catch((error: unknown) => error);
  const key = isKey(opened) ? opened : undefined;
  const named = key && readCertificate(certificateFile, key);
  const certificate = named?.certificate;
  const endsAt = named?.endsAt === undefined ? undefined : Date.parse(named.endsAt);
  return changingKeys(db, async (transaction) => {
    const rows = await listKeys(transaction, { hosts: [''] });
    const inUse = rows.find(({ state }) => state === 'in_use');
    if (!key) {
      // KMS may be silent for now: what it signs later is checked against the recorded public key.
      if (inUse?.location === location && isKmsArn(location)) {
        log.warn({ err: opened, location }, 'the signing key could not be looked at in KMS');
        return undefined;
      }
      const elsewhere = inUse && inUse.location !== location && isAbsent(opened);
      if (!elsewhere) throw opened;
      log.info({ key: inUse.fingerprint.slice(0, 16) }, 'the key of the setting has been rotated away');
      return undefined;
    }
    const known = (await listKeys(transaction)).find(({ fingerprint }) => fingerprint === key.fingerprint);
    if (known?.state === 'retired') {
      if (!inUse) throw new Error(`The signing key ${location} was rotated away, and there is no other.`);
      log.warn({ location }, 'CANVASBACK_SIGNING_KEY names a key that was rotated away: it is not used');
      return undefined;
    }
    if (known) {
      if (known.apiHost !== '') throw new Error(`The signing key ${location} is an org’s own.`);
      // A key of our own making is where we put it, and its certificate is recorded with it.
      if (known.location === location)
        await updateKey(transaction, known.id, { location, certificate, endsAt });
      return key;
    }
    const next = rows.find(({ state }) => state === 'next');
    const takesOver = !inUse || !canOpen(folder, inUse.location);
    if (next && !takesOver) {
      throw new Error(
        `CANVASBACK_SIGNING_KEY names a third key while a rotation is under way. See canvasback keys list.`,
      );
    }
    const at = now();
    const facts = { at, by: 'operator', detail: 'The setting names another key, and this one is not there.' };
    if (takesOver && inUse) await changeState(transaction, inUse, 'retired', facts);
    const row = {
      id: randomUUID(),
      apiHost: '',
      state: takesOver ? 'in_use' : 'next',
      clientId: undefined,
      preparedBy: undefined,
      location,
      fingerprint: key.fingerprint,
      publicKey: key.publicKey,
      certificate,
      endsAt,
      madeAt: at,
    } as const;
    await insertKey(transaction, row, 'operator');
    return key;
  });
}

const isKey = (opened: unknown): opened is SigningKey =>
  typeof opened === 'object' && opened !== null && 'sign' in opened;

const isAbsent = (error: unknown) =>
  error instanceof Error && /cannot be read \(ENOENT\)/.test(error.message);

function canOpen(folder: string | undefined, location: string): boolean {
  if (isKmsArn(location)) return true;
  try {
    loadSigningKey(pathOf(folder, location));
    return true;
  } catch {
    return false;
  }
}
