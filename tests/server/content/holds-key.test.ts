// Tells certificates from stores of keys, with files as openssl makes them.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mayHoldKey } from '../../../server/content/holds-key.ts';

let dir: string;
const file = (name: string) => readFileSync(join(dir, name));

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'cb-keys-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const made = '-newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=a';
  openssl('req', '-x509', ...made.split(' '));
  openssl('x509', '-in', 'cert.pem', '-outform', 'DER', '-out', 'cert.der');
  const store = '-export -in cert.pem -inkey key.pem -passout pass:a -out store.p12';
  openssl('pkcs12', ...store.split(' '));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('a certificate is public', () => {
  expect([mayHoldKey(file('cert.pem')), mayHoldKey(file('cert.der'))]).toEqual([false, false]);
  expect(mayHoldKey(Buffer.alloc(0))).toBe(false);
});

test('a key, and what may hold one, is not', () => {
  expect([mayHoldKey(file('key.pem')), mayHoldKey(file('store.p12'))]).toEqual([true, true]);
  expect(mayHoldKey(Buffer.concat([file('cert.pem'), file('key.pem')]))).toBe(true);
  expect(mayHoldKey(Buffer.from([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2]))).toBe(true);
});
