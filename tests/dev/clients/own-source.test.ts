// What is retrieved from an org says what its project says; each difference has one of the known reasons.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyTypeFiles } from '../salesforce/every-type.ts';
import { type OrgUnderTest, startOrgUnderTest } from '../salesforce/org-under-test.ts';
import { git } from '../salesforce/tiny-project.ts';
import { type ClientProcess, startClient } from './client-process.ts';
import { compareWithOwnSource, type OwnSource } from './own-source.ts';
import { countReasons, reasonOf } from './reasons.ts';
import type { SdrSteps } from './sdr-client.ts';

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const declared = '<?xml version="1.0" encoding="UTF-8"?>\n';
const main = 'force-app/main/default';
const extra = 'force-app/extra';
const classMeta = (indent: string) =>
  `${declared}<ApexClass ${namespace}>\n${indent}<apiVersion>66.0</apiVersion>\n${indent}<status>Active</status>\n</ApexClass>\n`;
const label = (name: string) =>
  `${declared}<CustomLabels ${namespace}>\n    <labels>\n        <fullName>${name}</fullName>\n        <language>en_US</language>\n        <protected>true</protected>\n        <shortDescription>${name}</shortDescription>\n        <value>${name}</value>\n    </labels>\n</CustomLabels>\n`;

/** A file for each way in which a project's own source is not what an org gives. */
const odd: Readonly<Record<string, string>> = {
  [`${main}/classes/Indented.cls`]: 'public class Indented {\r\n}\r\n',
  [`${main}/classes/Indented.cls-meta.xml`]: classMeta('  '),
  [`${main}/classes/Windows.cls`]: 'public class Windows {}',
  [`${main}/classes/Windows.cls-meta.xml`]: classMeta('    ').replaceAll('\n', '\r\n'),
  [`${main}/objectTranslations/Account-de/Account-de.objectTranslation-meta.xml`]: `${declared}<CustomObjectTranslation></CustomObjectTranslation>\n`,
  [`${main}/objects/Account/fields/Padded__c.field-meta.xml`]: `${declared}<CustomField ${namespace}>\n    <fullName>Padded__c</fullName>\n    <description>Padded </description>\n    <label>Padded</label>\n    <type>Date</type>\n</CustomField>\n`,
  [`${main}/flexipages/Home.flexipage-meta.xml`]: `${declared}<FlexiPage ${namespace}>\n    <!-- an old region -->\n    <masterLabel>Home</masterLabel>\n    <type>HomePage</type>\n</FlexiPage>\n`,
  [`${main}/reports/Gone/Lost.report-meta.xml`]: `${declared}<Report ${namespace}>\n    <name>Lost</name>\n</Report>\n`,
  [`${extra}/labels/More.labels-meta.xml`]: label('More'),
  [`${extra}/quickActions/Account.Bill.quickAction-meta.xml`]: `${declared}<QuickAction ${namespace}>\n    <label>Bill twice</label>\n    <type>Create</type>\n</QuickAction>\n`,
  [`${main}/lwc/invoiceList/jsconfig.json`]: '{}\n',
  '.forceignore': '**/jsconfig.json\n**/__tests__/**\n',
};

let dir: string;
let org: OrgUnderTest;
let client: ClientProcess<SdrSteps>;
let found: OwnSource;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'own-source-'));
  const project = join(dir, 'project');
  const files: Record<string, string> = {
    'sfdx-project.json': '{"packageDirectories":[{"path":"force-app","default":true}]}\n',
    ...Object.fromEntries(Object.entries(everyTypeFiles).map(([path, text]) => [`${main}/${path}`, text])),
    ...odd,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  git(project, {}, 'init', '-q', '-b', 'main');
  git(project, {}, 'add', '-A');
  git(project, {}, '-c', 'user.name=Ada', '-c', 'user.email=ada@acme.example', 'commit', '-qm', 'All');
  org = await startOrgUnderTest({ seed: 0, project });
  client = await startClient<SdrSteps>(org, 'sdr-client.ts');
  found = await compareWithOwnSource(org, client, {
    project,
    into: join(dir, 'retrieved'),
    folders: ['force-app'],
    version: '66.0',
  });
}, 240_000);
afterAll(async () => {
  const strayed = client.strayed();
  await client.stop();
  await org.stop();
  rmSync(dir, { recursive: true, force: true });
  expect(strayed).toEqual([]);
});

describe('a project and what its org gives', () => {
  test('neither the org nor the client has a problem', () => {
    expect(found.problems).toEqual([]);
  });

  test('are the same bytes, but for what has a reason', () => {
    const told = found.rows
      .filter((row) => row.verdict !== 'same bytes')
      .map((row) => `${reasonOf(row)}: ${row.type} ${row.fullName}`)
      .sort();
    expect(told).toEqual([
      'comment: FlexiPage Home',
      'definition: FlowDefinition Bill',
      'folder: Report Gone/Lost',
      'lineEnds: ApexClass Windows',
      'merged: CustomLabels CustomLabels',
      'merged: CustomLabels CustomLabels',
      'namespace: CustomObjectTranslation Account-de',
      'spelling: ApexClass Indented',
      'standard: CustomObject Account',
      'trimmed: CustomField Account.Padded__c',
      'twice: QuickAction Account.Bill',
    ]);
  });

  test('and most of it is the same bytes, of every way files lie', () => {
    const same = found.rows.filter((row) => row.verdict === 'same bytes');
    expect(same.length).toBeGreaterThan(30);
    expect(new Set(same.map((row) => row.type))).toEqual(
      new Set([
        ...['ApexClass', 'ApexTrigger', 'AuraDefinitionBundle', 'CustomField', 'CustomFieldTranslation'],
        ...['CustomMetadata', 'CustomObject', 'CustomObjectTranslation', 'Document', 'DocumentFolder'],
        ...['EmailFolder', 'EmailTemplate', 'Flow', 'Layout', 'LightningComponentBundle', 'PermissionSet'],
        ...['Profile', 'QuickAction', 'Report', 'ReportFolder', 'Settings', 'StaticResource'],
        ...['ValidationRule', 'Workflow'],
      ]),
    );
  });

  test('each file is counted once', () => {
    const counted = countReasons(found.rows).reduce((sum, each) => sum + each.files, 0);
    expect(counted + found.rows.filter((row) => row.verdict === 'same bytes').length).toBe(found.rows.length);
  });
});
