// The local world's own certificate authority and its one leaf certificate for every name of that world.

import 'reflect-metadata';
import { createHash, X509Certificate as NodeCertificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const salesforceFamilies = [
  'my.salesforce.com',
  'lightning.force.com',
  'my.salesforce-setup.com',
  'vf.force.com',
  'builder.salesforce-experience.com',
  'live-preview.salesforce-experience.com',
] as const;
const orgKinds = ['', 'sandbox.', 'develop.', 'scratch.', 'trailblaze.'] as const;

/** Every name the leaf certificate answers for; a wildcard stands for one label. */
export const certificateNames: readonly string[] = [
  ...salesforceFamilies.flatMap((family) => orgKinds.map((kind) => `*.${kind}${family}`)),
  'login.salesforce.com',
  'test.salesforce.com',
  'canvasback-dev.eu.auth0.com',
  'api.canvasback.test',
  'localhost',
];

export interface LocalTls {
  /** PEM texts. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** Where the same texts are on disk. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spki: string;
}

interface TlsOptions {
  readonly now?: () => number;
  /** Days that a new leaf is valid for; browsers refuse more than 398. */
  readonly leafDays?: number;
}

const day = 86_400_000;
const renewBefore = 14 * day;
const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** Reads the certificate kept in `<dataDir>/tls`, and makes a new one when there is none or it ends soon. */
export async function ensureTls(dataDir: string, options: TlsOptions = {}): Promise<LocalTls> {
  const now = options.now ?? Date.now;
  const dir = join(dataDir, 'tls');
  const files = {
    caFile: join(dir, 'ca.pem'),
    certFile: join(dir, 'leaf.pem'),
    keyFile: join(dir, 'leaf.key'),
  };
  if (!isUsable(files, now())) {
    const made = await makeCertificates(now(), options.leafDays ?? 365);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(files.keyFile, made.key, { mode: 0o600 });
    chmodSync(files.keyFile, 0o600);
    writeFileSync(files.certFile, made.cert);
    writeFileSync(files.caFile, made.ca);
  }
  const cert = readFileSync(files.certFile, 'utf8');
  return {
    ...files,
    ca: readFileSync(files.caFile, 'utf8'),
    cert,
    key: readFileSync(files.keyFile, 'utf8'),
    spki: publicKeyHash(cert),
  };
}

function isUsable(files: { caFile: string; certFile: string; keyFile: string }, at: number): boolean {
  if (![files.caFile, files.certFile, files.keyFile].every((file) => existsSync(file))) return false;
  try {
    const leaf = new NodeCertificate(readFileSync(files.certFile));
    const ca = new NodeCertificate(readFileSync(files.caFile));
    const names = leaf.subjectAltName ?? '';
    return (
      leaf.verify(ca.publicKey) &&
      Math.min(leaf.validToDate.getTime(), ca.validToDate.getTime()) - at > renewBefore &&
      certificateNames.every((name) => names.includes(`DNS:${name}`))
    );
  } catch {
    return false;
  }
}

async function makeCertificates(at: number, leafDays: number) {
  cryptoProvider.set(crypto);
  const caKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const leafKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const notBefore = new Date(at - day);
  const ca = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Canvasback local world',
    keys: caKeys,
    signingAlgorithm: algorithm,
    notBefore,
    notAfter: new Date(at + leafDays * day),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const leaf = await X509CertificateGenerator.create({
    subject: 'CN=Canvasback local leaf',
    issuer: ca.subject,
    publicKey: leafKeys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: algorithm,
    notBefore,
    notAfter: new Date(at + leafDays * day),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        ...certificateNames.map((value) => ({ type: 'dns' as const, value })),
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey));
  const body = pkcs8.toString('base64').replace(/.{64}(?!$)/g, '$&\n');
  return {
    ca: `${ca.toString('pem')}\n`,
    cert: `${leaf.toString('pem')}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`,
  };
}

/** Base64 SHA-256 of the certificate's public key. */
export function publicKeyHash(pem: string): string {
  const spki = new NodeCertificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64');
}
