// A user's own repository as the org: read in place, malformed XML shown as lines, drift against another revision.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { signIn } from '../../dev/smoke/journey.ts';
import { leaks, openStage, pictureFailure, type Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

const folder = mkdtempSync(join(tmpdir(), 'canvasback-project-'));
const flow = (label: string) => `<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>64.0</apiVersion>
    <label>${label}</label>
    <processType>AutoLaunchedFlow</processType>
    <status>Active</status>
</Flow>
`;
let stage: Stage;
let before: string[];

function git(...args: string[]): void {
  const who = ['-c', 'user.name=Robin Vale', '-c', 'user.email=robin@acme.example'];
  execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'pipe' });
}

function commit(message: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

/** Every file of the repository with its content. Times don't count: git renews those of objects it meets again. */
function inventory(): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((path) => statSync(join(folder, path)).isFile())
    .map(
      (path) =>
        `${path} ${createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')}`,
    )
    .sort();
}

test.beforeAll(async () => {
  git('init', '--quiet', '--initial-branch=main');
  const path = 'force-app/main/default/flows/Greet.flow-meta.xml';
  commit('First', {
    'sfdx-project.json': '{"packageDirectories":[{"path":"force-app","default":true}]}',
    [path]: flow('Greet'),
  });
  commit('A merge went wrong', { [path]: flow('Greet').replace('<label>', '<<<<<<< HEAD\n    <label>') });
  commit('Mended', { [path]: flow('Greet everyone') });
  git('branch', 'live');
  git('checkout', '--quiet', 'live');
  commit('Edited in Setup', { [path]: flow('Greet nobody') });
  git('checkout', '--quiet', 'main');
  before = inventory();
  stage = await openStage({ project: folder, live: 'live' });
});
test.afterEach(async ({ browserName: _ }, info) => pictureFailure(stage, info));
test.afterAll(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('its committed history is the org’s history; malformed XML is compared as lines and says where', async () => {
  const page = await stage.open(await stage.addressOf('Flow', 'Greet'));
  const popup = await stage.browser.open('popup');
  await signIn(popup, 'ada@acme.example');
  await popup.close();
  await stage.connectOrg();
  await page.close();
  const { panel } = await stage.panelOf('Flow', 'Greet');
  await expect(panel.getByRole('option')).toHaveCount(3);
  await panel.getByRole('option').filter({ hasText: 'A merge went wrong' }).click();
  await expect(panel.getByText(/line 4/).first()).toBeVisible();
});

test('the live revision differs, and committing it leaves the repository untouched', async () => {
  const { panel } = await stage.panelOf('Flow', 'Greet');
  await panel.getByRole('button', { name: 'Compare with last committed' }).click();
  await expect(panel.locator('.verdict')).toContainText('not committed');
  await expect(panel.locator('.change-list')).toContainText('Greet nobody');
  await panel.getByRole('button', { name: 'Commit this version' }).click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Commit', exact: true }).click();
  await expect(panel.locator('.verdict')).toContainText('In sync');
  expect(inventory()).toEqual(before);
  expect(leaks(stage.world)).toEqual([]);
});
