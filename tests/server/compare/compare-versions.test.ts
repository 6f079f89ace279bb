// Large comparisons run in a thread: the same result, the loop stays free, and a thread that fails is replaced.

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import type { ComponentSource } from '#core/component.ts';
import {
  type Compare,
  type ComparerOptions,
  createComparer,
} from '../../../server/compare/compare-versions.ts';
import { compareHere } from '../../../server/compare/compared.ts';
import { AppError } from '../../../server/errors.ts';

function permissions(from: number, count: number): ComponentSource {
  const items = Array.from(
    { length: count },
    (_, index) =>
      `    <fieldPermissions>\n        <editable>true</editable>\n        <field>Account.Field_${from + index}__c</field>\n        <readable>true</readable>\n    </fieldPermissions>\n`,
  );
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet>\n${items.join('')}</PermissionSet>\n`;
  return { type: 'PermissionSet', fullName: 'All', files: [{ role: 'metadata', name: 'All.xml', text }] };
}

const started: Worker[] = [];
const threadFile = new URL('../../../server/compare/diff-thread.ts', import.meta.url);

/** Every comparison in a thread; `code` makes threads of another kind, the first so many of them. */
function comparer(options: ComparerOptions = {}, ...code: string[]): Compare {
  const start = () => {
    const odd = code.shift();
    const thread = odd === undefined ? new Worker(threadFile) : new Worker(odd, { eval: true });
    started.push(thread);
    return thread;
  };
  return createComparer({ fromSize: 0, start, ...options });
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((thread) => thread.terminate()));
});

const before = permissions(0, 50);
const after = permissions(10, 50);
const listen = "const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => ";

test('small ones are compared at once, without a thread', async () => {
  const compare = comparer({ fromSize: 1_000_000 });
  expect(await compare(before, after)).toEqual(compareHere(before, after));
  expect(started).toHaveLength(0);
});

test('in a thread the result is the same, also of what was created, deleted or is broken', async () => {
  const compare = comparer({ threads: 1 });
  const [file] = after.files;
  const broken = {
    ...after,
    files: file ? [{ ...file, text: file.text.replace('</PermissionSet>', '') }] : [],
  };
  const pairs = [
    [before, after],
    [null, after],
    [before, null],
    [before, before],
    [before, broken],
  ] as const;
  const results = await Promise.all(pairs.map(([one, other]) => compare(one, other)));
  expect(results).toEqual(pairs.map(([one, other]) => compareHere(one, other)));
  expect(started).toHaveLength(1);
});

test('of a large pair the loop notices nothing but the messages', async () => {
  const compare = comparer();
  const [old, now] = [permissions(0, 30_000), permissions(15_000, 30_000)];
  await compare(before, after);
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 5);
  const result = await compare(old, now);
  clearInterval(timer);
  expect(result.changeCount).toBeGreaterThanOrEqual(30_000);
  expect(turns).toBeGreaterThan(3);
});

test('a thread is there before it is needed, where it will be; one that ends while it waits is replaced', async () => {
  const compare = comparer({ fromSize: 10_000 }, 'process.exit(0)');
  const small = permissions(0, 5);
  compare.expect(small);
  compare.expect(null);
  expect(started).toHaveLength(0);
  compare.expect(before);
  compare.expect(before);
  expect(started).toHaveLength(1);
  await once(started[0] as Worker, 'exit');
  compare.expect(before);
  expect(started).toHaveLength(2);
  expect(await compare(before, after)).toEqual(compareHere(before, after));
  expect(started).toHaveLength(2);
});

test('a thread that dies fails its own comparison; the next one has a new thread', async () => {
  const compare = comparer(
    { threads: 1 },
    `${listen}process.exit(1))`,
    `${listen}{ throw new Error('odd') })`,
  );
  await expect(compare(before, after)).rejects.toMatchObject({
    code: 'internal',
    detail: 'The two versions could not be compared: its thread ended.',
  });
  const fault = await compare(before, after).catch((error: unknown) => error);
  expect(fault).toMatchObject({ message: 'odd' });
  // What a fault says is nobody's business but the log's.
  expect(fault).not.toBeInstanceOf(AppError);
  expect(await compare(before, after)).toEqual(compareHere(before, after));
  expect(started).toHaveLength(3);
});

test('a comparison that takes too long is ended, and those that wait are done', async () => {
  const compare = comparer({ threads: 1, limitMs: 5000 }, `${listen}{ for (;;); })`);
  const [slow, waiting] = await Promise.allSettled([compare(before, after), compare(before, after)]);
  expect(slow).toMatchObject({
    reason: { detail: 'The two versions could not be compared: it took longer than 5 s.' },
  });
  expect(waiting).toMatchObject({ status: 'fulfilled' });
});

test('a thread that waits for work keeps no process from ending', () => {
  const at = (file: string) => new URL(`../../../server/compare/${file}`, import.meta.url).href;
  const side = (label: string) =>
    `{ type: 'PermissionSet', fullName: 'A', files: [{ role: 'metadata', name: 'A.xml', text: '<PermissionSet><label>${label}</label></PermissionSet>' }] }`;
  const code = `import(${JSON.stringify(at('compare-versions.ts'))})
    .then(({ createComparer }) => createComparer({ fromSize: 0 })(${side('Old')}, ${side('New')}))
    .then(({ summary }) => process.stdout.write(summary));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  expect({ status, stdout, stderr }).toMatchObject({ status: 0, stdout: 'Label Old → New' });
});
