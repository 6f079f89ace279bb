// The sample org is what its story says, byte for byte, each time it is made.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people } from '../../../dev/seed/people.ts';
import { writeRepository } from '../../../dev/seed/repository.ts';
import { liveEdits, story } from '../../../dev/seed/story.ts';
import { componentOf, folderOf, openStory, type StoryCommit } from './story-facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'seed-'));
const { git, commits, blobs } = openStory(folder);
const base = join(folder, 'force-app/main/default');
let main: StoryCommit[];
let live: StoryCommit[];

beforeAll(() => {
  writeRepository(folder, story, liveEdits);
  main = commits('--first-parent', 'main');
  live = commits('main..live');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const componentsIn = (paths: Iterable<string>) =>
  new Set([...paths].flatMap((path) => componentOf(path) ?? []));
const changedIn = (commit: StoryCommit) => componentsIn(commit.changed.map(([, path]) => path));
const commitSaying = (words: string) => main.find(({ subject }) => subject.includes(words));

describe('how much there is', () => {
  test('over 150 components of over 15 types, over 200 versions, five people, eighteen months', () => {
    const components = componentsIn(git('ls-files').split('\n'));
    expect(components.size).toBeGreaterThanOrEqual(150);
    expect(new Set([...components].map(folderOf)).size).toBeGreaterThanOrEqual(15);
    const versions = main.reduce((sum, commit) => sum + changedIn(commit).size, 0);
    expect(versions).toBeGreaterThanOrEqual(200);
    expect(new Set(main.map(({ author }) => author))).toEqual(
      new Set(Object.values(people).map(({ name }) => name)),
    );
    const days = ((main.at(-1)?.at ?? 0) - (main[0]?.at ?? 0)) / 86_400;
    expect(days).toBeGreaterThan(500);
  });

  test('a profile of a megabyte, a long class, a large permission set and a flow of forty elements', () => {
    const profile = join(base, 'profiles/Branch Advisor.profile-meta.xml');
    expect(statSync(profile).size).toBeGreaterThanOrEqual(1_000_000);
    expect(readFileSync(profile, 'utf8').match(/<fieldPermissions>/g)?.length).toBeGreaterThan(5000);
    expect(
      readFileSync(join(base, 'classes/PricingEngine.cls'), 'utf8').split('\n').length,
    ).toBeGreaterThanOrEqual(1500);
    const large = join(base, 'permissionsets/Sales_Operations.permissionset-meta.xml');
    expect(statSync(large).size).toBeGreaterThan(300_000);
    const flow = readFileSync(join(base, 'flows/Order_Onboarding.flow-meta.xml'), 'utf8');
    expect(flow.match(/^ {4}<(?:decisions|assignments|recordLookups|recordUpdates)>/gm)).toHaveLength(40);
  });

  test.each([
    ['flows/Route_New_Leads.flow', 6],
    ['flows/Order_Onboarding.flow', 3],
    ['flows/Survey_After_Case.flow', 1],
    ['classes/PricingEngine.cls', 3],
    ['permissionsets/Sales_Manager.permissionset', 4],
    ['profiles/Branch Advisor.profile', 5],
  ])('%s has %i versions', (component, versions) => {
    expect(main.filter((commit) => changedIn(commit).has(component))).toHaveLength(versions);
  });
});

describe('laws', () => {
  test('every document that ever was is well-formed, those of one folder are of one type', () => {
    const read = execFileSync('git', ['cat-file', '--batch'], {
      cwd: folder,
      input: [...blobs().keys()].join('\n'),
      maxBuffer: 256 * 1024 * 1024,
    });
    const paths = blobs();
    let at = 0;
    const roots = new Map<string, Set<string>>();
    while (at < read.length) {
      const end = read.indexOf(10, at);
      const [oid = '', , size = '0'] = read.subarray(at, end).toString().split(' ');
      const text = read.subarray(end + 1, end + 1 + Number(size)).toString();
      at = end + 2 + Number(size);
      const path = paths.get(oid) ?? '';
      if (!path.endsWith('.xml')) continue;
      const place = folderOf(componentOf(path) ?? path);
      roots.set(place, (roots.get(place) ?? new Set()).add(rootOf(text, path)));
    }
    expect(roots.size).toBeGreaterThan(30);
    for (const [place, types] of roots)
      expect([...types], place).toEqual([expect.stringMatching(/^[A-Z]\w+$/)]);
  });

  test('people are known, and no commit is older than the one before it', () => {
    const known = new Set(Object.values(people).map(({ name, email }) => `${name} <${email}>`));
    for (const who of git('log', '--all', '--format=%an <%ae>%n%cn <%ce>').split('\n'))
      expect(known).toContain(who);
    const at = new Map(commits('--all').map((commit) => [commit.id, commit.at]));
    for (const commit of [...commits('--all')])
      for (const parent of commit.parents) expect(at.get(parent)).toBeLessThan(commit.at);
  });

  test('each commit changes something, and says what in a sentence', () => {
    for (const { subject, changed } of [...main, ...live]) {
      expect(changed.length, subject).toBeGreaterThan(0);
      expect(subject).toMatch(/^[\p{L}\d].{8,}$/u);
    }
  });

  test('code and its document come and go together', () => {
    const files = new Set(git('ls-files').split('\n'));
    for (const path of files)
      if (/\.(?:cls|trigger|page|component)$/.test(path)) expect(files).toContain(`${path}-meta.xml`);
      else if (/\.(?:cls|trigger|page|component)-meta\.xml$/.test(path))
        expect(files).toContain(path.replace('-meta.xml', ''));
  });
});

describe('what happens in it', () => {
  test('a merge of a branch with commits of its own', () => {
    const merges = main.filter(({ parents }) => parents.length === 2);
    expect(merges.map(({ subject }) => subject)).toEqual(["Merge branch 'complaints'"]);
    const id = merges[0]?.id ?? '';
    expect(git('rev-list', '--count', `${id}^1..${id}^2`)).toBe('3');
    expect(changedIn(merges[0] as StoryCommit).size).toBeGreaterThan(30);
  });

  test('what is reverted is as it was before', () => {
    const reverts = main.filter(({ subject }) => subject.startsWith('Revert'));
    expect(reverts).toHaveLength(3);
    for (const { id, subject, changed } of reverts) {
      const reverted = main.find((each) => each.subject === /“(.+)”/.exec(subject)?.[1]);
      const paths = changed.map(([, path]) => path);
      expect(git('diff', '--name-only', `${reverted?.id}^`, id, '--', ...paths)).toBe('');
    }
  });

  test('formatting alone: nothing but blanks at the beginning of lines', () => {
    const { id = '', changed } = commitSaying('two spaces') ?? {};
    expect(changed?.length).toBeGreaterThan(5);
    expect(git('diff', '--ignore-all-space', '--numstat', `${id}^`, id)).toBe('');
  });

  test('a component that was deleted and made again, and one that is gone for good', () => {
    const path = 'force-app/main/default/customMetadata/Risk_Surcharge.Class_D.md-meta.xml';
    const statusOf = (wanted: string) =>
      main.flatMap(({ changed }) => changed.filter(([, each]) => each === wanted).map(([status]) => status));
    expect(statusOf(path)).toEqual(['A', 'D', 'A']);
    expect(statusOf('force-app/main/default/aura/QuickConsent/QuickConsent.cmp')).toEqual(['A', 'D']);
  });

  test('components that were renamed', () => {
    const renamed = git(
      'log',
      '--first-parent',
      '-M50%',
      '--diff-filter=R',
      '--name-status',
      '--format=',
      'main',
    );
    expect(renamed).toMatch(/lwc\/leadCard\/leadCard\.js\t.*lwc\/leadScoreCard\/leadScoreCard\.js/);
    expect(renamed).toMatch(/Term_From_6_To_84\.\S+\t.*Term_From_6_To_120/);
  });

  test('six edits of six types are live and in no commit of main, the flow’s is the last', () => {
    expect(live.map(({ changed }) => changed.map(([, path]) => folderOf(componentOf(path) ?? '')))).toEqual([
      ['profiles'],
      ['objects.fields'],
      ['objects.validationRules'],
      ['layouts'],
      ['lwc'],
      ['flows'],
    ]);
    expect(live[0]?.at).toBeGreaterThan(main.at(-1)?.at ?? 0);
  });
});

test('is the same each time', () => {
  const again = mkdtempSync(join(tmpdir(), 'seed-again-'));
  try {
    writeRepository(again, story, liveEdits);
    const ids = execFileSync('git', ['rev-parse', 'main', 'live'], { cwd: again, encoding: 'utf8' }).trim();
    expect(ids).toBe(git('rev-parse', 'main', 'live'));
  } finally {
    rmSync(again, { recursive: true, force: true });
  }
});

function rootOf(text: string, path: string): string {
  let root = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    root ||= name;
  });
  parser.on('error', (error) => {
    throw new Error(`${path}: ${error.message}`);
  });
  parser.write(text).close();
  return root;
}
