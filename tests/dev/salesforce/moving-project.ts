// A project whose history does everything a replay has to follow: parts, bundles, renames, deletions, a merge.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { classMeta, flowText, git, makeTinyProject } from './tiny-project.ts';

const root = 'force-app/main/default';
const document = (type: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${inside}\n</${type}>\n`;
const field = (name: string, label: string) =>
  document(
    'CustomField',
    `    <fullName>${name}</fullName>\n    <label>${label}</label>\n    <length>80</length>\n    <type>Text</type>`,
  );
const labels = (...texts: [string, string][]) =>
  document(
    'CustomLabels',
    texts
      .map(
        ([name, value]) =>
          `    <labels>\n        <fullName>${name}</fullName>\n        <language>en_US</language>\n        <protected>false</protected>\n        <shortDescription>${name}</shortDescription>\n        <value>${value}</value>\n    </labels>`,
      )
      .join('\n'),
  );
const invoice = `${root}/objects/Invoice__c`;
const card = `${root}/lwc/card`;

interface Step {
  readonly subject: string;
  readonly by: string;
  readonly at: string;
  readonly files: Readonly<Record<string, string | null>>;
}

export const steps: readonly Step[] = [
  {
    subject: 'An object, two fields, labels, a component',
    by: 'Nora Haddad <nora.haddad@acme.example>',
    at: '2026-04-01T08:00:00Z',
    files: {
      [`${invoice}/Invoice__c.object-meta.xml`]: document('CustomObject', '    <label>Invoice</label>'),
      [`${invoice}/fields/Sum__c.field-meta.xml`]: field('Sum__c', 'Sum'),
      [`${invoice}/fields/Due__c.field-meta.xml`]: field('Due__c', 'Due'),
      [`${root}/objects/Account/fields/Tier__c.field-meta.xml`]: field('Tier__c', 'Tier'),
      [`${root}/labels/CustomLabels.labels-meta.xml`]: labels(['Hello', 'Hello'], ['Bye', 'Bye']),
      [`${card}/card.js`]: 'export default class Card {}\n',
      [`${card}/card.html`]: '<template></template>\n',
      [`${card}/card.js-meta.xml`]: document('LightningComponentBundle', '    <apiVersion>66.0</apiVersion>'),
    },
  },
  {
    subject: 'One label, one field, a file less',
    by: 'New Person <new.person@else.example>',
    at: '2026-04-02T09:00:00Z',
    files: {
      [`${root}/labels/CustomLabels.labels-meta.xml`]: labels(['Hello', 'Good day'], ['More', 'More']),
      [`${invoice}/fields/Sum__c.field-meta.xml`]: field('Sum__c', 'Total'),
      [`${card}/card.html`]: null,
    },
  },
  {
    subject: 'Nothing of the org',
    by: 'Ada King <ada.king@acme.example>',
    at: '2026-04-03T09:00:00Z',
    files: { 'README.md': 'Hello.\n' },
  },
  {
    subject: 'The ignored class counts, Helper is called Aid, the flow has a version more',
    by: 'Sam Okafor <sam@laptop.example>',
    at: '2026-04-04T09:00:00Z',
    files: {
      '.forceignore': '# nothing\n',
      [`${root}/classes/Helper.cls`]: null,
      [`${root}/classes/Helper.cls-meta.xml`]: null,
      [`${root}/classes/Aid.cls`]: 'public class Aid {\n}\n',
      [`${root}/classes/Aid.cls-meta.xml`]: classMeta(),
      [`${root}/flows/Route.flow-meta.xml`]: flowText('Route all leads', 'Active'),
    },
  },
  {
    subject: 'The object is only known by a field, the account by none',
    by: 'Ada King <ada.king@acme.example>',
    at: '2026-04-05T09:00:00Z',
    files: {
      [`${invoice}/Invoice__c.object-meta.xml`]: null,
      [`${invoice}/fields/Due__c.field-meta.xml`]: null,
      [`${root}/objects/Account/fields/Tier__c.field-meta.xml`]: null,
    },
  },
];

/** The tiny project and, after its three commits, these steps; the last comes in by a merge. */
export function makeMovingProject(dir: string): void {
  makeTinyProject(dir);
  for (const step of steps.slice(0, -1)) commit(dir, step);
  const [last] = steps.slice(-1);
  git(dir, {}, 'checkout', '-q', '-b', 'side');
  if (last) commit(dir, last);
  git(dir, {}, 'checkout', '-q', 'main');
  const who = identity('Mia Lindqvist <mia.lindqvist@acme.example>', '2026-04-06T09:00:00Z');
  git(dir, who, 'merge', '-q', '--no-ff', '-m', 'The side is merged', 'side');
}

export function commit(dir: string, step: Step): void {
  for (const [path, text] of Object.entries(step.files)) {
    const file = join(dir, path);
    mkdirSync(dirname(file), { recursive: true });
    if (text === null) rmSync(file);
    else writeFileSync(file, text);
  }
  git(dir, {}, 'add', '-A');
  git(dir, identity(step.by, step.at), 'commit', '-q', '-m', step.subject);
}

function identity(by: string, at: string): Record<string, string> {
  const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(by) ?? [];
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: at,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: at,
  };
}
