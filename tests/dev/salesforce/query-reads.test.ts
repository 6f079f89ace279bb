// What a query reads of the project: nothing for names and dates, one file for one row, one parsing for many parts.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Org, openOrg } from '../../../dev/salesforce/state/org.ts';
import { runQuery } from '../../../dev/salesforce/tooling/soql-run.ts';
import { toolingTables } from '../../../dev/salesforce/tooling/tooling-tables.ts';
import { git } from './tiny-project.ts';

const dir = mkdtempSync(join(tmpdir(), 'reads-'));
const count = 400;
let org: Org;
let blobs = 0;

beforeAll(async () => {
  const project = join(dir, 'project');
  const objects = join(project, 'force-app/objects/Big__c');
  mkdirSync(join(objects, 'fields'), { recursive: true });
  mkdirSync(join(project, 'force-app/labels'), { recursive: true });
  writeFileSync(join(project, 'sfdx-project.json'), '{"packageDirectories":[{"path":"force-app"}]}');
  writeFileSync(join(objects, 'Big__c.object-meta.xml'), '<CustomObject><label>Big</label></CustomObject>');
  const numbers = Array.from({ length: count }, (_, index) => index);
  for (const number of numbers) {
    const file = join(objects, 'fields', `F${number}__c.field-meta.xml`);
    writeFileSync(
      file,
      `<CustomField><fullName>F${number}__c</fullName><length>${number}</length></CustomField>`,
    );
  }
  const labels = numbers.map(
    (number) => `<labels><fullName>L${number}</fullName><value>${number}</value></labels>`,
  );
  writeFileSync(
    join(project, 'force-app/labels/CustomLabels.labels-meta.xml'),
    `<CustomLabels>${labels.join('')}</CustomLabels>`,
  );
  git(project, {}, 'init', '-q', '-b', 'main');
  git(project, {}, 'add', '-A');
  git(project, {}, '-c', 'user.name=A', '-c', 'user.email=a@acme.example', 'commit', '-q', '-m', 'all');
  org = await openOrg({ project, data: join(dir, 'data'), tls: { cert: '', key: '' } });
  const read = org.git.blob;
  Object.assign(org.git, {
    blob: (oid: string) => {
      blobs += 1;
      return read(oid);
    },
  });
});
afterAll(() => {
  org.git.close();
  rmSync(dir, { recursive: true });
});

async function ask(soql: string): Promise<{ rows: Record<string, unknown>[]; read: number }> {
  const [asker] = org.people.list();
  if (!asker) throw new Error('an org has people');
  const before = blobs;
  const result = await runQuery({ org, asker, base: '/services/data/v66.0/tooling' }, toolingTables, soql);
  const rows = await result.records(0, result.total);
  return { rows, read: blobs - before };
}

test('names, dates, people and objects are known without reading', async () => {
  const { rows, read } = await ask(
    'SELECT Id, DeveloperName, EntityDefinition.DeveloperName, LastModifiedBy.Name, LastModifiedDate FROM CustomField',
  );
  expect([rows.length, read]).toEqual([count, 0]);
});

test('a row found by its id reads its own file alone', async () => {
  const [{ Id } = { Id: '' }] = (await ask("SELECT Id FROM CustomField WHERE DeveloperName = 'F7'")).rows;
  const { rows, read } = await ask(
    `SELECT Length, FullName FROM CustomField WHERE Id = '${Id}' AND Length > 1`,
  );
  expect(rows).toMatchObject([{ Length: 7, FullName: 'Big__c.F7__c' }]);
  expect(read).toBe(1);
});

test('the parts of one document are parsed together, once', async () => {
  const soql = "SELECT Name, Value FROM ExternalString WHERE Value LIKE '%9'";
  const first = await ask(soql);
  expect([first.rows.length, first.read]).toEqual([count / 10, 1]);
  expect((await ask(soql)).read).toBe(0);
});

test('only the rows of an answer’s part are read for it', async () => {
  const [asker] = org.people.list();
  if (!asker) throw new Error('an org has people');
  const view = { org, asker, base: '/services/data/v66.0/tooling' };
  const result = await runQuery(view, toolingTables, 'SELECT Description FROM CustomField WHERE Id != null');
  const before = blobs;
  expect(await result.records(200, 210)).toHaveLength(10);
  expect(blobs - before).toBeLessThanOrEqual(10);
});
