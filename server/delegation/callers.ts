// Proves which process is calling: a signed assertion for each request, valid for a minute and for one use.

import { readFileSync } from 'node:fs';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { createMemoryReplay } from '../identity/replay.ts';
import type { Caller } from './policy.ts';
import { delegationAudience } from './protocol.ts';
import { Refusal } from './refusal.ts';

const maxLifeSeconds = 60;
const skewSeconds = 5;

export interface CallerCheckOptions {
  readonly keys: JSONWebKeySet;
  readonly now: () => number;
}

/** Answers with the caller behind an `Authorization` header; throws `caller_unknown`. */
export type CallerCheck = (authorization: string | undefined) => Promise<Caller>;

export function createCallerCheck({ keys, now }: CallerCheckOptions): CallerCheck {
  const keySet = createLocalJWKSet(keys);
  const replay = createMemoryReplay({ now });
  // The table is empty after a restart; assertions made before it are refused instead.
  const startedAt = now();
  return async (authorization) => {
    const assertion = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
    if (!assertion) throw new Refusal('caller_unknown');
    try {
      const { payload, protectedHeader } = await jwtVerify(assertion, keySet, {
        algorithms: ['ES256'],
        audience: delegationAudience,
        requiredClaims: ['iss', 'sub', 'iat', 'exp', 'jti'],
        currentDate: new Date(now()),
        clockTolerance: skewSeconds,
        maxTokenAge: maxLifeSeconds,
      });
      const { iss, sub, iat = 0, exp = 0, jti } = payload;
      const caller = protectedHeader.kid;
      if (caller !== 'api' && caller !== 'worker') throw new Error('unknown key id');
      if (iss !== caller || sub !== caller) throw new Error('issued in another name');
      if (exp - iat > maxLifeSeconds) throw new Error('lives too long');
      if (iat * 1000 < startedAt) throw new Error('made before this process started');
      const until = (exp + skewSeconds) * 1000;
      if (!(await replay.claim(`${caller}:${jti}`, until))) throw new Error('used before');
      return caller;
    } catch (cause) {
      throw new Refusal('caller_unknown', cause instanceof Error ? `Caller: ${cause.message}.` : undefined);
    }
  };
}

export function readCallerKeys(file: string): JSONWebKeySet {
  const set = JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet;
  if (!Array.isArray(set.keys) || set.keys.some((key) => key.kty !== 'EC' || 'd' in key)) {
    throw new Error(
      `The callers' keys ${file} must be public ES256 keys: create them with canvasback keys create.`,
    );
  }
  return set;
}
