// source-deploy-retrieve knows every file of the sample org, live or committed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ComponentSet, type SourceComponent } from '@salesforce/source-deploy-retrieve';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeRepository } from '../../../dev/seed/repository.ts';
import { liveEdits, story } from '../../../dev/seed/story.ts';
import { openStory } from './story-facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'seed-sdr-'));
const { git } = openStory(folder);

beforeAll(() => writeRepository(folder, story, liveEdits));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesOf(component: SourceComponent): string[] {
  const own = [...(component.xml ? [component.xml] : []), ...component.walkContent()];
  return [...own, ...component.getChildren().flatMap((child) => (child.xml ? [child.xml] : []))];
}

test.each(['main', 'live'])('at %s', (branch) => {
  git('checkout', '--quiet', branch);
  const found = ComponentSet.fromSource(join(folder, 'force-app')).getSourceComponents().toArray();
  const known = new Set(found.flatMap(filesOf).map((path) => relative(folder, path)));
  const there = git('ls-files', 'force-app').split('\n');
  expect(there.filter((path) => !known.has(path))).toEqual([]);
  expect(new Set(found.map(({ type }) => type.name)).size).toBeGreaterThanOrEqual(15);
});
