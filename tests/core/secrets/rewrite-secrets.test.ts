// Secrets of known fields are replaced where they stand, however they are written, and nothing else is touched.

import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { isMarker, markerOf } from '../../../core/secrets/marker.ts';
import { mayHoldSecrets, rewriteSecrets } from '../../../core/secrets/rewrite-secrets.ts';
import { type SecretField, secretFieldsOf, secretTypes } from '../../../core/secrets/secret-fields.ts';

const canary = 'kAnArY-9f3c';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** Stands for the keyed hash of the server: 32 hex digits of place and value, and which of both they are of. */
function marks() {
  const seen: string[] = [];
  const mark = (path: string, value: string) => {
    seen.push(`${path}=${value}`);
    return markerOf(
      [...`${path}=${value}`]
        .map((char) => char.charCodeAt(0).toString(16))
        .join('')
        .slice(-32)
        .padStart(32, '0'),
    );
  };
  return { seen, mark };
}

function documentWith(type: string, { path, named }: SecretField, inner: string): string {
  const steps = path.split('/');
  const last = steps.pop() ?? '';
  const sibling = named ? '<label>Its password</label>' : '';
  const open = steps.map((step) => `<${step}>`).join('');
  const close = steps
    .toReversed()
    .map((step) => `</${step}>`)
    .join('');
  return `${head}<${type} ${namespace}>\r\n  <label>Bank</label>${open}${sibling}<${last}>${inner}</${last}>${close}\n</${type}>\n`;
}

const everyField = secretTypes.flatMap((type) =>
  (secretFieldsOf(type) ?? []).map((field) => [`${type} ${field.path}`, type, field] as const),
);

describe.each(everyField)('%s', (_, type, field) => {
  test.each([
    ['plain', canary, canary],
    ['with references', `${canary}&amp;&#65;`, `${canary}&A`],
    ['as CDATA', `<![CDATA[${canary}<&]]>`, `${canary}<&`],
    ['over lines', `${canary}\n  and more\n`, `${canary}\n  and more\n`],
    ['with an element in it', `<b>${canary}</b>`, `<b>${canary}</b>`],
    ['with a comment in it', `<!-- x -->${canary}`, `<!-- x -->${canary}`],
  ])('%s, its text is gone and the rest is as it was', (_how, written, value) => {
    const { seen, mark } = marks();
    const text = documentWith(type, field, written);
    const { text: rewritten, broken } = rewriteSecrets(type, text, mark);
    expect(broken).toBe(false);
    expect(rewritten).not.toContain(canary);
    expect(seen).toEqual([`${field.path}=${value}`]);
    const marker = /canvasback-redacted:[0-9a-f]{32}/.exec(rewritten)?.[0] ?? '';
    expect(rewritten).toBe(text.replace(written, marker));
    expect(rewriteSecrets(type, rewritten, () => 'again').text).toBe(rewritten);
  });

  test.each(['', '  ', 'Placeholder_Value', '********', '{!$Credential.Bank.Key}'])(
    '%j is left',
    (written) => {
      const text = documentWith(type, field, written);
      expect(rewriteSecrets(type, text, () => 'gone').text).toBe(text);
    },
  );
});

describe('parameters', () => {
  const parameter = (list: string, more: string) =>
    `<${list}>${more}<parameterValue>${canary}</parameterValue></${list}>`;
  const rewritten = (type: string, inside: string) =>
    rewriteSecrets(type, `<${type} ${namespace}>${inside}</${type}>`, () => 'gone').text.includes(canary);

  test.each([
    ['NamedCredential', 'namedCredentialParameters', '<parameterType>Url</parameterType>', true],
    ['NamedCredential', 'namedCredentialParameters', '<parameterType>HttpHeader</parameterType>', false],
    ['NamedCredential', 'namedCredentialParameters', '<parameterType>SomethingNew</parameterType>', false],
    ['NamedCredential', 'namedCredentialParameters', '', false],
    [
      'NamedCredential',
      'namedCredentialParameters',
      '<parameterType>Url</parameterType><parameterType>HttpHeader</parameterType>',
      false,
    ],
    [
      'ExternalCredential',
      'externalCredentialParameters',
      '<parameterType>JwtBodyClaim</parameterType>',
      true,
    ],
    [
      'ExternalCredential',
      'externalCredentialParameters',
      '<parameterType>AuthHeader</parameterType>',
      false,
    ],
    [
      'ExternalCredential',
      'externalCredentialParameters',
      '<parameterName>AwsRegion</parameterName><parameterType>AuthParameter</parameterType>',
      true,
    ],
    [
      'ExternalCredential',
      'externalCredentialParameters',
      '<parameterName>ClientSecret</parameterName><parameterType>AuthParameter</parameterType>',
      false,
    ],
    ['CallCenter', 'items', '<label>Height</label><name>reqHeight</name>', true],
  ])('of %s %s with %s stay: %s', (type, list, more, stays) => {
    const inside = parameter(list, more);
    expect(
      rewritten(type, type === 'CallCenter' ? inside.replaceAll('parameterValue', 'value') : inside),
    ).toBe(stays);
  });

  test.each([
    ["{!'Bearer ' & $Credential.Bank.Key}", true],
    ["{!'Basic ' & BASE64ENCODE(BLOB($Credential.Bank.User & ':' & $Credential.Bank.Password))}", true],
    ["{!'Bearer abcdef0123456789' & $Credential.Bank.Key}", false],
    ["{!'sk-live-1234'}", false],
    ['{!$Credential.Bank.Key} and more', false],
  ])('a formula that only refers is no secret: %s', (formula, stays) => {
    const value = formula.replaceAll('&', '&amp;');
    const text = `<NamedCredential ${namespace}><namedCredentialParameters><parameterValue>${value}</parameterValue></namedCredentialParameters></NamedCredential>`;
    expect(rewriteSecrets('NamedCredential', text, () => 'gone').text === text).toBe(stays);
  });
});

describe('a document that is not as Salesforce writes it', () => {
  test.each([
    [
      'a prefix',
      `<m:AuthProvider xmlns:m="x"><m:consumerSecret>${canary}</m:consumerSecret></m:AuthProvider>`,
    ],
    [
      'another namespace',
      `<AuthProvider><consumerSecret xmlns="other">${canary}</consumerSecret></AuthProvider>`,
    ],
    [
      'a sign in an attribute',
      `<AuthProvider><consumerSecret a="1>2" b='3>4'>${canary}</consumerSecret></AuthProvider>`,
    ],
    [
      'another place',
      `<AuthProvider><nested><consumerSecret>${canary}</consumerSecret></nested></AuthProvider>`,
    ],
    [
      'two of them',
      `<AuthProvider><consumerSecret>${canary}</consumerSecret><consumerSecret>${canary}2</consumerSecret></AuthProvider>`,
    ],
    [
      'it commented out',
      `<AuthProvider><!-- <consumerSecret>${canary}</consumerSecret> --><label>a</label></AuthProvider>`,
    ],
    ['it commented out before the root', `<!-- consumerSecret ${canary} --><AuthProvider/>`],
    ['it in an instruction', `<AuthProvider><?x consumerSecret ${canary}?></AuthProvider>`],
    [
      'XML 1.1',
      `<?xml version="1.1"?>\u0085<AuthProvider>\u0085<consumerSecret>${canary}</consumerSecret></AuthProvider>`,
    ],
    ['blank space in its tags', `<AuthProvider><consumerSecret\n>${canary}</consumerSecret ></AuthProvider>`],
  ])('with %s keeps its secret no better', (_, text) => {
    const { text: rewritten, broken } = rewriteSecrets('AuthProvider', text, () => 'gone');
    expect([broken, rewritten.includes(canary), rewritten.includes('gone')]).toEqual([false, false, true]);
    expect(rewriteSecrets('AuthProvider', rewritten, () => 'gone').text).toBe(rewritten);
  });

  test('malformed, every line of it becomes a marker, and the lines keep their places', () => {
    const { mark } = marks();
    const text = `<AuthProvider>\r\n<<<<<<< ours\n\n  <consumerSecret>${canary}</consumerSecret>\n`;
    const { text: rewritten, broken } = rewriteSecrets('AuthProvider', text, mark);
    expect(broken).toBe(true);
    const lines = rewritten.split(/\r?\n/);
    expect(lines.map((line) => (line === '' ? '' : isMarker(line)))).toEqual([true, true, '', true, '']);
    expect(rewritten).not.toContain(canary);
    expect(rewriteSecrets('AuthProvider', rewritten, mark).text).toBe(rewritten);
  });

  test('long lists take no longer than they are', { timeout: 90_000 }, () => {
    const item = '<parameterValue>x</parameterValue>';
    const text = `<NamedCredential><p>${item.repeat(100_000)}</p></NamedCredential>`;
    const started = process.cpuUsage();
    rewriteSecrets('NamedCredential', text, () => 'gone');
    expect(process.cpuUsage(started).user / 1_000_000).toBeLessThan(10);
  });
});

test('types without such fields are not even read', () => {
  const text = '<<< no XML at all';
  expect(mayHoldSecrets('ApexClass')).toBe(false);
  expect(rewriteSecrets('ApexClass', text, () => 'gone')).toEqual({ text, broken: false });
  expect(mayHoldSecrets('constructor')).toBe(false);
});
