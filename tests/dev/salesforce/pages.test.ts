// The Setup pages as a browser asks for them: shell, views, frames on another host, and edits that are real.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, frameHost, lightning, type OrgUnderTest, setup, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
let ids: Record<string, string>;
let versions: Record<string, string>;
beforeAll(async () => {
  org = await startOrgUnderTest();
  await org.fault({ frameDelay: 0 });
  const { components } = (await org.control('/state')).json();
  ids = Object.fromEntries(
    components.map((each: { fullName: string; id: string }) => [each.fullName, each.id]),
  );
  versions = Object.fromEntries(
    components.map((each: { fullName: string; latestVersionId?: string }) => [
      each.fullName,
      each.latestVersionId,
    ]),
  );
});
afterAll(() => org.stop());

const view = async (to: string, search = '') =>
  (await org.call(lightning, `/setup-view?${new URLSearchParams({ to, search })}`)).json();
const frameOf = async (to: string) => new URL((await view(to)).frame.src);

describe('a Setup page', () => {
  test.each([lightning, setup])(
    'of %s is Lightning’s frame with a strict policy and a signed-in user',
    async (host) => {
      const page = await org.call(host, '/lightning/setup/Flows/home');
      expect(page.status).toBe(200);
      expect(page.text).toContain('title="Ada King"');
      expect(page.text).toContain('id="quick-find"');
      const policy = String(page.headers['content-security-policy']);
      expect(policy).toContain(
        `frame-src 'self' mailto: https://${api} https://${frameHost} https://${lightning}`,
      );
      expect(String(page.headers['set-cookie'])).toMatch(
        /sid=00D5g000004XyZa!\S+; Path=\/; Secure; HttpOnly/,
      );
    },
  );

  test('gives a session that the REST API refuses', async () => {
    const page = await org.call(lightning, '/lightning/setup/Flows/home');
    const sid = decodeURIComponent(/sid=([^;]+)/.exec(String(page.headers['set-cookie']))?.[1] ?? '');
    const answer = await org.query('SELECT Id FROM ApexClass', sid);
    expect(answer.json()[0].message).toBe('This session is not valid for use with the REST API');
  });

  test.each([
    ['ApexClasses', ['Helper', 'Lead']],
    ['Flows', ['Draft only', 'Route leads']],
    ['PermSets', ['Broken', 'Sales Ops']],
  ])('lists %s', async (node, labels) => {
    const shown = await view(`/lightning/setup/${node}/home`);
    expect(shown.rows.map((row: { text: string }[]) => row[0]?.text)).toEqual(labels);
    expect(shown.rows[0][0].href).toMatch(new RegExp(`^/lightning/setup/${node}/page\\?address=%2F\\w{18}$`));
    expect((await view(`/lightning/setup/${node}/home`, 'zzz')).total).toBe(0);
  });

  test('shows a class and a permission set in a frame of the org’s domain, a flow in one of Visualforce’s', async () => {
    const page = (node: string, name: string) =>
      frameOf(`/lightning/setup/${node}/page?address=%2F${ids[name]}`);
    expect((await page('ApexClasses', 'Lead')).host).toBe(api);
    expect((await page('PermSets', 'Sales_Ops')).host).toBe(api);
    expect((await page('Flows', 'Route')).host).toBe(frameHost);
  });

  test('shows a permission set’s summary without a frame', async () => {
    const shown = await view(`/lightning/setup/PermSets/${ids.Sales_Ops}/summary`);
    expect([shown.kind, shown.heading, shown.lists[0].total]).toEqual(['summary', 'Sales Ops', 12]);
  });

  test.each([
    'https://evil.example/x',
    '@evil.example/',
    '.evil.example/',
    '//evil.example',
    '/\\evil.example',
    '',
  ])('takes “%s” for no record', async (address) => {
    const shown = await view(`/lightning/setup/ApexClasses/page?address=${encodeURIComponent(address)}`);
    expect([shown.kind, shown.frame]).toEqual(['missing', undefined]);
  });

  test('has Flow Builder for a version, a definition and a flow that is gone', async () => {
    const open = (query: string) =>
      org.call(lightning, `/builder_platform_interaction/flowBuilder.app${query}`);
    expect((await open(`?flowId=${versions.Route}`)).text).toContain('<title>Route leads - V2</title>');
    expect((await open(`?flowDefId=${ids.Route}`)).text).toContain('Is it big &amp; new?');
    expect((await open('?flowId=3015g000000zzz5AAA')).text).toContain('We can’t find the flow');
    expect((await open('')).text).toContain('New Flow');
  });
});

describe('a frame', () => {
  const path = (url: URL, more = '') => `${url.pathname}${more}${url.search}`;

  test('may be framed by Setup only and wants its ticket', async () => {
    const url = await frameOf(`/lightning/setup/ApexClasses/page?address=%2F${ids.Helper}`);
    const page = await org.call(api, path(url));
    expect(page.headers['content-security-policy']).toBe(
      `frame-ancestors 'self' https://${setup} https://${lightning}`,
    );
    expect(page.text).toContain('public class Helper {');
    const stranger = await org.call(api, `/${ids.Helper}?ticket=0055g00000jkSwOAAU.guess`);
    expect([
      stranger.status,
      new URL(`https://x${stranger.headers.location}`).searchParams.get('ec'),
    ]).toEqual([302, '302']);
  });

  test('saves a class as the signed-in user', async () => {
    const url = await frameOf(`/lightning/setup/ApexClasses/page?address=%2F${ids.Helper}`);
    const edit = path(url, '/e');
    expect((await org.call(api, edit)).text).toContain('<textarea');
    const wrong = await org.call(api, edit, { method: 'POST', form: { body: 'nothing' } });
    expect(wrong.text).toContain('Compile Error');
    const body = 'public class Helper {\r\n  Integer n;\r\n}\r\n';
    expect((await org.call(api, edit, { method: 'POST', form: { body } })).status).toBe(302);
    const row = (
      await org.query("SELECT Body, LastModifiedBy.Name FROM ApexClass WHERE Name = 'Helper'")
    ).json().records[0];
    expect(row).toMatchObject({ Body: body.replaceAll('\r\n', '\n'), LastModifiedBy: { Name: 'Ada King' } });
  });

  test('saves permissions of a permission set', async () => {
    const url = await frameOf(`/lightning/setup/PermSets/page?address=%2F${ids.Sales_Ops}`);
    const form: Record<string, string> = { 'system.ManageUsers': 'on', 'edit.Account.Field_3__c': 'on' };
    for (let field = 0; field < 12; field += 1)
      if (field !== 5) form[`read.Account.Field_${field}__c`] = 'on';
    expect((await org.call(api, path(url, '/e'), { method: 'POST', form })).status).toBe(302);
    const { metadata } = (await org.control('/component?type=PermissionSet&fullName=Sales_Ops')).json();
    const block = (field: string) =>
      new RegExp(`<editable>(\\w+)</editable>\\s*<field>Account.${field}</field>\\s*<readable>(\\w+)<`)
        .exec(metadata)
        ?.slice(1);
    expect(block('Field_3__c')).toEqual(['true', 'true']);
    expect(block('Field_5__c')).toEqual(['false', 'false']);
    expect(block('Field_4__c')).toEqual(['false', 'true']);
    expect(metadata).toContain('<name>ManageUsers</name>');
    expect(metadata).not.toContain('RunReports');
    expect(metadata.trimEnd().endsWith('</PermissionSet>')).toBe(true);
  });

  test('saves a flow’s label, and only that label, as a new version', async () => {
    const url = await frameOf(`/lightning/setup/Flows/page?address=%2F${ids.Route}`);
    const label = 'Route & rank';
    expect(
      (await org.call(frameHost, `${path(url)}&edit=1`, { method: 'POST', form: { label } })).status,
    ).toBe(302);
    const { metadata } = (await org.control('/component?type=Flow&fullName=Route')).json();
    expect(metadata).toContain('    <label>Route &amp; rank</label>');
    expect(metadata).toContain('<label>Is it big &amp; new?</label>');
    const soql = "SELECT LatestVersion.VersionNumber FROM FlowDefinition WHERE DeveloperName = 'Route'";
    expect((await org.query(soql)).json().records[0].LatestVersion.VersionNumber).toBe(3);
  });

  test('gives a user without the permission no Edit and saves nothing', async () => {
    await org.control('/sign-in', { username: 'mia.lindqvist@acme.example' });
    const url = await frameOf(`/lightning/setup/PermSets/page?address=%2F${ids.Sales_Ops}`);
    await org.control('/sign-in', { username: 'ada.king@acme.example' });
    expect((await org.call(api, path(url))).text).not.toContain('>Edit<');
    const before = (await org.control('/component?type=PermissionSet&fullName=Sales_Ops')).text;
    await org.call(api, path(url, '/e'), { method: 'POST', form: { 'system.AuthorApex': 'on' } });
    expect((await org.control('/component?type=PermissionSet&fullName=Sales_Ops')).text).toBe(before);
  });

  test('says when its component is gone', async () => {
    const url = await frameOf(`/lightning/setup/ApexClasses/page?address=%2F${ids.Lead}`);
    await org.control('/delete', { type: 'ApexClass', fullName: 'Lead' });
    const page = await org.call(api, path(url));
    expect(page.status).toBe(404);
    expect(page.text).toContain('The data you were trying to access could not be found');
  });
});
