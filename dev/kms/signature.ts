// AWS Signature Version 4, checked as the service does: who signed, when, for which region, and exactly what.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Refused } from './refused.ts';

export interface SignedCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Expected {
  readonly region: string;
  /** Secrets by access key id. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Session tokens by access key id, for temporary credentials. */
  readonly sessions: ReadonlyMap<string, string>;
  readonly now: number;
}

const service = 'kms';
const skewMs = 5 * 60_000;
const shape =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** Answers with the access key id; throws the refusal that AWS gives. */
export function checkSignature(call: SignedCall, { region, secrets, sessions, now }: Expected): string {
  const { headers } = call;
  if (!headers.authorization) {
    throw new Refused(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const [, id = '', day = '', scopeRegion = '', scopeService = '', names = '', given = ''] =
    shape.exec(headers.authorization) ?? [];
  if (!given)
    throw new Refused(403, 'IncompleteSignatureException', 'Authorization header is not well formed.');
  const secret = secrets.get(id);
  if (secret === undefined || (sessions.get(id) ?? undefined) !== headers['x-amz-security-token']) {
    throw new Refused(
      400,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  if (scopeRegion !== region) {
    throw invalid(`Credential should be scoped to a valid region.`);
  }
  if (scopeService !== service)
    throw invalid(`Credential should be scoped to correct service: '${service}'.`);
  const stamp = headers['x-amz-date'] ?? '';
  const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!stamp.startsWith(day) || !(Math.abs(now - at) <= skewMs)) {
    throw invalid(`Signature expired: ${stamp} is not within five minutes of the current time.`);
  }
  const signed = names.split(';');
  const needed = ['host', 'x-amz-date', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  if (needed.some((name) => !signed.includes(name)) || [...signed].sort().join(';') !== names) {
    throw invalid('A header that must be signed is not.');
  }
  const canonical = [
    call.method,
    call.path,
    canonicalQuery(call.query),
    ...signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    names,
    sha256(call.body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    (before, part) => createHmac('sha256', before).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  const right = createHmac('sha256', key).update(toSign).digest();
  if (!timingSafeEqual(right, Buffer.from(given, 'hex'))) {
    throw invalid('The request signature we calculated does not match the signature you provided.');
  }
  return id;
}

const invalid = (message: string) => new Refused(400, 'InvalidSignatureException', message);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
}
