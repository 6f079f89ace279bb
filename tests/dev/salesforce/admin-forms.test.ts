// The admin's forms: each does what the control port does, says so, and loses nothing that was typed.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Admin, adminOf } from './admin-under-test.ts';
import { makeMovingProject } from './moving-project.ts';
import { type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { classMeta } from './tiny-project.ts';

let org: OrgUnderTest;
let admin: Admin;
beforeAll(async () => {
  org = await startOrgUnderTest();
  admin = adminOf(org);
});
afterEach(() => org.control('/normal', {}));
afterAll(() => org.stop());

const lead = { type: 'ApexClass', fullName: 'Lead' };
const sam = 'sam.okafor@acme.example';

describe('the editor', () => {
  const form = { ...lead, by: sam, at: '', display: '' };

  test('saves the files that differ, as a user, at a time, with the line ends they had', async () => {
    const done = await admin.send('edit', {
      ...form,
      'file:content': 'public class Lead {\r\n  // by form\r\n}\r\n',
      'file:metadata': classMeta().replace(/\n/g, '\r\n'),
      at: '2026-05-06T07:08:09',
      display: 'By form',
    });
    expect([done.status, done.said]).toEqual([303, ['done', `Saved as ${sam}.`]]);
    const { content, metadata } = await admin.json('/component?type=ApexClass&fullName=Lead');
    expect([content, metadata]).toEqual(['public class Lead {\n  // by form\n}\n', classMeta()]);
    const { components: all, edits } = await admin.json('/state');
    expect(all.find((each: { fullName: string }) => each.fullName === 'Lead')).toMatchObject({
      lastModifiedBy: 'Sam Okafor',
      lastModifiedDate: '2026-05-06T07:08:09.000Z',
    });
    expect(edits.at(-1)).toMatchObject({ fullName: 'Lead', by: sam });
    expect((await admin.get('/admin/records')).text).toContain('By form');
  });

  test('refuses what the org refuses and keeps what was typed', async () => {
    const sales = { type: 'PermissionSet', fullName: 'Sales_Ops', by: sam, at: '', display: '' };
    const refused = await admin.send('edit', { ...sales, 'file:metadata': '<PermissionSet>typed & lost?' });
    expect([refused.status, refused.said?.[0]]).toEqual([400, 'refused']);
    expect(refused.said?.[1]).toContain('metadata is no XML');
    expect(refused.text).toContain('&lt;PermissionSet&gt;typed &amp; lost?</textarea>');
    const same = (await admin.json('/component?type=PermissionSet&fullName=Sales_Ops')).metadata;
    expect((await admin.send('edit', { ...sales, 'file:metadata': same })).said).toEqual([
      'refused',
      'Nothing differs from what the org has.',
    ]);
  });

  test('makes a component, renames it, deletes it', async () => {
    const page = await admin.get('/admin/component?type=ApexClass&fullName=Fresh');
    expect(page.text).toContain('not there yet');
    const fresh = { type: 'ApexClass', fullName: 'Fresh', by: sam };
    await admin.send('edit', {
      ...fresh,
      at: '',
      display: '',
      'file:content': 'class Fresh {}',
      'file:metadata': classMeta(),
    });
    const { id } = await admin.json('/component?type=ApexClass&fullName=Fresh');
    const renamed = await admin.send('rename', { ...fresh, to: 'Fresher' });
    expect([renamed.said, renamed.to]).toEqual([
      ['done', 'Renamed to Fresher.'],
      expect.stringContaining('fullName=Fresher'),
    ]);
    expect((await admin.json('/component?type=ApexClass&fullName=Fresher')).id).toBe(id);
    expect((await admin.send('rename', { ...fresh, fullName: 'Fresher', to: 'Lead' })).said).toEqual([
      'refused',
      'Lead exists already',
    ]);
    expect((await admin.send('delete', { ...fresh, fullName: 'Fresher' })).said).toEqual([
      'done',
      'Deleted Fresher.',
    ]);
    expect((await org.control('/component?type=ApexClass&fullName=Fresher')).status).toBe(400);
  });
});

test('a bundle gets a further file and loses one', async () => {
  const card = { type: 'LightningComponentBundle', fullName: 'card', by: sam, at: '', display: '' };
  const meta = '<LightningComponentBundle/>';
  await admin.send('edit', { ...card, 'file:card.js': 'one', 'file:card.js-meta.xml': meta });
  const page = await admin.get('/admin/component?type=LightningComponentBundle&fullName=card');
  expect(page.text).toContain('A further file');
  const same = { ...card, 'file:card.js': 'one', 'file:card.js-meta.xml': meta };
  const filesNow = async () =>
    (await admin.json('/component?type=LightningComponentBundle&fullName=card')).files;
  await admin.send('edit', { ...same, 'new-name': 'card.html', 'new-text': 'two\r\n' });
  expect(await filesNow()).toEqual({ 'card.js': 'one', 'card.js-meta.xml': meta, 'card.html': 'two\n' });
  const taken = await admin.send('edit', {
    ...same,
    'file:card.html': 'two\n',
    'new-name': 'card.js',
    'new-text': 'x',
  });
  expect(taken.said).toEqual(['refused', 'There is a file card.js already.']);
  await admin.send('edit', { ...same, 'file:card.html': 'two\n', 'gone:card.html': 'yes' });
  expect(await filesNow()).toEqual({ 'card.js': 'one', 'card.js-meta.xml': meta });
});

describe('trouble', () => {
  test('by a rule, which is shown and removed', async () => {
    const rule = {
      fault: 'half-zip',
      surface: 'soap',
      path: '',
      operation: 'checkRetrieveStatus',
      probability: '0.5',
      after: '',
      count: '3',
    };
    expect((await admin.send('rule', rule)).said).toEqual(['done', 'Added: half-zip.']);
    expect((await admin.json('/fault')).rules).toEqual([
      {
        fault: 'half-zip',
        surface: 'soap',
        path: null,
        operation: 'checkRetrieveStatus',
        probability: 0.5,
        after: 0,
        count: 3,
        seen: 0,
        happened: 0,
      },
    ]);
    expect((await admin.get('/admin/trouble')).text).toContain('50 in 100, 3 times at most');
    const wrong = await admin.send('rule', { ...rule, path: 'no slash' });
    expect([wrong.status, wrong.said]).toEqual([400, ['refused', 'rule.path begins with / or *']]);
    expect(wrong.text).toContain('value="no slash"');
    await admin.send('rule-remove', { index: '0' });
    expect((await admin.json('/fault')).rules).toEqual([]);
  });

  test('by latency, limits, versions, the clock and single faults', async () => {
    const off = Object.fromEntries(['oauth', 'rest', 'soap', 'pages'].map((each) => [`${each}.kind`, '']));
    await admin.send('latency', {
      ...off,
      'rest.kind': 'lognormal',
      'rest.first': '80',
      'rest.second': '400',
      'soap.kind': 'fixed',
      'soap.first': '5',
    });
    await admin.send('limits', { max: '10', used: '4', concurrentMax: '', concurrentAfter: '20000' });
    await admin.send('versions', { oldest: '40', latest: '69' });
    await admin.send('clock', { at: '2027-01-02T03:04:05' });
    await admin.send('faults', {
      names: 'slow down downAfter downFor seed',
      slow: '1',
      down: '503',
      downAfter: '2',
      downFor: '3',
      seed: '9',
    });
    await admin.send('faults', {
      names: 'appBlocked reuseTokens mayUseUninstalled',
      appBlocked: 'yes',
      mayUseUninstalled: `${sam}\r\n`,
    });
    expect(await admin.json('/normal')).toMatchObject({
      changed: {
        latency: {
          rest: { kind: 'lognormal', p50: 80, p95: 400 },
          soap: { kind: 'fixed', ms: 5 },
          oauth: null,
          pages: null,
        },
        ...{ slow: 1, down: '503', downAfter: 2, downFor: 3, seed: 9 },
        appBlocked: true,
        mayUseUninstalled: [sam],
      },
      limits: { max: 10, used: 4, left: 6 },
      versions: { oldest: 40, latest: 69 },
      now: expect.stringMatching(/^2027-01-02T03:04:/),
    });
    const page = await admin.get('/admin/trouble');
    for (const shown of [
      'value="80"',
      'value="400"',
      'value="69"',
      '<option value="503" selected>',
      '6 left',
    ])
      expect(page.text).toContain(shown);
    expect(page.text).toContain('changed from normal');
    expect((await admin.send('normal', {})).said).toEqual(['done', 'Everything is back to normal.']);
    expect((await admin.json('/normal')).changed).toEqual({});
    expect((await admin.get('/')).text).toContain('everything is normal');
  });

  test('that makes no sense is refused', async () => {
    expect((await admin.send('versions', { oldest: '50', latest: '40' })).said).toEqual([
      'refused',
      'oldest is at most latest',
    ]);
    expect((await admin.send('limits', { max: 'x' })).said).toEqual(['refused', 'max is a number']);
    expect((await admin.send('latency', { 'rest.kind': 'fixed' })).said).toEqual([
      'refused',
      'latency.rest.ms is a number',
    ]);
    expect((await admin.send('nothing', {})).said).toEqual(['refused', 'There is no action nothing.']);
  });

  test('in the app’s own settings, which go back to normal too', async () => {
    const settings = await admin.json('/app');
    await admin.send('app', {
      names: 'tokenFormat pkceRequired scopes',
      tokenFormat: 'jwt',
      scopes: 'api\r\nopenid',
    });
    expect(await admin.json('/app')).toEqual({
      ...settings,
      tokenFormat: 'jwt',
      pkceRequired: false,
      scopes: ['api', 'openid'],
    });
    expect((await admin.send('app', { names: 'kind', kind: 'other' })).said?.[0]).toBe('refused');
    await admin.send('normal', {});
    expect(await admin.json('/app')).toEqual(settings);
  });
});

test('the stepper shows what comes, moves on and goes back', async () => {
  const project = `${org.dir}/moving`;
  makeMovingProject(project);
  const moving = await startOrgUnderTest({ project, from: 'HEAD~5' });
  const { get, send, json } = adminOf(moving);
  try {
    const page = (await get('/admin/replay')).text;
    expect(page).toContain('5 ahead');
    expect(page).toMatch(/created<\/span><span>CustomObject<\/span><strong>Invoice__c/);
    const [, third = ''] = /show=([0-9a-f]{40})">Nothing of the org/.exec(page) ?? [];
    expect((await get(`/admin/replay?show=${third}`)).text).toContain(
      'It changes nothing that the org holds.',
    );
    await send('replay', { dates: 'commit', steps: '1' });
    await expect.poll(async () => (await json('/replay')).ahead, { timeout: 60_000 }).toBe(4);
    await send('replay', { dates: 'now', until: third });
    await expect.poll(async () => (await json('/replay')).ahead, { timeout: 60_000 }).toBe(2);
    expect((await send('reset', {})).said?.[1]).toMatch(/^Back at [0-9a-f]{10}/);
    expect((await json('/replay')).ahead).toBe(5);
    const { orgId } = await json('/state');
    const refreshed = await send('refresh', {});
    expect(refreshed.said?.[1]).toBe(`A new copy: the org’s id is ${(await json('/state')).orgId} now.`);
    expect((await json('/state')).orgId).not.toBe(orgId);
  } finally {
    await moving.stop();
  }
});
