// A project of any size, written straight into a repository: as many components as asked, of the types big orgs have.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** How many components of each type. */
export type Counts = Readonly<Record<LargeType, number>>;

export type LargeType =
  | 'ApexClass'
  | 'CustomObject'
  | 'CustomField'
  | 'Layout'
  | 'Flow'
  | 'PermissionSet'
  | 'CustomLabel'
  | 'LightningComponentBundle'
  | 'Report';

/** Shares of a large org; the counts add up to about `total`. */
export function countsOf(total: number): Counts {
  const share = (percent: number) => Math.max(1, Math.round((total * percent) / 100));
  return {
    ApexClass: share(35),
    CustomObject: share(2),
    CustomField: share(35),
    Layout: share(3),
    Flow: share(3),
    PermissionSet: share(2),
    CustomLabel: share(15),
    LightningComponentBundle: share(2),
    Report: share(3),
  };
}

type File = readonly [path: string, text: string];

const root = 'force-app/main/default';
const document = (type: string, inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${inner}</${type}>\n`;

/** Commits it all at once into a bare repository at `dir`. */
export function makeLargeProject(dir: string, counts: Counts): void {
  mkdirSync(dir, { recursive: true });
  git(dir, ['init', '-q', '--bare', '-b', 'main']);
  const author = 'Ada King <ada.king@acme.example> 1767225600 +0000';
  const head = `commit refs/heads/main\nauthor ${author}\ncommitter ${author}\n${data('A large org')}`;
  const files = [...filesOf(counts)].map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`);
  git(dir, ['fast-import', '--quiet', '--date-format=raw'], `${head}${files.join('')}\n`);
}

function* filesOf(counts: Counts): Generator<File> {
  yield [
    'sfdx-project.json',
    '{"packageDirectories":[{"path":"force-app","default":true}],"sourceApiVersion":"66.0"}\n',
  ];
  const upTo = (type: LargeType) => Array.from({ length: counts[type] }, (_, index) => index);
  for (const index of upTo('ApexClass')) yield* apexClass(index);
  for (const index of upTo('CustomObject')) yield object(index);
  for (const index of upTo('CustomField')) yield field(index, counts.CustomObject);
  for (const index of upTo('Layout')) yield layout(index, counts);
  for (const index of upTo('Flow')) yield flow(index);
  for (const index of upTo('PermissionSet')) yield permissionSet(index, counts);
  for (const index of upTo('LightningComponentBundle')) yield* bundle(index);
  for (const index of upTo('Report')) yield report(index);
  yield [`${root}/reports/Large.reportFolder-meta.xml`, document('ReportFolder', '    <name>Large</name>\n')];
  yield labels(upTo('CustomLabel'));
}

function* apexClass(index: number): Generator<File> {
  const lines = Array.from({ length: 60 }, (_, line) => `    Integer value${line} = ${line * index};`);
  yield [`${root}/classes/Large${index}.cls`, `public class Large${index} {\n${lines.join('\n')}\n}\n`];
  const inner = '    <apiVersion>66.0</apiVersion>\n    <status>Active</status>\n';
  yield [`${root}/classes/Large${index}.cls-meta.xml`, document('ApexClass', inner)];
}

function object(index: number): File {
  const name = `Large${index}__c`;
  return [
    `${root}/objects/${name}/${name}.object-meta.xml`,
    document(
      'CustomObject',
      `    <deploymentStatus>Deployed</deploymentStatus>\n    <label>Large ${index}</label>\n    <pluralLabel>Large ${index}</pluralLabel>\n    <sharingModel>ReadWrite</sharingModel>\n`,
    ),
  ];
}

const fieldName = (index: number, objects: number) => `Large${index % objects}__c.Field${index}__c`;

function field(index: number, objects: number): File {
  const [object = '', name = ''] = fieldName(index, objects).split('.');
  const inner = `    <fullName>${name}</fullName>\n    <label>Field ${index}</label>\n    <length>80</length>\n    <type>Text</type>\n`;
  return [`${root}/objects/${object}/fields/${name}.field-meta.xml`, document('CustomField', inner)];
}

function layout(index: number, counts: Counts): File {
  const object = `Large${index % counts.CustomObject}__c`;
  const inner = Array.from(
    { length: 30 },
    (_, section) =>
      `    <layoutSections>\n        <label>Section ${section}</label>\n    </layoutSections>\n`,
  );
  return [`${root}/layouts/${object}-Layout ${index}.layout-meta.xml`, document('Layout', inner.join(''))];
}

function flow(index: number): File {
  const inner = Array.from(
    { length: 60 },
    (_, step) =>
      `    <assignments>\n        <name>Step_${step}</name>\n        <label>Step ${step}</label>\n        <locationX>${step * 10}</locationX>\n        <locationY>0</locationY>\n    </assignments>\n`,
  );
  const rest = `    <label>Large ${index}</label>\n    <processType>AutoLaunchedFlow</processType>\n    <status>Active</status>\n`;
  return [`${root}/flows/Large_${index}.flow-meta.xml`, document('Flow', inner.join('') + rest)];
}

function permissionSet(index: number, counts: Counts): File {
  const inner = Array.from(
    { length: Math.min(counts.CustomField, 500) },
    (_, each) =>
      `    <fieldPermissions>\n        <editable>${each % 2 === index % 2}</editable>\n        <field>${fieldName(each, counts.CustomObject)}</field>\n        <readable>true</readable>\n    </fieldPermissions>\n`,
  );
  return [
    `${root}/permissionsets/Large_${index}.permissionset-meta.xml`,
    document('PermissionSet', `${inner.join('')}    <label>Large ${index}</label>\n`),
  ];
}

function* bundle(index: number): Generator<File> {
  const folder = `${root}/lwc/large${index}`;
  yield [`${folder}/large${index}.js`, `export default class Large${index} {}\n`];
  yield [`${folder}/large${index}.html`, '<template></template>\n'];
  const inner = '    <apiVersion>66.0</apiVersion>\n    <isExposed>false</isExposed>\n';
  yield [`${folder}/large${index}.js-meta.xml`, document('LightningComponentBundle', inner)];
}

function report(index: number): File {
  const inner = `    <format>Tabular</format>\n    <name>Large ${index}</name>\n    <reportType>AccountList</reportType>\n`;
  return [`${root}/reports/Large/Large_${index}.report-meta.xml`, document('Report', inner)];
}

function labels(indexes: readonly number[]): File {
  const inner = indexes.map(
    (index) =>
      `    <labels>\n        <fullName>Large_${index}</fullName>\n        <language>en_US</language>\n        <protected>true</protected>\n        <shortDescription>Large ${index}</shortDescription>\n        <value>Label ${index}</value>\n    </labels>\n`,
  );
  return [`${root}/labels/CustomLabels.labels-meta.xml`, document('CustomLabels', inner.join(''))];
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function git(dir: string, args: readonly string[], input?: string): void {
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', PATH: process.env.PATH ?? '' };
  const run = spawnSync('git', args, { cwd: dir, input, env, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`git ${args[0]}: ${run.stderr}`);
}
