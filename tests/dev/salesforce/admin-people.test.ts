// The admin's forms for people: what they may do, who is signed in, whose sessions end.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Admin, adminOf } from './admin-under-test.ts';
import { type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
let admin: Admin;
beforeAll(async () => {
  org = await startOrgUnderTest();
  admin = adminOf(org);
});
afterEach(() => org.control('/normal', {}));
afterAll(() => org.stop());

const sam = 'sam.okafor@acme.example';

describe('people', () => {
  const mia = 'mia.lindqvist@acme.example';

  test('lose the app, are frozen, lose permissions', async () => {
    await admin.send('user', { username: mia, frozen: 'yes' });
    await admin.send('user-permissions', { username: mia, 'has:ApiEnabled': 'yes' });
    expect(await admin.json('/fault')).toMatchObject({
      frozen: [mia],
      inactive: [],
      locked: [],
      assigned: { [mia]: false },
      without: { [mia]: ['ViewSetup'] },
    });
    expect((await admin.get('/admin/users')).text).toContain('without ViewSetup');
  });

  test('are signed in on Setup pages', async () => {
    expect((await admin.send('sign-in', { username: mia })).said).toEqual([
      'done',
      `Setup pages open as ${mia}.`,
    ]);
    expect((await admin.json('/state')).signIn).toBe(mia);
    await admin.send('sign-in', { username: '' });
    expect((await admin.json('/state')).signIn).toBe('');
  });

  test('hold sessions that can be ended, one or all', async () => {
    await admin.send('end-sessions', {});
    const first = await org.mint(sam);
    const second = await org.mint(sam);
    const open = (await admin.json('/sessions')).sessions;
    expect(open).toHaveLength(2);
    const page = await admin.get('/admin/sessions');
    expect(page.text).toContain(open[0].token);
    expect(page.text).not.toContain(first);
    expect((await admin.send('end-sessions', { token: open[0].token })).said).toEqual(['done', '1 ended.']);
    expect((await org.query('SELECT Id FROM ApexClass', first)).status).toBe(401);
    expect((await org.query('SELECT Id FROM ApexClass', second)).status).toBe(200);
    expect((await admin.send('end-sessions', { username: sam })).said).toEqual(['done', '1 ended.']);
  });
});
