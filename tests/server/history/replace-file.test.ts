// A file that is replaced again and again is never seen half written or missing by another process.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { replaceFile } from '../../../server/history/replace-file.ts';

const makeFile = () => join(mkdtempSync(join(tmpdir(), 'canvasback-replace-')), 'alternates');
const one = `${'/one/objects'.repeat(20)}\n`;
const two = `${'/two/objects'.repeat(20)}\n`;

test('another process finds one text or the other', async () => {
  const file = makeFile();
  replaceFile(file, one);
  const look = `
    const { readFileSync } = require('node:fs');
    const [file, ...known] = process.argv.slice(1);
    let looks = 0;
    console.log('ready');
    process.stdin.on('end', () => { console.log(looks); process.exit(); }).resume();
    const round = () => {
      for (let i = 0; i < 200; i += 1, looks += 1) {
        const found = readFileSync(file, 'utf8');
        if (!known.includes(found)) { console.error(JSON.stringify(found)); process.exit(1); }
      }
      setImmediate(round);
    };
    round();`;
  const child = spawn(process.execPath, ['-e', look, file, one, two]);
  onTestFinished(() => void child.kill());
  await once(child.stdout, 'data');
  const said = text(child.stderr);
  for (let round = 0; round < 400; round += 1) replaceFile(file, round % 2 === 0 ? two : one);
  child.stdin.end();
  expect(await said).toBe('');
  expect((await once(child, 'close'))[0]).toBe(0);
});

test('the same text leaves the file as it is; nothing stays beside it', () => {
  const file = makeFile();
  replaceFile(file, one);
  const before = statSync(file).ino;
  replaceFile(file, one);
  expect(statSync(file).ino).toBe(before);
  replaceFile(file, two);
  expect(readFileSync(file, 'utf8')).toBe(two);
  expect(readdirSync(join(file, '..'))).toEqual(['alternates']);
});

test('a folder that is not there is an error, and nothing is left', () => {
  const file = join(makeFile(), 'missing');
  expect(() => replaceFile(file, one)).toThrow(/ENOENT/);
});
