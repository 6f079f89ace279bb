// Measures parsing and comparing a very large permission set against a scan of the text and against git.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { diffFile } from '../core/diff/file.ts';
import { diffDocuments } from '../core/diff/semantic.ts';
import { diffText, splitLines } from '../core/diff/text.ts';
import { canonicalText } from '../core/metadata/canonical-text.ts';
import { parseXml } from '../core/metadata/parse-xml.ts';
import { treeBySaxes } from '../tests/core/metadata/saxes-tree.ts';
import { compareOutlines, growth, realPairs } from './diff-corpus.ts';
import { largePermissionSet } from './large-permission-set.ts';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const type = 'PermissionSet';

interface Measured {
  readonly what: string;
  readonly milliseconds: number;
  /** How many times the floor of its kind. */
  readonly ratio: number;
  readonly floor: string;
  readonly note: string;
}

/** Median of several rounds, after one that warms up. */
function median(work: () => unknown): number {
  work();
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[rounds >> 1] ?? 0;
}

function scan(text: string): number {
  let count = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) count++;
  return count;
}

function splitAndIntern(...texts: readonly string[]): number {
  const numbers = new Map<string, number>();
  for (const text of texts)
    for (const line of splitLines(text).lines) if (!numbers.has(line)) numbers.set(line, numbers.size);
  return numbers.size;
}

function measure(): Measured[] {
  const { base, variants } = largePermissionSet();
  const results: Measured[] = [];
  const scanOne = median(() => scan(base));
  const add = (what: string, milliseconds: number, floor: string, floorTime: number, note = '') =>
    results.push({ what, milliseconds, ratio: milliseconds / floorTime, floor, note });
  const perSecond = (milliseconds: number) => `${Math.round(base.length / 1000 / milliseconds)} MB/s`;
  add('scan for "<"', scanOne, 'scan', scanOne, perSecond(scanOne));
  const parse = median(() => parseXml(base));
  add('parse to a checked tree', parse, 'scan', scanOne, perSecond(parse));
  const saxes = median(() => treeBySaxes(base));
  add('the same tree by saxes', saxes, 'scan', scanOne, perSecond(saxes));
  add(
    'write canonical text',
    median(() => canonicalText(type, base)),
    'scan',
    scanOne,
  );
  const folder = mkdtempSync(join(tmpdir(), 'canvasback-bench-'));
  const before = join(folder, 'before.xml');
  writeFileSync(before, base);
  for (const { name, text } of variants) {
    const floor = median(() => scan(base) + scan(text));
    const compare = () => compareOutlines(type, base, text);
    const count = compare();
    add(`semantic diff, ${name}`, median(compare), 'scan', floor, `${count} changes`);
    if (name === '10 edits') {
      const bySaxes = () => diffDocuments(type, treeBySaxes(base), treeBySaxes(text), base > text);
      add('the same over trees made by saxes, 10 edits', median(bySaxes), 'scan', floor);
      const full = () => diffDocuments(type, parseXml(base), parseXml(text), base > text);
      add('the same over our own trees, 10 edits', median(full), 'scan', floor);
    }
    const whole = () => diffFile({ name: 'a-meta.xml', role: 'metadata', type, before: base, after: text });
    add(`with words and line hunks, ${name}`, median(whole), 'scan', floor);
    const lineFloor = median(() => splitAndIntern(base, text));
    add(
      `line diff, ${name}`,
      median(() => diffText(base, text)),
      'split and intern',
      lineFloor,
      diffText(base, text).exact ? '' : 'not exact',
    );
    const after = join(folder, 'after.xml');
    writeFileSync(after, text);
    const git = median(() =>
      spawnSync('git', ['diff', '--no-index', '--histogram', '--numstat', before, after]),
    );
    add(`git diff --histogram (process), ${name}`, git, 'scan', floor);
  }
  rmSync(folder, { recursive: true });
  return results;
}

const item = (index: number) =>
  `    <fieldPermissions>\n        <editable>false</editable>\n        <field>Account.Field_${index}__c</field>\n        <readable>true</readable>\n    </fieldPermissions>\n`;

const results = measure();
const sizes = growth(item);
const real = realPairs(rounds);
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
if (process.argv.includes('--json'))
  console.log(JSON.stringify({ node: process.version, rounds, memory, results, sizes, real }));
else {
  for (const { what, milliseconds, ratio, floor, note } of results) {
    console.log(
      `${what.padEnd(52)} ${milliseconds.toFixed(1).padStart(9)} ms ${ratio.toFixed(1).padStart(7)} × ${floor.padEnd(17)} ${note}`,
    );
  }
  for (const { kilobytes, parse, compare } of sizes)
    console.log(
      `${`${kilobytes} kB`.padEnd(12)} parse ${Math.round(parse)} MB/s, semantic diff ${Math.round(compare)} MB/s`,
    );
  for (const [what, times] of Object.entries(real ?? {})) {
    const { pairs, megabytes, perSecond, p50, p99, slowest } = times;
    console.log(
      `${pairs} real pairs, ${megabytes.toFixed(1)} MB, ${what}: ${Math.round(perSecond)} MB/s, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(1)} ms (${slowest})`,
    );
  }
  console.log(`peak memory ${memory} MB, medians of ${rounds} rounds, node ${process.version}`);
}
