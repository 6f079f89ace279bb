// A small SFDX repository made anew for a test: three authors, a merge, a duplicate, an ignored class.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = 'force-app/main/default';
export const classMeta = (version = '66.0') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">\n    <apiVersion>${version}</apiVersion>\n    <status>Active</status>\n</ApexClass>\n`;

export const flowText = (label: string, status: string, extra = '') => `<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>66.0</apiVersion>
    <decisions>
        <name>Is_Big</name>
        <label>Is it big &amp; new?</label>
        <locationX>176</locationX>
        <locationY>288</locationY>
        <defaultConnectorLabel>No</defaultConnectorLabel>
        <rules>
            <name>Yes</name>
            <conditionLogic>and</conditionLogic>
            <conditions>
                <leftValueReference>$Record.Amount</leftValueReference>
                <operator>GreaterThan</operator>
                <rightValue>
                    <numberValue>1000.0</numberValue>
                </rightValue>
            </conditions>
            <conditions>
                <leftValueReference>$Record.Name</leftValueReference>
                <operator>EqualTo</operator>
                <rightValue>
                    <stringValue>true</stringValue>
                </rightValue>
            </conditions>
            <label>Yes</label>
        </rules>
    </decisions>
    <label>${label}</label>
    <processType>AutoLaunchedFlow</processType>${extra}
    <status>${status}</status>
    <variables>
        <name>count</name>
        <dataType>Number</dataType>
        <isCollection>false</isCollection>
        <isInput>true</isInput>
        <isOutput>false</isOutput>
        <scale>0</scale>
    </variables>
</Flow>
`;

export const permissionSetText = (fields: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
${fields.map((field) => `    <fieldPermissions>\n        <editable>false</editable>\n        <field>${field}</field>\n        <readable>true</readable>\n    </fieldPermissions>\n`).join('')}    <hasActivationRequired>false</hasActivationRequired>
    <label>Sales Ops</label>
    <userPermissions>
        <enabled>true</enabled>
        <name>RunReports</name>
    </userPermissions>
</PermissionSet>
`;

export const fields = Array.from({ length: 12 }, (_, index) => `Account.Field_${index}__c`);

interface Step {
  readonly by: string;
  readonly at: string;
  readonly files: Readonly<Record<string, string | null>>;
}

const steps: readonly Step[] = [
  {
    by: 'Ada King <ada.king@acme.example>',
    at: '2026-01-10T09:00:00Z',
    files: {
      'sfdx-project.json': JSON.stringify({
        packageDirectories: [{ path: 'extras' }, { path: 'force-app', default: true }],
        sourceApiVersion: '66.0',
      }),
      '.forceignore': '**/Ignored.cls*\n',
      [`${root}/classes/Lead.cls`]: 'public class Lead {\n}\n',
      [`${root}/classes/Lead.cls-meta.xml`]: classMeta(),
      [`${root}/classes/Ignored.cls`]: 'public class Ignored {}\n',
      [`${root}/classes/Ignored.cls-meta.xml`]: classMeta(),
      [`${root}/flows/Route.flow-meta.xml`]: flowText('Route', 'Active'),
      [`${root}/permissionsets/Sales_Ops.permissionset-meta.xml`]: permissionSetText(fields),
      [`${root}/permissionsets/Broken.permissionset-meta.xml`]: '<PermissionSet><label>Broken</lab',
    },
  },
  {
    by: 'Sam Okafor <sam@laptop.example>',
    at: '2026-02-11T10:30:00Z',
    files: {
      [`${root}/classes/Lead.cls`]: 'public class Lead {\n  // two\n}\n',
      [`${root}/flows/Route.flow-meta.xml`]: flowText('Route leads', 'Active'),
      'extras/classes/Lead.cls': 'public class Lead { /* the other one */ }\n',
      'extras/classes/Lead.cls-meta.xml': classMeta('60.0'),
      'elsewhere/classes/Outside.cls': 'public class Outside {}\n',
      'elsewhere/classes/Outside.cls-meta.xml': classMeta(),
    },
  },
  {
    by: 'Contractor <con.tractor@else.example>',
    at: '2026-03-12T11:45:00Z',
    files: {
      [`${root}/classes/Helper.cls`]: 'public class Helper {\n}\n',
      [`${root}/classes/Helper.cls-meta.xml`]: classMeta(),
      [`${root}/flows/Draft_Only.flow-meta.xml`]: flowText('Draft only', 'Draft'),
    },
  },
];

/** Commits the steps into `dir`, oldest first. */
export function makeTinyProject(dir: string): void {
  mkdirSync(dir, { recursive: true });
  git(dir, {}, 'init', '-q', '-b', 'main');
  for (const step of steps) {
    for (const [path, text] of Object.entries(step.files)) {
      const file = join(dir, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === null) rmSync(file);
      else writeFileSync(file, text);
    }
    const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(step.by) ?? [];
    const env = {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: step.at,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: step.at,
    };
    git(dir, env, 'add', '-A');
    git(dir, env, 'commit', '-q', '-m', `by ${name}`);
  }
}

export function git(dir: string, env: Record<string, string>, ...args: string[]): string {
  const plain = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', PATH: process.env.PATH };
  return execFileSync('git', ['-C', dir, ...args], { env: { ...plain, ...env }, encoding: 'utf8' });
}
