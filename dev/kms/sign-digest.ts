// RSASSA-PKCS1-v1_5 over a message or over a digest that was made elsewhere.

import { constants, createHash, type KeyObject, privateEncrypt } from 'node:crypto';

/** The DER of DigestInfo before the digest itself: RFC 8017, section 9.2, note 1. */
const before: Readonly<Record<string, { readonly hash: string; readonly prefix: string }>> = {
  RSASSA_PKCS1_V1_5_SHA_256: { hash: 'sha256', prefix: '3031300d060960864801650304020105000420' },
  RSASSA_PKCS1_V1_5_SHA_384: { hash: 'sha384', prefix: '3041300d060960864801650304020205000430' },
  RSASSA_PKCS1_V1_5_SHA_512: { hash: 'sha512', prefix: '3051300d060960864801650304020305000440' },
};

/** Undefined when a digest is not as long as the algorithm's. */
export function signDigest(
  key: KeyObject,
  algorithm: string,
  message: Buffer,
  isDigest: boolean,
): Buffer | undefined {
  const of = before[algorithm];
  if (!of) return undefined;
  const digest = isDigest ? message : createHash(of.hash).update(message).digest();
  if (digest.length !== createHash(of.hash).digest().length) return undefined;
  const info = Buffer.concat([Buffer.from(of.prefix, 'hex'), digest]);
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info);
}
