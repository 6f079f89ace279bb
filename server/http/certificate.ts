// The server's certificate and key: checked when read, and taken up again when the files are renewed.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:https';

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Throws with a sentence when the pair cannot serve: unreadable, of two minds, too weak or out of date. */
export function readCertificate(files: CertificateFiles, now: number): Certificate {
  const cert = readFileSync(files.cert, 'utf8');
  const key = readFileSync(files.key, 'utf8');
  const parsed = parse(() => new X509Certificate(cert), files.cert, 'certificate');
  const privateKey = parse(() => createPrivateKey(key), files.key, 'private key');
  if (!parsed.checkPrivateKey(privateKey)) {
    throw new Error(`The key ${files.key} does not belong to the certificate ${files.cert}.`);
  }
  const bits = parsed.publicKey.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < 2048) {
    throw new Error(`The certificate ${files.cert} has an RSA key of ${bits} bits; 2048 are needed.`);
  }
  if (parsed.validToDate.getTime() <= now) {
    throw new Error(`The certificate ${files.cert} expired on ${parsed.validTo}.`);
  }
  return { cert, key };
}

function parse<T>(read: () => T, path: string, what: string): T {
  try {
    return read();
  } catch {
    throw new Error(`The file ${path} holds no ${what} in PEM.`);
  }
}

/** Serves renewed files to new connections; a pair that cannot serve leaves the old one in use. Answers how to stop. */
export function followCertificate(
  server: Pick<Server, 'setSecureContext'>,
  files: CertificateFiles,
  events: { now: () => number; renewed: () => void; refused: (error: unknown) => void; everyMs?: number },
): () => void {
  const renew = () => {
    try {
      server.setSecureContext({ ...readCertificate(files, events.now()), minVersion: 'TLSv1.2' });
      events.renewed();
    } catch (error) {
      events.refused(error);
    }
  };
  const options = { persistent: false, interval: events.everyMs ?? 30_000 };
  for (const path of [files.cert, files.key]) watchFile(path, options, renew);
  return () => {
    for (const path of [files.cert, files.key]) unwatchFile(path, renew);
  };
}
