// The admin pages: there, safe to look at, usable with many components, closed to who may not use them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { components } from '../../../dev/salesforce/admin/pages/components.ts';
import { openOrg } from '../../../dev/salesforce/state/org.ts';
import { type Admin, adminOf } from './admin-under-test.ts';
import { type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
let admin: Admin;
beforeAll(async () => {
  org = await startOrgUnderTest();
  admin = adminOf(org);
});
afterAll(() => org.stop());

describe('a page', () => {
  test.each([
    ['/', 'Overview'],
    ['/admin/components', 'Components'],
    ['/admin/component?type=ApexClass&fullName=Lead', 'Lead'],
    ['/admin/replay', 'Replay'],
    ['/admin/trouble', 'Trouble'],
    ['/admin/app', 'App and sign-in'],
    ['/admin/users', 'Users'],
    ['/admin/user?username=ada.king@acme.example', 'Ada King'],
    ['/admin/sessions', 'Sessions'],
    ['/admin/calls', 'Calls'],
    ['/admin/records', 'Logins and audit'],
  ])('%s is there, for this origin alone, with nothing from elsewhere', async (path, title) => {
    const page = await admin.get(path);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
    expect(page.text).toContain(`<h1>${title}</h1>`);
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none';.*frame-ancestors 'none'/,
    );
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).not.toMatch(/(?:src|href|action)="(?![/#])/);
    expect(page.text).not.toMatch(/ style=| on[a-z]+=/);
  });

  test('that is not there says so, and so does a component of no type', async () => {
    const missing = await admin.get('/admin/nope');
    expect([missing.status, missing.text]).toEqual([404, expect.stringContaining('There is no such page.')]);
    const typeless = await admin.get('/admin/component?type=Nothing&fullName=x');
    expect([typeless.status, typeless.text]).toEqual([
      404,
      expect.stringContaining('no metadata type: Nothing'),
    ]);
  });

  test('shows names and texts as text', async () => {
    const display = `<img src=x onerror="alert('1')">&`;
    await org.control('/edit', {
      type: 'ApexClass',
      fullName: 'Lead',
      files: { content: '</textarea><script>' },
      display,
    });
    expect((await admin.get('/admin/records')).text).toContain(
      '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;',
    );
    const page = await admin.get('/admin/component?type=ApexClass&fullName=Lead');
    expect(page.text).toContain('&lt;/textarea&gt;&lt;script&gt;</textarea>');
  });

  test('has styles and a script of its own', async () => {
    for (const [name, type] of [
      ['admin.css', 'text/css'],
      ['forms.css', 'text/css'],
      ['admin.js', 'text/javascript'],
    ])
      expect((await admin.get(`/admin/${name}`)).headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    expect((await admin.get('/admin/route.ts')).status).toBe(404);
  });
});

describe('who may use it', () => {
  const ask = async (headers: Record<string, string>, path = '/admin/do/normal', at = org.controlPort()) => {
    const answer = await fetch(`http://127.0.0.1:${at}${path}`, {
      method: 'POST',
      headers,
      redirect: 'manual',
    });
    return [answer.status, await answer.text()];
  };

  test.each([['http://evil.example'], ['null'], ['http://127.0.0.1:1']])(
    'a page of %s may not',
    async (origin) => {
      const refused = [400, '{"problem":"another origin"}'];
      expect(await ask({ origin })).toEqual(refused);
      expect(await ask({ origin }, '/fault')).toEqual(refused);
      expect(await ask({ 'sec-fetch-site': 'cross-site' }, '/fault')).toEqual(refused);
    },
  );

  test('its own page may', async () => {
    expect((await ask({ origin: admin.address('') }))[0]).toBe(303);
  });

  test('only who knows the token, where one is set', async () => {
    await org.restart({ controlToken: 'open sesame' });
    const asked = await admin.get('/');
    expect([asked.status, asked.text]).toEqual([401, expect.stringContaining('Control token')]);
    expect(asked.text).not.toContain('acme.my.salesforce.com');
    expect((await ask({}))[0]).toBe(401);
    const give = (token: string) =>
      fetch(admin.address('/admin/token'), {
        method: 'POST',
        body: new URLSearchParams({ token }),
        redirect: 'manual',
      });
    const wrong = await give('open');
    expect([wrong.status, wrong.headers.get('set-cookie'), await wrong.text()]).toEqual([
      401,
      null,
      expect.stringContaining('That is not the token.'),
    ]);
    const right = await give('open sesame');
    const cookie = right.headers.get('set-cookie') ?? '';
    expect([right.status, cookie]).toEqual([
      303,
      expect.stringMatching(/; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(cookie).not.toContain('sesame');
    const [pair = ''] = cookie.split(';');
    expect((await fetch(admin.address('/'), { headers: { cookie: pair } })).status).toBe(200);
    expect((await fetch(admin.address('/state'), { headers: { cookie: pair } })).status).toBe(200);
    expect((await fetch(admin.address('/'), { headers: { cookie: `${pair}x` } })).status).toBe(401);
    expect(
      (await fetch(admin.address('/'), { headers: { authorization: 'Bearer open sesame' } })).status,
    ).toBe(200);
    await org.restart();
  });
});

test('20,000 components are shown a hundred at a time', async () => {
  const opened = await openOrg({
    project: `${org.dir}/project`,
    data: `${org.dir}/many`,
    tls: { cert: '', key: '' },
  });
  const stamp = { at: 1_700_000_000_000, userId: opened.people.list()[0]?.id ?? '' };
  for (let count = 0; count < 20_000; count += 1)
    await opened.components.change('Layout', `Account-${String(count).padStart(5, '0')}`, {
      files: { metadata: '<Layout/>' },
      stamp,
    });
  const rowsOf = (query: Record<string, string>) => {
    const text = components(opened, new URLSearchParams(query)).body.text;
    return { text, names: [...text.matchAll(/fullName=([^"&]*)">/g)].map((found) => found[1]) };
  };
  const last = rowsOf({ type: 'Layout', page: '200' });
  expect([last.names.length, last.names[0], last.names.at(-1)]).toEqual([
    100,
    'Account-19900',
    'Account-19999',
  ]);
  expect(last.text).toContain('19,901–20,000 of 20,000');
  expect(rowsOf({ name: 'account-1234' }).names).toHaveLength(10);
  expect(rowsOf({ name: 'nobody' }).text).toContain('No component is called like that.');
  expect(last.text.length).toBeLessThan(60_000);
  opened.git.close();
});
