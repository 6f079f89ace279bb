// What the org makes of a project: which components, whose, since when, under which ids.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IdMint, shortId, withSuffix } from '../../../dev/salesforce/state/ids.ts';
import { openOrg } from '../../../dev/salesforce/state/org.ts';
import { git, makeTinyProject } from './tiny-project.ts';

let dir: string;
let project: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'org-project-'));
  project = join(dir, 'project');
  makeTinyProject(project);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let opened = 0;
const open = (live?: string, from = project) => {
  opened += 1;
  return openOrg({ project: from, live, data: join(dir, `data-${opened}`), tls: { cert: '', key: '' } });
};

describe('ids', () => {
  test.each([
    ['001D000000IqhSL', '001D000000IqhSLIAZ'],
    ['01p5g000000dVj3', '01p5g000000dVj3AAE'],
    ['00D5g000004XyZa', '00D5g000004XyZaEAK'],
  ])('%s has the suffix of %s', (short, long) => {
    expect(withSuffix(short)).toBe(long);
    expect(shortId(long)).toBe(short);
  });

  test.each(['', '01p', '001D000000IqhSLIAX', '001D000000IqhSLIA', '001D000000Iqh-L'])(
    '“%s” is none',
    (text) => {
      expect(shortId(text)).toBeUndefined();
    },
  );

  test('depend on the name alone and never meet', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `Class${index}`);
    const first = new IdMint();
    const ids = names.map((name) => first.id18('01p', name));
    expect(new Set(ids).size).toBe(names.length);
    expect(new IdMint().id18('01p', 'Class0')).toBe(ids[0]);
  });
});

describe('a project', () => {
  test('gives the components of its package directories, the default one first, the ignored not', async () => {
    const org = await open();
    const names = org.components.list('ApexClass').map((component) => component.fullName);
    expect(names).toEqual(['Helper', 'Lead']);
    const lead = org.components.byName('ApexClass', 'lead');
    expect(lead && (await org.components.text(lead, 'content'))).toBe('public class Lead {\n  // two\n}\n');
    org.git.close();
  });

  test('maps its authors to users by e-mail, then by name, else to new ones', async () => {
    const org = await open();
    const by = (type: 'ApexClass' | 'Flow', name: string) =>
      org.people.byId(org.components.byName(type, name)?.modified.userId ?? '')?.username;
    expect(by('ApexClass', 'Lead')).toBe('sam.okafor@acme.example');
    expect(by('ApexClass', 'Helper')).toBe('con.tractor@acme.example');
    org.git.close();
  });

  test('is live at the revision that was asked for', async () => {
    const [old, head] = [await open('HEAD~2'), await open()];
    const lead = old.components.byName('ApexClass', 'Lead');
    expect(lead?.id).toBe(head.components.byName('ApexClass', 'Lead')?.id);
    expect(lead && (await old.components.text(lead, 'content'))).toBe('public class Lead {\n}\n');
    expect(old.components.byName('ApexClass', 'Helper')).toBeUndefined();
    old.git.close();
    head.git.close();
  });

  test('may be bare, and is only read', async () => {
    const bare = join(dir, 'bare.git');
    git(dir, {}, 'clone', '-q', '--bare', project, bare);
    const before = git(bare, {}, 'for-each-ref');
    const org = await open(undefined, bare);
    expect(org.components.list('Flow')).toHaveLength(2);
    expect(git(bare, {}, 'for-each-ref')).toBe(before);
    org.git.close();
  });

  test('must be a repository with that revision', async () => {
    await expect(open('no-such-branch')).rejects.toThrow('no git repository with a revision no-such-branch');
    await expect(open(undefined, dir)).rejects.toThrow('no git repository');
    await expect(open('--output=x')).rejects.toThrow('no git repository with a revision');
  });

  test('says when its kept edits are damaged', async () => {
    const data = mkdtempSync(join(dir, 'damaged-'));
    writeFileSync(join(data, 'org.json'), '{"edits": [');
    await expect(openOrg({ project, data, tls: { cert: '', key: '' } })).rejects.toThrow(
      'is damaged; delete it',
    );
  });
});
