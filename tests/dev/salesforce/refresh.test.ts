// The org starts again, is refreshed under new ids, is a sandbox.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeMovingProject } from './moving-project.ts';
import { api, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

const dir = mkdtempSync(join(tmpdir(), 'refresh-'));
const project = join(dir, 'project');
let org: OrgUnderTest;
beforeAll(async () => {
  makeMovingProject(project);
  org = await startOrgUnderTest({ project, from: 'HEAD~5' });
});
afterAll(async () => {
  await org.stop();
  rmSync(dir, { recursive: true, force: true });
});

const post = async (path: string, body: object = {}) => {
  const answer = await org.control(path, body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json();
};

describe('starting again', () => {
  test('a reset forgets edits and steps and keeps ids and sessions', async () => {
    const first = (await org.control('/state')).json();
    const token = await org.mint();
    await post('/replay', { steps: 2 });
    await post('/delete', { type: 'ApexClass', fullName: 'Lead' });
    await post('/replay/reset');
    const after = (await org.control('/state')).json();
    expect([after.commit, after.components, after.edits, after.orgId]).toEqual([
      first.commit,
      first.components,
      [],
      first.orgId,
    ]);
    expect((await org.query('SELECT Id FROM ApexClass', token)).status).toBe(200);
  });

  test('a refresh gives new ids to the org and to every component, and ends the sessions', async () => {
    await post('/replay/reset');
    const first = (await org.control('/state')).json();
    const token = await org.mint();
    await post('/edit', { type: 'ApexClass', fullName: 'Lead', files: { content: 'edited' } });
    const { orgId } = await post('/refresh');
    expect(orgId).toMatch(/^00D5g00000[0-9A-Za-z]{8}$/);
    expect(orgId).not.toBe(first.orgId);
    expect((await org.query('SELECT Id FROM ApexClass', token)).json()[0].errorCode).toBe(
      'INVALID_SESSION_ID',
    );
    const after = (await org.control('/state')).json();
    const names = (given: typeof first) =>
      given.components.map((each: { fullName: string }) => each.fullName);
    expect(names(after)).toEqual(names(first));
    const ids = new Set(
      first.components.flatMap((each: { id: string; latestVersionId: string }) => [
        each.id,
        each.latestVersionId,
      ]),
    );
    ids.delete(undefined);
    expect(
      after.components.filter(
        (each: { id: string; latestVersionId: string }) => ids.has(each.id) || ids.has(each.latestVersionId),
      ),
    ).toEqual([]);
    expect(after.edits).toEqual([]);
    const fresh = await org.mint();
    expect(fresh.startsWith(`${orgId.slice(0, 15)}!`)).toBe(true);
    expect((await org.query('SELECT Id FROM Organization', fresh, '')).json().records[0].Id).toBe(orgId);
    await org.restart({ from: 'HEAD~5' });
    const later = (await org.control('/state')).json();
    expect([later.orgId, later.components]).toEqual([orgId, after.components]);
  });
});

describe('a sandbox', () => {
  test('has a sandbox’s hosts, usernames, login host and limits, and says it is one', async () => {
    await org.restart({ from: 'HEAD~5', sandbox: 'UAT' });
    const host = 'acme--uat.sandbox.my.salesforce.com';
    expect((await org.call(api, '/services/data')).status).toBe(404);
    expect((await org.call(host, '/services/data')).status).toBe(200);
    const sub = 'ada.king@acme.example.uat';
    const minted = await org.bearer({
      host: 'test.salesforce.com',
      claims: { sub, aud: 'https://test.salesforce.com' },
    });
    const token = minted.json().access_token;
    expect(minted.text).toContain('access_token');
    expect(minted.json().instance_url).toBe(`https://${host}`);
    const ask = async (path: string) =>
      (
        await org.call(host, `/services/data/v66.0${path}`, { headers: { authorization: `Bearer ${token}` } })
      ).json();
    const { records } = await ask(`/query?q=${encodeURIComponent('SELECT IsSandbox, Id FROM Organization')}`);
    expect(records[0]).toMatchObject({ IsSandbox: true, Id: expect.stringMatching(/^00D/) });
    expect((await ask('/limits')).DailyApiRequests.Max).toBe(5_000_000);
    for (const each of ['acme--uat.sandbox.lightning.force.com', 'acme--uat.sandbox.my.salesforce-setup.com'])
      expect((await org.call(each, '/lightning/setup/Flows/home')).status).toBe(200);
    expect((await post('/user', { username: 'sam.okafor@acme.example', frozen: true })).username).toBe(
      'sam.okafor@acme.example.uat',
    );
  });

  test('has a name Salesforce would take', async () => {
    await expect(org.restart({ sandbox: 'no such name' })).rejects.toThrow('one to ten letters and digits');
  });
});
