// Makes the certificate of a signing key, signed by that key itself wherever it is kept: what an admin uploads to Salesforce.

import 'reflect-metadata';
import { Buffer } from 'node:buffer';
import { createPublicKey, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { SigningKey } from './signing-key.ts';

const yearMs = 365 * 24 * 3600 * 1000;

/** PEM. Two years, as Salesforce shows its expiry. */
export async function makeCertificate(
  key: SigningKey,
  now: Date,
  name = 'Canvasback Salesforce app',
): Promise<string> {
  const subject = `CN=${name}`;
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const publicKey = createPublicKey(key.publicKey).export({ type: 'spki', format: 'der' });
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: Buffer.concat([Buffer.from([1]), randomBytes(15)]).toString('hex'),
      subject,
      issuer: subject,
      notBefore: new Date(now.getTime() - 5 * 60_000),
      notAfter: new Date(now.getTime() + 2 * yearMs),
      publicKey,
      signingKey: { algorithm, type: 'private', extractable: false, usages: ['sign'] },
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      ],
    },
    signingBy(key),
  );
  return `${certificate.toString('pem').trim()}\n`;
}

/** The generator asks a Web Crypto for the signature alone; this one passes the question on. */
function signingBy(key: SigningKey): webcrypto.Crypto {
  const subtle = Object.create(webcrypto.subtle, {
    sign: {
      value: async (_algorithm: unknown, _key: unknown, data: ArrayBuffer) => {
        const signature = await key.sign(new Uint8Array(data));
        return Uint8Array.from(signature).buffer;
      },
    },
  });
  return Object.create(webcrypto, { subtle: { value: subtle } }) as webcrypto.Crypto;
}
