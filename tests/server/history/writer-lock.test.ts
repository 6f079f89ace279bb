// The lock of an org's writers: many beside each other, a purge alone, and whoever comes while it is held waits.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { createWriterLock, type WriterLock } from '../../../server/history/writer-lock.ts';
import { makeFolder } from './git-project.ts';

const locks: WriterLock[] = [];
const place = () => join(makeFolder(), 'git', 'org.lock');
const lockOf = (file: string) => {
  const lock = createWriterLock(file);
  locks.push(lock);
  return lock;
};
afterEach(() => {
  for (const lock of locks.splice(0)) lock.close();
});

test('writers hold it at once; one that wants it alone waits for them, and they for it', async () => {
  const file = place();
  const [one, other, purge] = [lockOf(file), lockOf(file), lockOf(file)];
  const told: string[] = [];
  const write = Promise.withResolvers<void>();
  const writing = one.shared(() => write.promise.then(() => told.push('written')));
  await other.shared(async () => told.push('beside it'));
  const waits = Promise.withResolvers<void>();
  const purging = purge.alone(async () => told.push('purged'), waits.resolve);
  await waits.promise;
  write.resolve();
  await Promise.all([writing, purging]);
  expect(told).toEqual(['beside it', 'written', 'purged']);
});

test('a process that first looks at it while another has it alone waits as well', async () => {
  const file = place();
  await lockOf(file).shared(async () => undefined);
  const holder = new DatabaseSync(file);
  holder.exec('BEGIN EXCLUSIVE');
  const told: string[] = [];
  const newcomers = [
    lockOf(file).shared(async () => told.push('written')),
    lockOf(file).alone(async () => told.push('purged')),
  ];
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(told).toEqual([]);
  holder.exec('ROLLBACK');
  holder.close();
  await Promise.all(newcomers);
  expect(told.sort()).toEqual(['purged', 'written']);
});
