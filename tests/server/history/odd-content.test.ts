// What real repositories hold besides clean UTF-8: each kind of oddity has one outcome, and words that say it.

import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MetadataType } from '../../../core/component.ts';
import { attachProject } from '../../../server/history/import.ts';
import { listVersions } from '../../../server/history/list-versions.ts';
import { readSource } from '../../../server/history/versions.ts';
import {
  classes,
  classMeta,
  makeFolder,
  makeProject,
  permissionSet,
  permissionSets,
  runGit,
  sfdxProject,
} from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const attach = (dir: string) => attachProject(world, { orgId, dir });
const newest = async (type: MetadataType, fullName: string) => {
  const { versions, total } = await listVersions(world, { orgId, type, fullName });
  return { total, ...versions[0] };
};

test('another encoding, another line ending, a byte order mark or a lost last newline is no change of meaning', async () => {
  const project = makeProject();
  const names = ['Crlf', 'NoNewline', 'Marked'];
  for (const name of names) project.write(`${classes}/${name}.cls`, 'class A {\n}\n');
  const sets = ['Wide', 'WideBig', 'Latin', 'CrlfSet', 'MarkedSet'];
  const text = permissionSet('Lead.Grüße__c');
  for (const name of sets) project.write(`${permissionSets}/${name}.permissionset-meta.xml`, text);
  project.commit('clean');
  project.write(`${classes}/Crlf.cls`, 'class A {\r\n}\r\n');
  project.write(`${classes}/NoNewline.cls`, 'class A {\n}');
  project.write(`${classes}/Marked.cls`, '\uFEFFclass A {\n}\n');
  const set = (name: string, content: Buffer | string) =>
    project.write(`${permissionSets}/${name}.permissionset-meta.xml`, content);
  const little = Buffer.from(`\uFEFF${text.replace('UTF-8', 'UTF-16')}`, 'utf16le');
  set('Wide', little);
  set('WideBig', Buffer.from(little).swap16());
  set('Latin', Buffer.from(text.replace('UTF-8', 'ISO-8859-1'), 'latin1'));
  set('CrlfSet', text.replaceAll('\n', '\r\n'));
  set('MarkedSet', `\uFEFF${text.trimEnd()}`);
  const revision = project.commit('odd');
  expect(await attach(project.dir)).toMatchObject({ refused: [], problems: [] });
  for (const name of names) {
    expect(await newest('ApexClass', name), name).toMatchObject({ total: 2, changes: 0, kind: 'changed' });
  }
  for (const name of sets) {
    expect(await newest('PermissionSet', name), name).toMatchObject({
      total: 2,
      changes: 0,
      kind: 'changed',
    });
    const { files } = await readSource(world, { orgId, type: 'PermissionSet', fullName: name, revision });
    expect(files[0]?.text, name).toContain('<field>Lead.Grüße__c</field>');
  }
  expect((await newest('PermissionSet', 'WideBig')).note).toMatch(/UTF-16/);
  expect((await newest('PermissionSet', 'Latin')).note).toMatch(/not UTF-8/);
});

test('empty, broken, half merged and stored elsewhere', async () => {
  const project = makeProject();
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n`;
  const odd = {
    Empty: '',
    Broken: '<PermissionSet>\n  <label>Sales</lable>\n',
    Merged: permissionSet('Lead.A').replace('    <label>', '<<<<<<< HEAD\n=======\n>>>>>>> other\n<label>'),
    Pointer: pointer,
    Entity: '<!DOCTYPE x [<!ENTITY a "b">]>\n<PermissionSet><label>&a;</label></PermissionSet>',
    Binary: Buffer.from([0, 1, 2, 0xfe, 0xff, 0]),
  };
  for (const name of Object.keys(odd)) {
    project.write(`${permissionSets}/${name}.permissionset-meta.xml`, permissionSet('Lead.A'));
  }
  project.write(`${classes}/Nothing.cls`, '');
  project.commit('clean');
  for (const [name, content] of Object.entries(odd)) {
    project.write(`${permissionSets}/${name}.permissionset-meta.xml`, content);
  }
  const revision = project.commit('odd');
  await attach(project.dir);
  const noteOf = async (name: string) => (await newest('PermissionSet', name)).note;
  expect(await newest('ApexClass', 'Nothing')).toMatchObject({ kind: 'added', total: 1 });
  expect(await noteOf('Empty')).toMatch(/compared as lines/);
  expect(await noteOf('Broken')).toMatch(/line 2, column \d+.*compared as lines/);
  expect(await noteOf('Merged')).toMatch(/merge conflict markers \(line \d+\).*compared as lines/);
  expect(await noteOf('Entity')).toMatch(/document type declaration is not allowed.*compared as lines/);
  expect(await noteOf('Binary')).toMatch(/not UTF-8.*compared as lines/);
  expect(await newest('PermissionSet', 'Pointer')).toMatchObject({
    kind: 'unavailable',
    summary: 'Content not available',
    note: 'Pointer.permissionset-meta.xml: stored in Git LFS; content not here.',
  });
  const of = { orgId, type: 'PermissionSet', fullName: 'Pointer', revision } as const;
  await expect(readSource(world, of)).rejects.toMatchObject({
    code: 'version_unavailable',
    detail: expect.stringMatching(/stored in Git LFS/),
  });
});

/** A repository whose one commit holds these paths, which no file system need be able to hold. */
function importPaths(paths: readonly (string | Buffer)[], text: (index: number) => string): string {
  const dir = makeFolder();
  runGit(dir, ['init', '--quiet', '--bare', '--initial-branch=main', '.']);
  const data = (content: string) => Buffer.from(`data ${Buffer.byteLength(content)}\n${content}\n`);
  const quoted = (path: string | Buffer) =>
    Buffer.concat([
      Buffer.from('"'),
      ...[...Buffer.from(path)].map((byte) =>
        Buffer.from(
          byte > 32 && byte < 127 && byte !== 34 && byte !== 92
            ? [byte]
            : `\\${byte.toString(8).padStart(3, '0')}`,
        ),
      ),
      Buffer.from('"\n'),
    ]);
  const file = (path: string | Buffer, content: string) => [
    Buffer.from('M 100644 inline '),
    quoted(path),
    data(content),
  ];
  const input = Buffer.concat([
    Buffer.from('commit refs/heads/main\ncommitter Ada King <ada@acme.example> 1600000000 +0000\n'),
    data('All at once'),
    ...file('sfdx-project.json', sfdxProject),
    ...paths.flatMap((path, index) => file(path, text(index))),
  ]);
  const run = spawnSync('git', ['--git-dir', dir, 'fast-import', '--quiet'], { input });
  expect(run.stderr.toString()).toBe('');
  return dir;
}

test('names with blanks, umlauts in either form and escapes are names; others are refused with the reason', async () => {
  const layouts = 'force-app/main/default/layouts';
  const composed = 'Lead-Übersicht'.normalize('NFC');
  const deep = `force-app/${'very-long-folder-name/'.repeat(150)}classes/Deep.cls`;
  const dir = importPaths(
    [
      `${layouts}/Lead-Lead Layout.layout-meta.xml`,
      `${layouts}/${composed.normalize('NFD')}.layout-meta.xml`,
      `${layouts}/Lead-50%25 %28old%29.layout-meta.xml`,
      `${layouts}/Lead-"quoted".layout-meta.xml`,
      deep,
      `${classes}/lead.cls`,
      `${classes}/Lead.cls`,
      `${classes}/${'L'.repeat(401)}.cls`,
      `${classes}/Line\nbreak.cls`,
      `${classes}/Back\\slash.cls`,
      Buffer.concat([Buffer.from(`${classes}/Caf`), Buffer.from([0xe9]), Buffer.from('.cls')]),
    ],
    (index) => `<Layout><!-- ${index} --></Layout>`,
  );
  const { refused } = await attach(dir);
  expect(
    Object.fromEntries(
      refused.map(({ path, reason }) => [path.slice(classes.length + 1, -4).slice(0, 12), reason]),
    ),
  ).toEqual({
    LLLLLLLLLLLL: 'its name has more than 400 characters',
    'Line\nbreak': 'its name has characters no component’s has',
    'Back\\slash': 'its name has characters no component’s has',
    'Caf\uFFFD': 'its name is not UTF-8',
  });
  for (const name of ['Lead-Lead Layout', composed, 'Lead-50%25 %28old%29', 'Lead-"quoted"']) {
    expect((await newest('Layout', name)).total, name).toBe(1);
  }
  // The path stays as git has it; only the name is brought into one form.
  const { component } = await listVersions(world, { orgId, type: 'Layout', fullName: composed });
  expect(component?.path).toBe(`${layouts}/${composed.normalize('NFD')}.layout-meta.xml`);
  expect((await listVersions(world, { orgId, type: 'ApexClass', fullName: 'Deep' })).component?.path).toBe(
    deep,
  );
  for (const name of ['lead', 'Lead']) expect((await newest('ApexClass', name)).total, name).toBe(1);
});

test('of one name in both forms of Unicode one wins and the other is listed', async () => {
  const name = 'Übersicht';
  const path = (form: string) => `force-app/${form.length}/Lead-${form}.layout-meta.xml`;
  const forms = [name.normalize('NFC'), name.normalize('NFD')];
  await attach(importPaths(forms.map(path), () => '<Layout/>'));
  const fullName = `Lead-${forms[0]}`;
  const { component } = await listVersions(world, { orgId, type: 'Layout', fullName });
  const [first, second] = forms.map(path).sort();
  expect([component?.path, component?.losers]).toEqual([first, [second]]);
});

test('a name of which only the case changes ends, and begins under the new one, in one commit', async () => {
  const project = makeProject();
  project.write(`${classes}/lead.cls`, 'public class Lead {\n  // one\n  // two\n  // three\n}\n');
  project.write(`${classes}/lead.cls-meta.xml`, classMeta());
  project.commit('first');
  project.git('mv', `${classes}/lead.cls`, `${classes}/Lead.cls`);
  project.git('mv', `${classes}/lead.cls-meta.xml`, `${classes}/Lead.cls-meta.xml`);
  const revision = project.commit('case');
  await attach(project.dir);
  expect(await newest('ApexClass', 'lead')).toMatchObject({ total: 2, kind: 'deleted', revision });
  expect(await newest('ApexClass', 'Lead')).toMatchObject({ total: 1, kind: 'added', revision });
});

const fileCount = Number(process.env.SOAK_FILES ?? 400);

test(`${fileCount} files in one commit`, { timeout: 60_000 + fileCount * 20 }, async () => {
  const half = fileCount / 2;
  const paths = Array.from({ length: half }, (_, index) => `${classes}/Class${index}.cls`);
  const dir = importPaths(
    paths.flatMap((path) => [path, `${path}-meta.xml`]),
    (index) => (index % 2 === 0 ? `public class Class${index / 2} {\n}\n` : classMeta()),
  );
  const { seconds, megabytes } = await measured(async () => {
    expect(await attach(dir)).toMatchObject({ commits: 1, versions: half });
  });
  const { rows } = await countRows();
  expect(rows).toBe(half);
  process.stdout.write(`${fileCount} files in one commit: ${seconds} s, at most ${megabytes} MB more\n`);
});

const bigMegabytes = Number(process.env.SOAK_FILE_MB ?? 40);

test(`a file of ${bigMegabytes} MB is named, not loaded`, {
  timeout: 60_000 + bigMegabytes * 1000,
}, async () => {
  const project = makeProject();
  project.write(`${classes}/Big.cls`, 'class Big {}\n');
  project.write(`${classes}/Small.cls`, 'class Small {}\n');
  project.commit('small');
  project.write(`${classes}/Big.cls`, Buffer.alloc(bigMegabytes * 1024 * 1024, '// much\n'));
  project.write(`${classes}/Small.cls`, 'class Small { }\n');
  project.commit('big');
  const { seconds, megabytes } = await measured(async () => {
    await attach(project.dir);
  });
  expect(await newest('ApexClass', 'Big')).toMatchObject({
    kind: 'unavailable',
    note: `Big.cls: it is too large to show (${bigMegabytes} MB).`,
  });
  expect(await newest('ApexClass', 'Small')).toMatchObject({ kind: 'changed', total: 2 });
  expect(megabytes).toBeLessThan(200);
  process.stdout.write(`a file of ${bigMegabytes} MB: ${seconds} s, at most ${megabytes} MB more\n`);
});

async function measured(work: () => Promise<void>): Promise<{ seconds: string; megabytes: number }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const started = performance.now();
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return { seconds, megabytes: Math.round((most - before) / 1024 / 1024) };
}

async function countRows(): Promise<{ rows: number }> {
  const row = await world.db
    .selectFrom('versions')
    .select((select) => select.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow();
  return { rows: Number(row.rows) };
}
