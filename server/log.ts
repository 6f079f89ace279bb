// Structured logs, one JSON object a line, with everything that could be a secret taken out at the last step.

import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

const REDACTED = '[redacted]';

const secretKeys = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'dpop',
  'assertion',
  'client_assertion',
  'access_?token',
  'id_?token',
  'refresh_?token',
  'token',
  'proof',
  'password',
  'secret',
  'client_?secret',
  '(?:code_?)?verifier',
  'private_?key',
  'authorization_?code',
].join('|');

const patterns: readonly (readonly [RegExp, string])[] = [
  // A private key in PEM; its line breaks are `\n` in JSON.
  [/-----BEGIN [A-Z ]+-----[^"]*?(?:-----END [A-Z ]+-----|(?=")|$)/g, REDACTED],
  // Named fields at any depth, whatever their text is.
  [new RegExp(`"(${secretKeys})":"(?:[^"\\\\]|\\\\.)*"`, 'gi'), `"$1":"${REDACTED}"`],
  // Salesforce access tokens: the org's id, an exclamation mark, the secret part.
  [/00D[0-9A-Za-z]{9,15}(?:!|%21|\\u0021)[\w.\-~+/=%]+/g, REDACTED],
  // Anything signed or encrypted in compact JOSE form, and private JWKs' exponent.
  [/eyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g, REDACTED],
  [/(\\?"d\\?":\s*\\?")[\w-]{20,}/g, `$1${REDACTED}`],
  // The password in a database's address.
  [/\b(postgres(?:ql)?:\/\/[^:/@\s"]*):[^\s"]*@/gi, `$1:${REDACTED}@`],
  [/\b(DPoP|Bearer) [\w.\-~+/=]{16,}/g, `$1 ${REDACTED}`],
];

/** Takes tokens, assertions, proofs and keys out of a text. */
export function redact(text: string): string {
  return patterns.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), text);
}

export interface LogOptions {
  readonly level?: string;
  /** `api`, `delegation`, `worker`. */
  readonly name?: string;
  readonly destination?: DestinationStream;
}

/** Every line passes `redact` after it is JSON, so no field, message or stack can get past it. */
export function createLog({ level = 'info', name, destination }: LogOptions = {}): Log {
  const options = {
    level,
    base: name ? { name } : null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: redact },
  };
  return destination ? pino(options, destination) : pino(options);
}
