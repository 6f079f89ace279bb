// Signed notes, checkpoints and verifier keys: the examples of C2SP, what is written is read back, and what is malformed is none.

import { generateKeyPairSync, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkpointText,
  keyIdOf,
  readCheckpoint,
  readNote,
  readSuccessor,
  readVerifierKey,
  signatureBy,
  successorText,
  type VerifierKey,
  writeNote,
  writeVerifierKey,
} from '../../../core/log/checkpoint.ts';
import { isSigned, isSignedBy, trustedKeys } from '../../../core/log/trust-keys.ts';
import { logTools } from '../../../server/audit/hash.ts';

const readKey = (line: string) => readVerifierKey(logTools.sha256, logTools.utf8, line);
function keyOf(line: string): VerifierKey {
  const key = readKey(line);
  if (!key) throw new Error(`${line} is no key`);
  return key;
}

/** c2sp.org/signed-note, “Example”. */
const fooKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const fooNote =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
/** golang.org/x/mod/sumdb/note, the example of its documentation. */
const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const goNote =
  'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'.replace(
    '’',
    "'",
  );
/** c2sp.org/tlog-checkpoint, its first example. */
const behindTheSofa =
  'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n';

function newSigner(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const keyId = keyIdOf(logTools.sha256, logTools.utf8(name), raw);
  const vkey = writeVerifierKey({ name, keyId, publicKey: raw });
  const signature = (text: string) => ({
    name,
    keyId,
    signature: sign(null, logTools.utf8(text), privateKey),
  });
  return { vkey, signature, note: (text: string) => writeNote({ text, signatures: [signature(text)] }) };
}

describe('the examples of C2SP and of Go', () => {
  test.each([
    ['signed-note', fooKey, fooNote],
    ['sumdb/note', goKey, goNote],
  ])('%s: the note is signed by the key, and by no other', async (_, vkey, text) => {
    const note = readNote(text);
    if (!note) throw new Error('no note');
    expect(await isSignedBy(logTools, note, keyOf(vkey))).toBe(true);
    expect(await isSignedBy(logTools, note, keyOf(vkey === fooKey ? goKey : fooKey))).toBe(false);
    expect(await isSignedBy(logTools, { ...note, text: `${note.text} ` }, keyOf(vkey))).toBe(false);
    expect(writeNote(note)).toBe(text);
    expect(writeVerifierKey(keyOf(vkey))).toBe(vkey);
  });

  test('tlog-checkpoint: origin, size and root are read', () => {
    const note = readNote(behindTheSofa);
    const read = readCheckpoint(note?.text ?? '');
    expect(read).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
    expect(read && checkpointText(read)).toBe(note?.text);
  });

  test('signed-note: a text with an empty line in it ends at the last', async () => {
    const poem = 'Ognuno sta solo\ntrafitto:\n\ned è subito sera.\n';
    const { note, vkey } = newSigner('quasimodo.example/salvatore');
    const read = readNote(note(poem));
    expect(read?.text).toBe(poem);
    expect(read && (await isSignedBy(logTools, read, keyOf(vkey)))).toBe(true);
  });
});

describe('a verifier key', () => {
  test('of which any part is missing or changed is none', () => {
    for (let from = 0; from < goKey.length; from += 1) {
      for (let to = from + 1; to <= goKey.length; to += 1) {
        if (to - from < goKey.length) expect(readKey(goKey.slice(from, to))).toBeUndefined();
      }
      const changed = goKey.slice(0, from) + String.fromCharCode(goKey.charCodeAt(from) + 1);
      expect(readKey(changed + goKey.slice(from + 1))).toBeUndefined();
    }
  });

  test.each([
    ['another kind of key', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['a longer key', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['a capital in its id', goKey.replace('c74f', 'C74f')],
    ['nothing', ''],
  ])('that is %s is none', (_, line) => {
    expect(readKey(line)).toBeUndefined();
  });

  test.each(['', 'a b', 'a\u00a0b', 'a\u3000b', 'a\tb'])('cannot be called %j', (name) => {
    const publicKey = keyOf(goKey).publicKey;
    const keyId = keyIdOf(logTools.sha256, logTools.utf8(name), publicKey);
    expect(readKey(writeVerifierKey({ name, keyId, publicKey }))).toBeUndefined();
  });

  test('may have a plus in its base64', () => {
    const line = 'TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6';
    expect(writeVerifierKey(keyOf(line))).toBe(line);
  });
});

describe('a note', () => {
  const { note, signature, vkey } = newSigner('canvasback.example.com/audit');
  const good = note('one\n');

  test('with a changed byte is none, or not signed', async () => {
    for (let at = 0; at < good.length; at += 1) {
      const changed = good.slice(0, at) + String.fromCharCode(good.charCodeAt(at) ^ 1) + good.slice(at + 1);
      const read = readNote(changed);
      expect(read ? await isSignedBy(logTools, read, keyOf(vkey)) : false).toBe(false);
      const cut = readNote(good.slice(0, at));
      expect(cut ? await isSignedBy(logTools, cut, keyOf(vkey)) : false).toBe(false);
    }
  });

  test.each([
    ['no signature', 'one\n\n'],
    ['no empty line', good.replace('\n\n', '\n')],
    ['no newline at its end', good.slice(0, -1)],
    ['a carriage return', good.replaceAll('\n', '\r\n')],
    ['a tab', `\t${good}`],
    ['a NUL', `\0${good}`],
    ['a hyphen for the dash', good.replace('—', '-')],
    ['two spaces', good.replace('— ', '—  ')],
    ['words after the signature', good.replace(/\n$/, ' x\n')],
    ['a plus in the name', good.replace('/audit', '/au+dit')],
    ['a space of Unicode in the name', good.replace('/audit', '/au\u00a0dit')],
    ['a signature that is no base64', good.replace(/\S+\n$/, '????\n')],
    ['a signature of four bytes', good.replace(/\S+\n$/, 'AAAAAA==\n')],
  ])('with %s is none', (_, text) => {
    expect(readNote(good)).toBeDefined();
    expect(readNote(text)).toBeUndefined();
  });

  test('may have up to sixteen signatures of others', async () => {
    const others = Array.from({ length: 15 }, (_, index) => newSigner(`witness-${index}.example`));
    const signatures = [...others.map((one) => one.signature('one\n')), signature('one\n')];
    const read = readNote(writeNote({ text: 'one\n', signatures }));
    expect(read?.signatures.length).toBe(16);
    expect(read && (await isSignedBy(logTools, read, keyOf(vkey)))).toBe(true);
  });

  test('is spoiled by a signature of a known key that does not verify, and by one of another length', async () => {
    const right = signature('one\n');
    const wrong = { ...right, signature: right.signature.with(0, (right.signature[0] ?? 0) ^ 1) };
    const long = { ...right, signature: Uint8Array.of(...right.signature, 0) };
    const other = newSigner('canvasback.example.com/audit');
    const keys = [keyOf(other.vkey), keyOf(vkey)];
    for (const [signatures, expected] of [
      [[right], true],
      [[right, right], true],
      [[right, wrong], false],
      [[right, long], false],
      [[right, { ...other.signature('two\n') }], false],
      [[right, newSigner('x').signature('two\n')], true],
    ] as const) {
      expect(await isSigned(logTools, { text: 'one\n', signatures }, keys)).toBe(expected);
    }
    expect(signatureBy({ text: 'one\n', signatures: [right] }, keyOf(other.vkey))).toBeUndefined();
  });

  test('of any text and signatures is read back', () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/[\p{Cc}\ud800-\udfff]/u.test(text));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 4 }),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 70 }), { minLength: 1, maxLength: 3 }),
        (lines, bytes) => {
          const signatures = bytes.map((signed) => ({
            name: 'a/b',
            keyId: Uint8Array.of(1, 2, 3, 4),
            signature: signed,
          }));
          const whole = { text: `${lines.join('\n')}\n`, signatures };
          expect(readNote(writeNote(whole))).toEqual(whole);
        },
      ),
    );
  });
});

describe('a checkpoint', () => {
  const root = new Uint8Array(32).fill(7);
  const good = checkpointText({ origin: 'a/b', size: 12, root });

  test('is read back, with the lines that others add', () => {
    expect(readCheckpoint(good)).toEqual({ origin: 'a/b', size: 12, root });
    expect(readCheckpoint(`${good}more\nlines\n`)).toEqual({ origin: 'a/b', size: 12, root });
    expect(readCheckpoint(good.replace('12', '0'))?.size).toBe(0);
    expect(readCheckpoint(good.replace('12', String(2 ** 53 - 1)))?.size).toBe(2 ** 53 - 1);
  });

  test.each<readonly [string, string]>([
    ['no origin', good.replace('a/b', '')],
    ...['012', '+1', '-1', '1.0', '1e3', ' 1', '', '９', String(2 ** 53), '99999999999999999'].map(
      (size) => [`the size ${JSON.stringify(size)}`, good.replace('\n12\n', `\n${size}\n`)] as const,
    ),
    ['a short root', checkpointText({ origin: 'a/b', size: 12, root: root.slice(1) })],
    ['a long root', checkpointText({ origin: 'a/b', size: 12, root: Uint8Array.of(...root, 1) })],
    ['a root in another spelling', good.replace('=', '')],
    ['no newline at its end', good.slice(0, -1)],
    ['an empty line', `${good}\nmore\n`],
    ['an empty line at its end', `${good}\n`],
    ['two lines', 'a/b\n12\n'],
  ])('with %s is none', (_, text) => {
    expect(readCheckpoint(text)).toBeUndefined();
  });
});

describe('keys that follow each other', () => {
  const name = 'canvasback.example.com/audit';
  const [first, second, third, stranger] = [
    newSigner(name),
    newSigner(name),
    newSigner(name),
    newSigner(name),
  ];
  const trusted = async (pinned: string, notes: readonly string[]) =>
    (await trustedKeys(logTools, pinned, notes))?.map(writeVerifierKey);
  const next = (from: typeof first, to: typeof first) => from.note(successorText(to.vkey));

  test('are trusted from the pinned one on, each signed by the one before', async () => {
    const notes = [next(first, second), next(second, third)];
    expect(await trusted(first.vkey, [])).toEqual([first.vkey]);
    expect(await trusted(first.vkey, notes)).toEqual([first.vkey, second.vkey, third.vkey]);
    expect(await trusted(second.vkey, notes)).toEqual([second.vkey, third.vkey]);
    expect(await trusted(third.vkey, notes)).toEqual([third.vkey]);
  });

  test('are not trusted out of their order, after a stranger, or by a key that has been followed', async () => {
    const notes = [next(first, second), next(second, third)];
    expect(await trusted(first.vkey, notes.toReversed())).toEqual([first.vkey, second.vkey]);
    expect(await trusted(first.vkey, [next(stranger, second)])).toEqual([first.vkey]);
    expect(await trusted(first.vkey, [...notes, next(first, stranger)])).toEqual([
      ...[first.vkey, second.vkey, third.vkey],
    ]);
    expect(await trusted('nothing', notes)).toBeUndefined();
  });

  test('are named by a note that says nothing else', async () => {
    expect(readSuccessor(successorText(second.vkey))).toBe(second.vkey);
    for (const text of [
      successorText(second.vkey).replace('next', 'last'),
      `${successorText(second.vkey)}more\n`,
      successorText(second.vkey).slice(0, -1),
      successorText(''),
    ]) {
      expect(readSuccessor(text)).toBeUndefined();
    }
    expect(await trusted(first.vkey, [first.note(`${successorText(second.vkey)}more\n`)])).toEqual([
      first.vkey,
    ]);
    expect(await trusted(first.vkey, [first.note(successorText('x'))])).toEqual([first.vkey]);
    // A checkpoint is no succession, and the other way round.
    expect(readCheckpoint(successorText(second.vkey))).toBeUndefined();
    expect(
      readSuccessor(checkpointText({ origin: 'a/b', size: 1, root: new Uint8Array(32) })),
    ).toBeUndefined();
  });
});
