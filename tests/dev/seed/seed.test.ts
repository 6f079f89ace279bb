// The sample org is what its story says, byte for byte, each time it is made.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeRepository } from '../../../dev/seed/repository.ts';
import { liveEdit, story } from '../../../dev/seed/story.ts';

const folder = mkdtempSync(join(tmpdir(), 'seed-'));
const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
const base = join(folder, 'force-app/main/default');

beforeAll(() => writeRepository(folder, story, liveEdit));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('40 components of three types, 60 versions, five people, eighteen months', () => {
  const files = git('ls-files')
    .split('\n')
    .filter((path) => /\.(?:cls|flow-meta\.xml|permissionset-meta\.xml)$/.test(path));
  expect(files).toHaveLength(40);
  const versions = git('log', '--name-only', '--pretty=')
    .split('\n')
    .filter((path) => files.includes(path));
  expect(versions).toHaveLength(60);
  expect(new Set(git('log', '--pretty=%an').split('\n')).size).toBe(5);
  const [first, last] = [story[0], story.at(-1)].map((commit) => Date.parse(commit?.at ?? ''));
  expect(((last ?? 0) - (first ?? 0)) / 86_400_000).toBeGreaterThan(500);
});

test('holds a long class, a large permission set and a flow of forty elements', () => {
  expect(
    readFileSync(join(base, 'classes/PricingEngine.cls'), 'utf8').split('\n').length,
  ).toBeGreaterThanOrEqual(1500);
  expect(statSync(join(base, 'permissionsets/Sales_Operations.permissionset-meta.xml')).size).toBeGreaterThan(
    300_000,
  );
  const flow = readFileSync(join(base, 'flows/Order_Onboarding.flow-meta.xml'), 'utf8');
  expect(flow.match(/^ {4}<(?:decisions|assignments|recordLookups|recordUpdates)>/gm)).toHaveLength(40);
});

test('one edit is live and in no commit of main', () => {
  expect(git('diff', '--name-only', 'main', 'live')).toBe(
    'force-app/main/default/flows/Route_New_Leads.flow-meta.xml',
  );
});

test('is the same each time', () => {
  const again = mkdtempSync(join(tmpdir(), 'seed-again-'));
  try {
    writeRepository(again, story, liveEdit);
    const ids = execFileSync('git', ['rev-parse', 'main', 'live'], { cwd: again, encoding: 'utf8' }).trim();
    expect(ids).toBe(git('rev-parse', 'main', 'live'));
  } finally {
    rmSync(again, { recursive: true, force: true });
  }
});
