// `canvasback audit verify`: what it finds, its words and exit codes, and files that are no export.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longestLine } from '../../cli/audit/export-lines.ts';
import { type Verified, verifyFile } from '../../cli/audit/verify.ts';
import { reportInWords } from '../../cli/audit/verify-words.ts';
import { checkAuditKey } from '../../cli/doctor/audit-key.ts';
import { writeTrailer } from '../../core/log/anchor.ts';
import { createLogService } from '../../server/audit/serve.ts';
import { createLogKeys } from '../../server/delegation/log-keys.ts';
import { type AuditWorld, canvasback, fill, makeAuditWorld, tenant } from './audit-world.ts';

let world: AuditWorld;
let exported: string;
let vkey: string;
/** Checkpoints of 20 and of 60 entries. */
let kept: [string, string];
const at = (name: string) => join(world.dir, name);
const put = (name: string, text: string | Uint8Array) => {
  writeFileSync(at(name), text);
  return at(name);
};

beforeAll(async () => {
  world = await makeAuditWorld();
  const db = await world.open();
  await fill(db, 10);
  const first = await world.audit('checkpoint', '--tenant', tenant);
  await fill(db, 20);
  const second = await world.audit('checkpoint', '--tenant', tenant);
  kept = [first.out, second.out];
  await fill(db, 5);
  await db.destroy();
  const { code, err } = await world.audit('export', '--tenant', tenant, '--to', at('log.jsonl'));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  exported = readFileSync(at('log.jsonl'), 'utf8');
  vkey = (JSON.parse(exported.split('\n')[1] ?? '') as { vkey: string }).vkey;
  put('key', `# kept since January\n${vkey}\n`);
  put('kept-20', kept[0]);
  put('kept-60', kept[1]);
});
afterAll(() => world.remove());

const lines = () => exported.trimEnd().split('\n');
/** Two lines stand before entry 0. */
const entryLine = (index: number) => index + 2;
const verify = (text: string | Uint8Array, checkpoints = [at('kept-20'), at('kept-60')]): Promise<Verified> =>
  verifyFile({ file: put('given.jsonl', text), key: vkey, checkpoints });
const changed = (change: (all: string[]) => void) => {
  const all = lines();
  change(all);
  return `${all.join('\n')}\n`;
};

describe('the command', () => {
  test('says that all is well, with exit code 0, where kept checkpoints fit', async () => {
    const ran = await canvasback([
      ...['audit', 'verify', at('log.jsonl'), '--key', at('key')],
      ...['--checkpoint', at('kept-20'), '--checkpoint', at('kept-60')],
    ]);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('The log is what it was: 70 entries, and what was kept fits.');
    expect(ran.out).toContain('Log: canvasback.example.com/audit/acme');
    expect(ran.out).toContain('Entries: 70, from 2026-01-01T00:01:00.000Z to ');
    expect(ran.out).toContain('Kept checkpoints: 2 of 2 fit; the largest has 60 entries');
    expect(ran.out).toContain('Erased: nothing');
  });

  test('without a kept checkpoint it ends with 3 and says what was not checked', async () => {
    const ran = await canvasback(['audit', 'verify', at('log.jsonl'), '--key', vkey]);
    expect(ran.code).toBe(3);
    expect(ran.out).toContain('Truncation and forks were not checked');
  });

  test('a finding ends with 1, and as JSON it names the first bad entry with its time and kind', async () => {
    const file = put(
      'changed.jsonl',
      changed((all) => {
        all[entryLine(33)] = all[entryLine(33)]?.replace('granted', 'refused') ?? '';
      }),
    );
    const args = ['audit', 'verify', file, '--key', vkey, '--checkpoint', at('kept-60')];
    const ran = await canvasback([...args, '--json']);
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out)).toMatchObject({
      exitCode: 1,
      findings: [{ code: 'changed', index: 33, kind: 'outcome', at: expect.any(Number) }],
      findingsInAll: 1,
    });
    const words = await canvasback(args);
    expect(words.out).toContain('THE LOG IS NOT WHAT IT WAS. The first bad entry is entry 33.');
    expect(words.out).toContain(
      'Changed: entry 33 is not what was written. (It says of itself: outcome, 2026-',
    );
  });

  test('misuse ends with 2', async () => {
    const ran = await canvasback(['audit', 'verify', at('log.jsonl')]);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining("--key <vkey>' not specified") });
    const none = await canvasback(['audit', 'verify', at('nowhere'), '--key', vkey]);
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('there is no such file') });
  });

  test.each([
    [{ key: 'nowhere' }, /--key: nowhere cannot be read: there is no such file/],
    [{ key: 'a.example/audit+01020304+AAAA' }, /is no verifier key: it was cut off/],
    [{ key: 'package.json' }, /holds no verifier key/],
    [{ checkpoints: ['nowhere'] }, /--checkpoint: nowhere cannot/],
    [{ file: '/' }, /\/ is no file/],
  ])('what is given wrong is said: %j', async (given, words) => {
    const sound = { file: at('log.jsonl'), key: vkey, checkpoints: [] };
    await expect(verifyFile({ ...sound, ...given })).rejects.toThrow(words);
  });
});

describe('what is no export is said in words', () => {
  test.each([
    ['', /is empty/],
    [gzipSync('{}'), /gunzip/],
    [Buffer.from('\ufeff{"type":"log"}', 'utf16le'), /UTF-16/],
    [Buffer.from('{"type":"log"}', 'utf16le'), /UTF-16/],
    [Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /zip archive/],
    ['[{"type":"log"}]\n', /one object a line/],
    ['{\n  "type": "log"\n}\n', /one object a line/],
    ['canvasback.example.com/audit/acme\n70\n', /after --checkpoint/],
    ['{"type":"log","format":2,"origin":"a","tree":"b"}\n', /no export/],
    [Buffer.from('caf\u00e9\n', 'latin1'), /no export/],
    ['x'.repeat(longestLine + 10), /no export/],
  ])('%#', async (text, words) => {
    await expect(verify(text)).rejects.toThrow(words);
  });
});

describe('how the file was kept does not matter', () => {
  test('carriage returns and a byte order mark', async () => {
    expect(await verify(`\ufeff${exported.replaceAll('\n', '\r\n')}`)).toMatchObject({
      exitCode: 0,
      findings: [],
    });
  });

  test('half a line at the end is a finding', async () => {
    const report = await verify(exported.slice(0, -60));
    expect(report).toMatchObject({ exitCode: 1, findings: [{ index: 70 }, { index: 70 }] });
    expect(report.notes).toEqual([
      expect.stringMatching(/^Line 73 of \S+ breaks off: the file was cut short\.$/),
    ]);
  });

  test('a line that is too long, or not UTF-8, is a finding of its place', async () => {
    const long = await verify(
      changed((all) => {
        all[entryLine(7)] = 'x'.repeat(longestLine + 1);
      }),
    );
    expect(long).toMatchObject({ exitCode: 1, notes: [expect.stringContaining('longer than any line')] });
    expect(long.findings[0]).toMatchObject({ code: 'malformed', index: 7 });
    const bytes = Buffer.from(exported);
    bytes[bytes.indexOf('Flow_3\\') + 1] = 0xe9;
    const latin = await verify(bytes);
    expect(latin.findings[0]).toMatchObject({ code: 'malformed', index: 6 });
    expect(latin.notes[0]).toContain('is not UTF-8');
  });
});

describe('what was kept', () => {
  test('a truncated log, which is sound in itself, is found by it alone', async () => {
    const short = changed((all) => all.splice(entryLine(50)));
    const [head, key] = lines();
    // The operator signs what is left.
    const signed = JSON.stringify({ type: 'checkpoint', note: kept[0] });
    const resigned = `${[head, key, ...lines().slice(2, 22), signed].join('\n')}\n`;
    expect(await verify(resigned, [])).toMatchObject({ exitCode: 3, findings: [] });
    const report = await verify(resigned);
    expect(report).toMatchObject({ exitCode: 1, findings: [{ code: 'truncated', index: 20 }] });
    expect(reportInWords(report).join('\n')).toMatch(/kept-60, line 1: 60 entries: DOES NOT FIT/);
    expect(await verify(short)).toMatchObject({
      exitCode: 1,
      findings: [{ code: 'truncated', index: 50 }],
    });
  });

  test('of `git log`, set in and with carriage returns, with others’ lines between', async () => {
    const trailers = kept.map((note) => `    Audit-Checkpoint: ${writeTrailer(note)}`);
    const log = `commit 1234\r\nAuthor: a\r\n\r\n    Flow: changed\r\n\r\n    Canvasback-Lane: tooling\r\n${trailers.join('\r\n')}\r\n    Audit-Checkpoint: forged\r\n`;
    const report = await verify(exported, [put('git-log', log)]);
    expect(report).toMatchObject({ exitCode: 0, kept: [{ size: 20 }, { size: 60 }] });
    expect(report.notes).toEqual([expect.stringMatching(/git-log, line 9: looks like a checkpoint/)]);
  });

  test('of shells that write UTF-16, and each note once however often it is there', async () => {
    const many = `\ufeff${kept[0]}\n${kept[1]}\n> ${kept[0].trimEnd().split('\n').join('\n> ')}\n`;
    const report = await verify(exported, [put('utf-16', Buffer.from(many, 'utf16le'))]);
    expect(report).toMatchObject({ exitCode: 0, kept: [{ size: 20 }, { size: 60 }] });
  });

  test('an unsigned one does not fit; of another log, it is no answer', async () => {
    const forged = kept[0].replace(/\n20\n/, '\n21\n');
    expect(await verify(exported, [put('forged', forged), at('kept-60')])).toMatchObject({
      exitCode: 1,
      kept: [{ state: 'not_signed' }, { state: 'kept' }],
    });
    const db = await world.open();
    await fill(db, 1, { tenant: 'other' });
    await db.destroy();
    const { out } = await world.audit('checkpoint', '--tenant', 'other');
    expect(await verify(exported, [put('other', out)])).toMatchObject({
      exitCode: 1,
      kept: [{ state: 'other_log' }],
    });
    expect(await verify(exported, [at('other'), at('kept-60')])).toMatchObject({ exitCode: 0 });
  });

  test('a file without any is refused', async () => {
    await expect(verify(exported, [put('none', 'nothing')])).rejects.toThrow(/holds no checkpoint/);
  });
});

test('export and checkpoint name the logs that there are, and no file is overwritten', async () => {
  const unknown = await world.audit('export', '--tenant', 'nobody', '--to', at('nobody.jsonl'));
  expect(unknown).toMatchObject({ code: 2, err: expect.stringMatching(/no log of nobody. There are: acme/) });
  const again = await world.audit('export', '--tenant', tenant, '--to', at('log.jsonl'));
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('no file is overwritten') });
});

test('the doctor names the log’s key and misses its file; the retention that is stated goes with the log', async () => {
  const of = { database: world.setting, auditKeyFolder: at('keys') };
  expect(checkAuditKey(of)).toMatchObject([
    { state: 'good', what: expect.stringContaining(vkey.split('+', 2).join('+')) },
  ]);
  expect(checkAuditKey({ ...of, auditKeyFolder: at('elsewhere') })).toMatchObject([{ state: 'wrong' }]);
  const db = await world.open();
  const keys = createLogKeys({ db, folder: at('keys'), name: 'none', now: Date.now });
  expect(await createLogService(db, keys, 730).growth(tenant, 0)).toMatchObject({ retentionDays: 730 });
  expect(await createLogService(db, keys).growth(tenant, 0)).not.toHaveProperty('retentionDays');
  await db.destroy();
});
