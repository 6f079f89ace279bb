// What looks like a secret is found in any text, covered without moving a line, and nothing takes long.

import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { coverSecrets, coverSource, findSecrets } from '../../../core/secrets/find-secrets.ts';
import { secretPatterns } from '../../../core/secrets/patterns.ts';

/** Put together, so that no scanner of this repository takes them for real ones. */
const of = (...parts: readonly string[]) => parts.join('');
const base64 = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKB';
const pem = (kind: string) =>
  of(
    '-----BEGIN ',
    kind,
    'PRIVATE KEY-----\n',
    `${base64}\n`.repeat(5),
    '-----END ',
    kind,
    'PRIVATE KEY-----',
  );

/** Pattern, text, and the part of it that is the secret. */
const hits: readonly (readonly [string, string, string])[] = [
  ['private key', `a\n${pem('')}\nb`, pem('')],
  ['private key', `a\n${pem('RSA ')}\nb`, pem('RSA ')],
  [
    'private key',
    `String k = '${pem('EC ').replaceAll('\n', "\\n' +\n  '")}';`,
    pem('EC ').replaceAll('\n', "\\n' +\n  '"),
  ],
  [
    'Salesforce access token or session id',
    of("sid = '00D5g000004XyZa", "!AQEAQFxxxxxxxxxxxxxxxxxxxx.yyyyyyyyyyy_zzzz';"),
    of('00D5g000004XyZa', '!AQEAQFxxxxxxxxxxxxxxxxxxxx.yyyyyyyyyyy_zzzz'),
  ],
  [
    'JSON Web Token',
    of('x=eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P;'),
    of('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P'),
  ],
  [
    'authorization header',
    of("'Authorization', 'Bearer ", "abcDEF123456abcDEF123456';"),
    'abcDEF123456abcDEF123456',
  ],
  ['authorization header', of("'Basic ", "QWxhZGRpbjpvcGVuIHNlc2FtZTE='"), 'QWxhZGRpbjpvcGVuIHNlc2FtZTE='],
  ['password in an address', of('<url>https://ada:', 's3cr-et!@bank.example/x</url>'), 's3cr-et!'],
  [
    'AWS access key id',
    of('key AKIA', 'IOSFODNN7EXAMPLE end').replace('N7E', 'N7E'),
    of('AKIA', 'IOSFODNN7EXAMPLE'),
  ],
  [
    'Slack token or webhook',
    of('xoxb', '-123456789012-abcdefABCDEF'),
    of('xoxb', '-123456789012-abcdefABCDEF'),
  ],
  [
    'Slack token or webhook',
    of('https://hooks.slack', '.com/services/T00000000/B00000000/abcdefghijklmnop'),
    'T00000000/B00000000/abcdefghijklmnop',
  ],
  ['GitHub token', of(' ghp', `_${'a1B2'.repeat(9)} `), of('ghp', `_${'a1B2'.repeat(9)}`)],
  ['Stripe key', of("'sk", `_live_${'a1B2'.repeat(6)}'`), of('sk', `_live_${'a1B2'.repeat(6)}`)],
  [
    'Google API key or client secret',
    of('AIza', 'SyA-1234567890abcdefghijklmnopqrstu!'),
    of('AIza', 'SyA-1234567890abcdefghijklmnopqrstu'),
  ],
  [
    'value of a field that is called a secret',
    '<values>\n    <field>Api_Secret__c</field>\n    <value xsi:type="xsd:string">hush-hush</value>',
    'hush-hush',
  ],
  ['password written in code', "String dbPassword = 'Pa55-word';", 'Pa55-word'],
  ['password written in code', '{"client_secret": "abc123def456"}', 'abc123def456'],
  ['password written in code', 'apiKey&quot;: &quot;k3y-of-bank&quot;', 'k3y-of-bank'],
  ...[
    'API_Key__c',
    'Api_Key__c',
    'api_key',
    'APIKey',
    'API_KEY',
    'ApiKey',
    'apikey',
    'X-API-Key',
    'x-api-key',
  ].map((spelled) => ['password written in code', `("${spelled}", 'k3y-of-bank')`, 'k3y-of-bank'] as const),
  ['authorization header', of("'Basic ", "YWRtaW46cGFzc3dvcmQ='"), 'YWRtaW46cGFzc3dvcmQ='],
  ['authorization header', of("'basic ", "dXNlcjpwYXNzd29yZA=='"), 'dXNlcjpwYXNzd29yZA=='],
  [
    'value of a field that is called a secret',
    '<field>Client_Secret__c</field>\n<value xsi:type="xsd:string">hush/valu</value>',
    'hush/valu',
  ],
];

describe('found', () => {
  test.each(hits)('%s: %j', (name, text, secret) => {
    const found = findSecrets(text).map((span) => [span.name, text.slice(span.start, span.end)]);
    expect(found).toEqual([[name, secret]]);
    const covered = coverSecrets(text, () => 'abcd');
    expect(covered).not.toContain(secret);
    expect(covered.length).toBe(text.length);
    expect(covered.split('\n').map((line) => line.length)).toEqual(
      text.split('\n').map((line) => line.length),
    );
    expect(coverSecrets(covered, () => 'abcd')).toBe(covered);
  });

  test('every pattern has a hit here', () => {
    expect([...new Set(hits.map(([name]) => name))].sort()).toEqual(
      secretPatterns.map(({ name }) => name).sort(),
    );
  });
});

test('a secret that its closing tag repeats is covered where it stands', () => {
  const text = '<field>Client_Secret__c</field>\n<value>value</value>';
  expect(coverSecrets(text)).toBe('<field>Client_Secret__c</field>\n<value>•••••</value>');
});

describe('left alone', () => {
  test.each([
    of("key = key.replace('-----BEGIN ", "PRIVATE KEY-----', '').replace('-----END PRIVATE KEY-----', '');"),
    of('-----BEGIN ', 'CERTIFICATE-----\n', base64, '\n-----END CERTIFICATE-----'),
    "req.setHeader('Authorization', 'Bearer ' + token);",
    '<description>Basic authenticationAndAuthorizationOfCustomers</description>',
    'Basic authentication, Basic understanding of v2',
    'https://bank.example:8443/path@home',
    'callout:Bank_Api/v1?x=1',
    'String password = password.trim();',
    "Schema.getField('Password__c') == null",
    '<field>Secret_Santa__c</field>\n<value xsi:nil="true"/>',
    '<field>Label__c</field><value>plain text of a field</value>',
    '00D5g000004XyZaEAK!short',
    'eyJhbGciOiJIUzI1NiJ9 alone',
    'canvasback-redacted:0123456789abcdef0123456789abcdef',
  ])('%j', (text) => {
    expect(findSecrets(text)).toEqual([]);
    expect(coverSecrets(text)).toBe(text);
  });
});

test('a cover tells one long secret from another, and nothing of a short one', () => {
  const line = (secret: string) => `String password = '${secret}';`;
  const hint = (secret: string) => (secret.endsWith('1') ? 'aaaa' : 'bbbb');
  expect(coverSecrets(line('longEnoughSecret1'), hint)).toBe("String password = '•••••••••••••aaaa';");
  expect(coverSecrets(line('longEnoughSecret2'), hint)).toBe("String password = '•••••••••••••bbbb';");
  expect(coverSecrets(line('short-pa1'), hint)).toBe("String password = '•••••••••';");
  expect(coverSecrets(line('longEnoughSecret1'))).toBe("String password = '•••••••••••••••••';");
});

test('a component without a hit is the very same object', () => {
  const source = {
    type: 'ApexClass',
    fullName: 'A',
    files: [{ role: 'content', name: 'A.cls', text: 'class A {}' }],
  } as const;
  expect(coverSource(source)).toBe(source);
});

describe('5 MB take no longer than a moment', () => {
  const size = 5_000_000;
  const filled = (piece: string) => piece.repeat(Math.ceil(size / piece.length));
  test.each([
    ['prose', 'The quick brown fox jumps over the lazy dog. '],
    ['dots of tokens', 'eyJ'],
    ['hyphened tokens', 'eyJhbGci-eyJ.'],
    ['one long word', 'a'],
    ['beginnings of keys', of('-----BEGIN ', 'PRIVATE KEY-----')],
    ['keys without an end', of('-----BEGIN ', `PRIVATE KEY-----\n${base64}\n`)],
    ['hyphens', '-'],
    ['four hyphens', of('BEGIN PRIVATE KEY', '----x')],
    ['headers', 'Bearer '],
    ['headers of letters', 'Bearer aaaaaaaaaaaaaaaaaaaaaaaaa '],
    ['addresses', 'https://a'],
    ['addresses with colons', 'a://b:'],
    ['fields', '<field>'],
    ['fields of secrets', '<field>secretsecretsecret'],
    ['field and blank space', `<field>Secret</field>${' '.repeat(199)}`],
    ['words of passwords', 'passwordsecretapikey'],
    ['assignments', "password = '"],
    ['assignments without digits', `secret='${'x'.repeat(190)}`],
    ['ids', '00D5g000004XyZa!'],
    ['upper case', 'AKIA'],
  ])('%s', { timeout: 90_000 }, (_, piece) => {
    const text = filled(piece);
    const started = process.cpuUsage();
    coverSecrets(text, () => 'abcd');
    // Work, not waiting: a quadratic search would take hours.
    expect(process.cpuUsage(started).user / 1_000_000).toBeLessThan(10);
  });
});
