// The org moves along its project's history: the same as a start there, as the commits' authors, kept and undone.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Org, openOrg } from '../../../dev/salesforce/state/org.ts';
import { commit, makeMovingProject, steps } from './moving-project.ts';
import { type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { git } from './tiny-project.ts';

const dir = mkdtempSync(join(tmpdir(), 'replay-'));
const project = join(dir, 'project');
let org: OrgUnderTest;
beforeAll(async () => {
  makeMovingProject(project);
  org = await startOrgUnderTest({ project, from: 'HEAD~5' });
});
afterAll(async () => {
  await org.stop();
  rmSync(dir, { recursive: true, force: true });
});

const post = async (path: string, body: object = {}) => {
  const answer = await org.control(path, body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json();
};
const state = async () => (await org.control('/replay')).json();

interface Picture {
  readonly modified: readonly (string | undefined)[];
  readonly [more: string]: unknown;
}

/** Every component with its id, its files and who changed it when. */
async function pictureOf(opened: Org) {
  const all: Record<string, Picture> = {};
  for (const type of opened.components.types().sort()) {
    for (const component of opened.components.list(type)) {
      const files: Record<string, string | undefined> = {};
      for (const role of component.files.keys()) files[role] = await opened.components.text(component, role);
      all[`${type}:${component.fullName}`] = {
        id: component.id,
        files,
        own: await opened.components.text(component, 'metadata'),
        children: [...component.children].map((each) => each.fullName).sort(),
        versions: component.versions.length,
        modified: [
          opened.people.byId(component.modified.userId)?.name,
          new Date(component.modified.at).toISOString(),
        ],
      };
    }
  }
  return all;
}

async function withOrg<Value>(from: string | undefined, data: string, use: (opened: Org) => Promise<Value>) {
  const opened = await openOrg({ project, from, data: join(dir, data), tls: { cert: '', key: '' } });
  try {
    return await use(opened);
  } finally {
    opened.git.close();
  }
}

describe('a replay', () => {
  test('tells what comes next and what it will change', async () => {
    const now = await state();
    expect(now).toMatchObject({ ahead: 5, target: 'HEAD', running: null });
    expect(now.commit).toBe(now.start);
    expect(now.next).toMatchObject({
      subject: 'An object, two fields, labels, a component',
      author: { name: 'Nora Haddad', email: 'nora.haddad@acme.example' },
      at: Date.parse('2026-04-01T08:00:00Z'),
    });
    expect(now.next.changes).toContainEqual({
      kind: 'created',
      type: 'CustomField',
      fullName: 'Account.Tier__c',
    });
  });

  test('edits as the author, at the time of the commit, with a row in the audit trail', async () => {
    expect((await org.query('SELECT Id FROM CustomLabel')).status).toBe(400);
    await post('/replay', { steps: 2 });
    const { components, commit: at, users } = (await org.control('/state')).json();
    expect(at).toBe(git(project, {}, 'rev-parse', 'HEAD~3').trim());
    const found = (type: string, fullName: string) =>
      components.find(
        (each: { type: string; fullName: string }) => each.type === type && each.fullName === fullName,
      );
    expect(found('CustomField', 'Invoice__c.Sum__c')).toMatchObject({
      lastModifiedBy: 'New Person',
      lastModifiedDate: '2026-04-02T09:00:00.000Z',
    });
    expect(found('CustomField', 'Invoice__c.Due__c')).toMatchObject({ lastModifiedBy: 'Nora Haddad' });
    expect(found('CustomLabel', 'Hello')).toMatchObject({ lastModifiedBy: 'New Person' });
    expect(found('CustomLabel', 'Bye')).toBeUndefined();
    expect(users.map((user: { username: string }) => user.username)).toContain('new.person@acme.example');
    await org.fault({ clockOffset: Date.parse('2026-04-10T00:00:00Z') - Date.now() });
    const trail = await org.query(
      'SELECT Action, Display, CreatedBy.Name, CreatedDate FROM SetupAuditTrail',
      await org.mint(),
      '',
    );
    await org.fault({ clockOffset: 0 });
    expect(trail.json().records).toContainEqual(
      expect.objectContaining({
        Action: 'changedCustomField',
        Display: 'Changed Invoice__c.Sum__c custom field',
        CreatedDate: '2026-04-02T09:00:00.000+0000',
        CreatedBy: expect.objectContaining({ Name: 'New Person' }),
      }),
    );
  });

  test('is kept over a restart, with an edit that was made between two commits', async () => {
    const files = { 'Lead.cls': 'public class Lead { /* by hand */ }\n' };
    await post('/edit', { type: 'ApexClass', fullName: 'Lead', files });
    await post('/replay', { steps: 1 });
    const before = (await org.control('/state')).json();
    await org.restart({ from: 'HEAD~5' });
    const after = (await org.control('/state')).json();
    expect([after.commit, after.components]).toEqual([before.commit, before.components]);
    expect((await state()).ahead).toBe(2);
    const lead = await org.control('/component?type=ApexClass&fullName=Lead');
    expect(lead.json().content).toBe(files['Lead.cls']);
  });

  test('goes to a revision, and to the end when nothing is said; then there is nothing to do', async () => {
    const until = git(project, {}, 'rev-parse', '--short', 'HEAD~1').trim();
    expect((await post('/replay', { until })).done).toBe(1);
    expect((await post('/replay')).done).toBe(1);
    expect((await post('/replay')).done).toBe(0);
    expect(await state()).toMatchObject({ ahead: 0, next: null });
  });

  test('dates its changes by the clock of the org where that is asked for', async () => {
    await post('/replay/reset');
    await post('/replay', { steps: 1, dates: 'now' });
    const { components, now } = (await org.control('/state')).json();
    const sum = components.find((each: { fullName: string }) => each.fullName === 'Invoice__c.Sum__c');
    expect(Math.abs(Date.parse(sum.lastModifiedDate) - Date.parse(now))).toBeLessThan(10_000);
    expect(sum.lastModifiedBy).toBe('Nora Haddad');
  });

  test('sees a commit that is made while the org runs', async () => {
    await post('/replay');
    const [again] = steps;
    if (again) {
      commit(project, {
        ...again,
        subject: 'Later',
        files: {
          'force-app/main/default/classes/Later.cls': 'x',
          'force-app/main/default/classes/Later.cls-meta.xml': '<ApexClass/>',
        },
      });
    }
    expect((await state()).next).toMatchObject({ subject: 'Later' });
    await post('/replay');
    expect((await org.control('/component?type=ApexClass&fullName=Later')).json().content).toBe('x');
  });

  test('brings back whole what was deleted by hand, when a commit changes it', async () => {
    await post('/replay/reset');
    await post('/replay', { steps: 1 });
    await post('/delete', { type: 'LightningComponentBundle', fullName: 'card' });
    await post('/replay', { steps: 1 });
    const card = await org.control('/component?type=LightningComponentBundle&fullName=card');
    expect(card.json().files).toEqual({
      'card.js': 'export default class Card {}\n',
      'card.js-meta.xml': expect.stringContaining('<apiVersion>66.0</apiVersion>'),
    });
  });

  test('runs alone', async () => {
    await post('/replay/reset');
    const both = await Promise.all([org.control('/replay', {}), org.control('/replay', {})]);
    expect(both.map((each) => each.status).sort()).toEqual([200, 400]);
    expect(both.find((each) => each.status === 400)?.json().problem).toBe('a replay is under way');
  });

  test('goes on in the background where nobody wants to wait', async () => {
    await post('/replay/reset');
    expect((await post('/replay', { wait: false })).commit).toMatch(/^[0-9a-f]{40}$/);
    await expect.poll(async () => (await state()).ahead, { timeout: 60_000 }).toBe(0);
    await expect.poll(() => post('/replay/stop')).toEqual({ stopping: false });
  });

  test.each([
    [{ steps: 0 }, 'steps is from 1 to '],
    [{ steps: 1, until: 'HEAD' }, 'steps or until, not both'],
    [{ until: 'nowhere' }, 'there is no revision nowhere'],
    [{ until: 'HEAD~6' }, 'HEAD~6 is not ahead of the org'],
    [{ dates: 'tomorrow' }, 'dates is commit or now'],
    [{ speed: 2 }, 'replay has no speed'],
  ])('refuses %j', async (body, problem) => {
    const answer = await org.control('/replay', body);
    expect([answer.status, answer.json().problem]).toEqual([400, expect.stringContaining(problem)]);
  });

  test('can’t begin where the line of first parents doesn’t lead', async () => {
    await expect(withOrg('side', 'aside', async () => {})).rejects.toThrow(
      /is not among the first parents of HEAD/,
    );
  });
});

test('moving along the history gives the org that a start at its end gives', async () => {
  await post('/replay/reset');
  const picture = await withOrg('HEAD~6', 'walked', async (opened) => {
    const { replay } = await import('../../../dev/salesforce/state/replay.ts');
    expect(await replay(opened, { dates: 'commit' })).toBe(6);
    return pictureOf(opened);
  });
  const fresh = await withOrg(undefined, 'fresh', pictureOf);
  expect(Object.keys(picture).sort()).toEqual(Object.keys(fresh).sort());
  // A start dates a component by what its own files went through: not by a rule that lets it in, nor by a file it lost.
  const otherDate = ['ApexClass:Ignored', 'CustomObject:Invoice__c', 'LightningComponentBundle:card'];
  for (const [name, each] of Object.entries(picture)) {
    const modified = otherDate.includes(name) ? fresh[name]?.modified : each.modified;
    expect([name, { ...each, modified }]).toEqual([name, fresh[name]]);
  }
  expect(Object.keys(fresh)).toContain('CustomObject:Invoice__c');
  expect(Object.keys(fresh)).not.toContain('CustomObject:Account');
});
