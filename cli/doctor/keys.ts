// The keys: readable by their own process alone, and the certificate that Salesforce has to know.

import { Buffer } from 'node:buffer';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readCallerKeys } from '../../server/delegation/callers.ts';
import { openSigningKey } from '../../server/delegation/open-signing-key.ts';
import { AppError, describeError } from '../../server/errors.ts';
import { check, type Finding, good, unknown, wrong } from './finding.ts';

const dayMs = 86_400_000;
const warnDays = 60;

/** Private files of the process whose environment this is. */
export function checkPrivateFiles(files: Readonly<Record<string, string>>): Finding[] {
  return Object.entries(files).map(([name, file]) => {
    const open = statSync(file).mode & 0o077;
    return check(
      open === 0,
      `${name}: only its owner can read it`,
      `${name}: ${file} can be read by other users`,
      `Run: chmod 600 ${file}`,
    );
  });
}

/** `key` is a file or the ARN of a key in KMS, which then signs once to show that it may. */
export async function checkSigningKey(
  key: string,
  callers: string,
  certificate: string | undefined,
  now: number,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  try {
    const { fingerprint, sign } = await openSigningKey(key);
    await sign(Buffer.from('doctor'));
    findings.push(good(`The signing key can be used (public key ${fingerprint.slice(0, 16)}…)`));
    findings.push(...checkCertificate(certificate, fingerprint, now));
  } catch (error) {
    const action = error instanceof AppError ? error.action : 'See docs/operating.md, “Keys”.';
    findings.push(wrong(`The signing key: ${describeError(error)}`, action));
  }
  try {
    const count = readCallerKeys(callers).keys.length;
    findings.push(
      check(
        count >= 2,
        'The callers’ public keys can be read',
        `The callers’ file holds ${count} keys, not 2`,
        'Make it anew: canvasback keys create.',
      ),
    );
  } catch (error) {
    findings.push(
      wrong(
        `The callers’ keys cannot be used: ${(error as Error).message}`,
        'Make them: canvasback keys create.',
      ),
    );
  }
  return findings;
}

function checkCertificate(file: string | undefined, fingerprint: string, now: number): Finding[] {
  if (file === undefined || !existsSync(file)) {
    const where = file ? ` at ${file}` : '';
    const advice = 'Name it: --certificate FILE, or CANVASBACK_SIGNING_CERTIFICATE.';
    return [unknown(`The certificate of the signing key is not known${where}`, advice)];
  }
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(readFileSync(file));
  } catch {
    return [wrong(`${file} is not a certificate in PEM form`, 'Make it: canvasback keys create.')];
  }
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  if (createHash('sha256').update(spki).digest('hex') !== fingerprint) {
    return [
      wrong(
        `${file} belongs to another key`,
        'Upload the certificate of this signing key to the Salesforce app.',
      ),
    ];
  }
  const days = Math.floor((certificate.validToDate.getTime() - now) / dayMs);
  if (days < 0) {
    return [
      wrong(
        `The certificate ended ${-days} days ago`,
        'Make a new key pair and upload its certificate to the Salesforce app.',
      ),
    ];
  }
  const what = `The certificate belongs to the signing key and ends in ${days} days`;
  return [days < warnDays ? unknown(what, 'Plan its rotation: docs/operating.md, “Keys”.') : good(what)];
}
