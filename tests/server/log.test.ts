// Logs never carry a token, an assertion, a proof or a key, wherever it hides in the record.

import { describe, expect, test } from 'vitest';
import { createLog, redact } from '../../server/log.ts';

// Shapes only: none of these opens anything.
const salesforceToken = `00D5g000004XyZa!AQ4AQ${'x.Y_z0'.repeat(12)}`;
const jwt = `eyJ${'hbGciOiJSUzI1NiJ9'}.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl`;
const pem = `-----BEGIN ${'PRIVATE'} KEY-----\nMIIEvQIBADANBg\n-----END ${'PRIVATE'} KEY-----`;

function written(record: object, message = 'x'): string {
  const lines: string[] = [];
  const log = createLog({ name: 'test', destination: { write: (line) => lines.push(line) } });
  log.info(record, message);
  return lines.join('');
}

describe('redaction', () => {
  test.each([
    ['a header by name', { headers: { authorization: 'opaque-value-1' } }, 'opaque-value-1'],
    ['a proof by name', { req: { headers: { DPoP: 'opaque-value-2' } } }, 'opaque-value-2'],
    ['a Salesforce token in a nested text', { a: { b: [`said ${salesforceToken} twice`] } }, 'AQ4AQ'],
    ['a Salesforce token in an address', { url: `/x?t=${encodeURIComponent(salesforceToken)}` }, 'AQ4AQ'],
    ['a JWT', { detail: `sent ${jwt}` }, 'eyJzdWIi'],
    ['a PEM key', { detail: pem }, 'MIIEvQ'],
    ['an error’s message and stack', { err: new Error(`failed with ${jwt}`) }, 'eyJzdWIi'],
    ['a JWK inside a text', { text: JSON.stringify({ kty: 'EC', d: 'k'.repeat(43) }) }, 'kkkkk'],
    ['a verifier', { codeVerifier: 'v'.repeat(50) }, 'vvvvv'],
  ])('%s', (_, record, secret) => {
    expect(JSON.stringify(record, (_k, v) => (v instanceof Error ? v.stack : v))).toContain(secret);
    const line = written(record);
    expect(line).not.toContain(secret);
    expect(() => JSON.parse(line)).not.toThrow();
  });

  test('in the message', () => {
    expect(written({}, `token ${salesforceToken}`)).not.toContain('AQ4AQ');
  });

  test('leaves ordinary words and ids alone', () => {
    const text = 'org 00D5g000004XyZaEAK, class AccountService, eyJ, DPoP nonce';
    expect(redact(text)).toBe(text);
  });

  test('names the logger and the level in words', () => {
    expect(JSON.parse(written({ done: 3 }, 'progress'))).toMatchObject({
      name: 'test',
      level: 'info',
      msg: 'progress',
      done: 3,
    });
  });
});
