// The script that holds an imported history against git: silent when both agree, and not when a row is gone or made up.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { classes, classMeta, makeFolder, makeProject } from '../server/history/git-project.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const node = (...args: string[]) => spawnSync(process.execPath, args, { encoding: 'utf8', cwd: root });

const resource = (type: string) =>
  `<StaticResource xmlns="http://soap.sforce.com/2006/04/metadata"><contentType>${type}</contentType></StaticResource>\n`;
const folder =
  '<ReportFolder xmlns="http://soap.sforce.com/2006/04/metadata"><name>Sales</name></ReportFolder>\n';
const report = '<Report xmlns="http://soap.sforce.com/2006/04/metadata"><name>Pipeline</name></Report>\n';
const label = (text: string) =>
  `<CustomLabels xmlns="http://soap.sforce.com/2006/04/metadata"><labels><fullName>Hi</fullName><value>${text}</value></labels></CustomLabels>\n`;
const base = 'force-app/main/default';

/** What an older layout, an unpacked resource, a document without its file and a merge of the two can do to a history. */
function writeHistory(): string {
  const project = makeProject();
  project.write('src/package.xml', '<Package/>');
  project.write('src/reports/Sales-meta.xml', folder);
  project.write('src/reports/Sales/Pipeline.report', report);
  project.write('src/documents/Art-meta.xml', folder.replaceAll('ReportFolder', 'DocumentFolder'));
  project.write('src/documents/Art/Logo.png', 'picture');
  project.write(`${classes}/Lead.cls`, 'class Lead {}');
  project.write(`${classes}/Lead.cls-meta.xml`, classMeta());
  project.write(`${base}/staticresources/site/site.css`, 'a {}');
  project.write(`${base}/labels/CustomLabels.labels-meta.xml`, label('Hello'));
  project.commit('older layout; a resource and a document that nothing describes yet');
  project.write('src/documents/Art/Logo.png-meta.xml', '<Document/>\n');
  project.write(`${base}/staticresources/site.resource-meta.xml`, resource('application/zip'));
  project.write(`${base}/staticresources/site/js/site.js`, 'go()');
  project.commit('described now');
  project.git('mv', 'src/reports/Sales/Pipeline.report', `src/reports/Sales/Pipeline.report-meta.xml`);
  project.git('mv', 'src/reports/Sales-meta.xml', 'src/reports/Sales.reportFolder-meta.xml');
  project.write(`${base}/labels/CustomLabels.labels-meta.xml`, label('Hello there'));
  project.commit('source format');
  project.git('mv', `${base}/staticresources/site/site.css`, `${base}/staticresources/site/js/site.css`);
  project.remove(`${classes}/Lead.cls`);
  project.commit('a file moved inside a resource; a class goes');
  return project.dir;
}

test('agrees with the product on every component, and names each row that is missing, made up or moved', () => {
  const [dir, data] = [writeHistory(), join(makeFolder(), 'api')];
  const imported = node('cli/main.ts', 'import', dir, '--org', '00D5g000004XyZaEAK', '--data', data);
  expect(imported.status, imported.stderr).toBe(0);
  const check = () => node('scripts/check-history.ts', '--repository', dir, '--data', data);
  const good = check();
  expect(good.stdout).toContain('7 components have the same versions as git says, 0 differ');
  expect(good.status).toBe(0);

  const db = new DatabaseSync(join(data, 'canvasback.sqlite'));
  db.exec("DELETE FROM versions WHERE type = 'StaticResource' AND seq = 2");
  db.exec(`INSERT INTO versions SELECT * FROM versions WHERE type = 'Report'`.replace('*', columns(db)));
  const ids = db.prepare("SELECT commit_id FROM versions WHERE type = 'CustomLabel' ORDER BY seq").all();
  const swap = db.prepare("UPDATE versions SET commit_id = ? WHERE type = 'CustomLabel' AND seq = ?");
  for (const [at, { commit_id }] of ids.toReversed().entries()) swap.run(String(commit_id), at + 1);
  db.close();
  const bad = check();
  expect(bad.status).toBe(1);
  expect(bad.stdout).toContain('4 components have the same versions as git says, 3 differ');
  expect(bad.stdout).toMatch(/StaticResource:site: missing [0-9a-f]{8}; invented none/);
  expect(bad.stdout).toMatch(/Report:Sales\/Pipeline: missing none; invented [0-9a-f]{8}/);
  expect(bad.stdout).toContain('CustomLabel:Hi: the same commits in another order');
});

/** The columns of a version, with the next number in place of its own. */
function columns(db: DatabaseSync): string {
  const names = db.prepare('PRAGMA table_info(versions)').all();
  return names.map(({ name }) => (name === 'seq' ? 'seq + 1' : `"${name}"`)).join(', ');
}

test('says how to call it', () => {
  const { status, stderr } = node('scripts/check-history.ts');
  expect(status).toBe(2);
  expect(stderr).toContain('--repository DIR');
});
