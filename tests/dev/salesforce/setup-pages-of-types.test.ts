// Setup's pages for every type of the sample org: lists lead to them, they show what they are about, their address says it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolveSetupPage } from '../../../core/setup/resolve.ts';
import { writeRepository } from '../../../dev/seed/repository.ts';
import { liveEdits, story } from '../../../dev/seed/story.ts';
import { lightning, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

interface Shown {
  readonly type: string;
  readonly fullName: string;
  readonly id: string;
  readonly setupPath: string;
}
interface Cell {
  readonly text: string;
  readonly href?: string;
}

const dir = mkdtempSync(join(tmpdir(), 'setup-types-'));
let org: OrgUnderTest;
let components: Shown[];
beforeAll(async () => {
  const project = join(dir, 'project');
  writeRepository(project, story, liveEdits);
  org = await startOrgUnderTest({ project, live: 'live' });
  await org.fault({ frameDelay: 0 });
  components = (await org.control('/state')).json().components;
});
afterAll(async () => {
  await org?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const view = async (to: string, search = '') =>
  (await org.call(lightning, `/setup-view?${new URLSearchParams({ to, search })}`)).json();
const find = (type: string, fullName: string) => {
  const found = components.find((each) => each.type === type && each.fullName === fullName);
  if (!found) throw new Error(`no ${type} ${fullName}`);
  return found;
};
const frameOf = async ({ setupPath }: Shown) => {
  const { frame } = await view(setupPath);
  const { host, pathname, search } = new URL(frame.src);
  return (await org.call(host, pathname + search)).text;
};

/** Setup has no page of their own. */
const without = new Set(['ExternalCredential']);

test('every component’s address leads to it, by type and id', () => {
  const wrong = components.filter(({ type, fullName, id, setupPath }) => {
    if (without.has(type)) return false;
    const page = resolveSetupPage(`https://${lightning}${setupPath}`);
    if (page.kind === 'object') return type !== 'CustomObject' || page.objectName !== fullName;
    return page.metadataType !== type || page.id18 !== id;
  });
  expect(wrong).toEqual([]);
});

test('every type’s page names its component', { timeout: 120_000 }, async () => {
  for (const { type, ...first } of new Map(components.map((each) => [each.type, each])).values()) {
    const shown = await view(first.setupPath);
    const text = shown.kind === 'frame' ? await frameOf({ type, ...first }) : JSON.stringify(shown);
    expect(type === 'ListView' ? ['list'] : ['frame', 'summary'], type).toContain(shown.kind);
    if (type !== 'ListView') expect(text, type).toContain(first.fullName.replaceAll('&', '&amp;'));
  }
});

test.each([
  ['EnhancedProfiles', 'Profile', 'Branch Advisor'],
  ['LightningComponentBundles', 'LightningComponentBundle', 'complaintTimer'],
  ['ApexTriggers', 'ApexTrigger', 'LeadTrigger'],
  ['Queues', 'Queue', 'Credit_Desk'],
  ['OpportunityProcess', 'BusinessProcess', 'Opportunity.Lending Process'],
  ['FlexiPageList', 'FlexiPage', 'Branch_Home'],
])('the list of %s leads to a %s', async (node, type, fullName) => {
  const { rows, total } = await view(`/lightning/setup/${node}/home`);
  expect(total).toBe(rows.length);
  const hrefs = rows.flatMap((row: Cell[]) => row.flatMap(({ href }) => href ?? []));
  expect(hrefs).toContain(find(type, fullName).setupPath);
});

describe('Object Manager', () => {
  const root = '/lightning/setup/ObjectManager';

  test('lists objects, without custom metadata types and events', async () => {
    const { rows } = await view(`${root}/home`);
    const names = rows.map((row: Cell[]) => row[1]?.text);
    expect(names).toContain('Loan_Application__c');
    expect(names).toContain('Account');
    expect(names.filter((name: string) => /__(?:mdt|e)$/.test(name))).toEqual([]);
  });

  test.each([
    ['FieldsAndRelationships', 'CustomField', 'Loan_Application__c.Interest_Rate__c'],
    ['ValidationRules', 'ValidationRule', 'Loan_Application__c.Term_From_6_To_120'],
    ['PageLayouts', 'Layout', 'Loan_Application__c-Loan Application Layout'],
    ['RecordTypes', 'RecordType', 'Loan_Application__c.Mortgage'],
    ['ButtonsLinksActions', 'WebLink', 'Loan_Application__c.Print_Offer'],
  ])('an object’s %s lead to a %s', async (section, type, fullName) => {
    const { rows, links } = await view(`${root}/Loan_Application__c/${section}/view`);
    expect(links.map(({ href }: Cell) => href)).toContain(`${root}/Loan_Application__c/${section}/view`);
    const part = find(type, fullName);
    expect(rows.map((row: Cell[]) => row[0]?.href)).toContain(part.setupPath);
    const objects = new Set(rows.map((row: Cell[]) => row[1]?.text.split(/[.-]/)[0]));
    expect(objects).toEqual(new Set(['Loan_Application__c']));
    const shown = await view(part.setupPath);
    expect([shown.kind, JSON.stringify(shown.details)]).toEqual([
      'summary',
      expect.stringContaining(fullName),
    ]);
  });

  test('searches parts, and says when an object or a part is gone', async () => {
    expect((await view(`${root}/Account/FieldsAndRelationships/view`, 'credit')).total).toBe(1);
    expect((await view(`${root}/Nothing__c/Details/view`)).kind).toBe('missing');
    expect((await view(`${root}/Account/FieldsAndRelationships/00N5g000000GoneAAA/view`)).kind).toBe(
      'missing',
    );
  });
});

describe('the older page', () => {
  test('of a profile shows the first permissions of thousands, and how many there are', async () => {
    const text = await frameOf(find('Profile', 'Branch Advisor'));
    expect(text).toContain('<h2>Field Permissions</h2>');
    expect(text).toMatch(/First 60 of \d{4}/);
    expect(text.length).toBeLessThan(100_000);
  });

  test('of a Lightning component shows its files, escaped', async () => {
    const text = await frameOf(find('LightningComponentBundle', 'complaintTimer'));
    expect(text).toContain('complaintTimer.js');
    expect(text).toContain('&lt;template&gt;');
    expect(text).not.toContain('<template>');
  });
});
