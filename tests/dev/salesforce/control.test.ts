// The control server: edits as a user, deletions, faults, and a log without secrets.

import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createControlServer } from '../../../dev/salesforce/control.ts';
import { openOrg } from '../../../dev/salesforce/state/org.ts';
import { api, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { classMeta, permissionSetText } from './tiny-project.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

const lead = "SELECT Body, LastModifiedBy.Username, LastModifiedDate FROM ApexClass WHERE Name = 'Lead'";

describe('an edit', () => {
  test('is live at once, stamped, in the audit trail, and kept over a restart', async () => {
    const files = { 'Lead.cls': 'public class Lead { Integer n; }\n' };
    const at = '2026-04-01T08:00:00Z';
    const by = 'nora.haddad@acme.example';
    expect((await org.control('/edit', { type: 'ApexClass', fullName: 'Lead', files, by, at })).status).toBe(
      200,
    );
    const row = {
      Body: files['Lead.cls'],
      LastModifiedBy: expect.objectContaining({ Username: by }),
      LastModifiedDate: '2026-04-01T08:00:00.000+0000',
    };
    expect((await org.query(lead)).json().records[0]).toMatchObject(row);
    await org.fault({ clockOffset: Date.parse('2026-04-02T00:00:00Z') - Date.now() });
    const trail = await org.query(
      'SELECT Action, Display, CreatedBy.Name FROM SetupAuditTrail',
      await org.mint(),
      '',
    );
    await org.fault({ clockOffset: 0 });
    expect(trail.json().records[0]).toMatchObject({
      Action: 'changedApexClass',
      Display: 'Changed Lead Apex Class code',
      CreatedBy: { Name: 'Nora Haddad' },
    });
    await org.restart();
    expect((await org.query(lead)).json().records[0]).toMatchObject(row);
  });

  test('can make a component, and another can delete it', async () => {
    const files = { 'New.cls': 'public class New {}', 'New.cls-meta.xml': classMeta() };
    const made = (await org.control('/edit', { type: 'ApexClass', fullName: 'New', files })).json();
    expect((await org.query("SELECT Id FROM ApexClass WHERE Name = 'New'")).json().records[0].Id).toBe(
      made.id,
    );
    await org.control('/delete', { type: 'ApexClass', fullName: 'New' });
    expect((await org.query("SELECT Id FROM ApexClass WHERE Name = 'New'")).json().size).toBe(0);
    const gone = await org.call(api, `/services/data/v66.0/tooling/sobjects/ApexClass/${made.id}`, {
      headers: { authorization: `Bearer ${await org.mint()}` },
    });
    expect(gone.status).toBe(404);
  });

  test.each([
    ['no type', { fullName: 'Lead', files: {} }, 'no metadata type: undefined'],
    ['a strange file', { type: 'ApexClass', fullName: 'Lead', files: { 'x.txt': '' } }, 'not a component'],
    [
      'no XML',
      { type: 'PermissionSet', fullName: 'Sales_Ops', files: { metadata: '<x' } },
      'metadata is no XML',
    ],
    ['an unknown user', { type: 'ApexClass', fullName: 'Lead', files: {}, by: 'x@y.z' }, 'no such user'],
    [
      'a new class without settings',
      { type: 'ApexClass', fullName: 'Q', files: { content: '' } },
      'needs its metadata',
    ],
  ])('is refused with %s', async (_, body, problem) => {
    const answer = await org.control('/edit', body);
    expect([answer.status, answer.json().problem]).toEqual([400, expect.stringContaining(problem)]);
  });

  test('of a permission set is what the next reading gives', async () => {
    const files = { metadata: permissionSetText(['Account.Rating']) };
    await org.control('/edit', { type: 'PermissionSet', fullName: 'Sales_Ops', files });
    const answer = await org.soap(
      '<readMetadata><type>PermissionSet</type><fullNames>Sales_Ops</fullNames></readMetadata>',
    );
    expect(answer.text).toContain('<field>Account.Rating</field>');
    expect(answer.text).not.toContain('Field_3__c');
  });
});

describe('a fault', () => {
  test('takes the API down for a number of calls, after a number of calls', async () => {
    const token = await org.mint();
    const ask = () => org.query('SELECT Id FROM ApexClass', token);
    await org.fault({ down: '503', downAfter: 1, downFor: 2 });
    expect([(await ask()).status, (await ask()).status, (await ask()).status, (await ask()).status]).toEqual([
      200, 503, 503, 200,
    ]);
  });

  test('cuts the connection', async () => {
    const token = await org.mint();
    await org.fault({ down: 'reset', downFor: 1 });
    await expect(org.query('SELECT Id FROM ApexClass', token)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect((await org.query('SELECT Id FROM ApexClass', token)).status).toBe(200);
  });

  test('makes answers slow', async () => {
    const token = await org.mint();
    await org.fault({ slow: 150 });
    const from = performance.now();
    await org.query('SELECT Id FROM ApexClass', token);
    await org.fault({ slow: 0 });
    expect(performance.now() - from).toBeGreaterThan(140);
  });

  test('says another user than was asked for', async () => {
    await org.fault({ wrongIdentity: true });
    const answer = (await org.bearer()).json();
    await org.fault({ wrongIdentity: false });
    const ada = (await org.control('/state'))
      .json()
      .users.find((user: { name: string }) => user.name === 'Ada King');
    expect(answer.id).not.toContain(ada.id);
  });

  test.each([
    [{ nope: true }, 'no such fault: nope'],
    [{ slow: 'very' }, 'slow is a number'],
    [{ down: 'sideways' }, 'down is no, 503 or reset'],
    [[], 'faults are an object'],
  ])('is refused when it is %j', async (body, problem) => {
    const answer = await org.control('/fault', body);
    expect([answer.status, answer.json().problem]).toEqual([400, expect.stringContaining(problem)]);
  });
});

test('the log names method, path, user and query, and holds no token', async () => {
  await org.control('/requests/clear', {});
  const token = await org.mint('leo.marin@acme.example');
  await org.query('SELECT Id FROM ApexClass LIMIT 1', token);
  await org.call(api, '/services/oauth2/revoke', { method: 'POST', form: { token } });
  const { calls } = (await org.control('/requests')).json();
  expect(calls).toMatchObject([
    { method: 'POST', path: '/services/oauth2/token', status: 200, user: 'leo.marin@acme.example' },
    {
      method: 'GET',
      path: '/services/data/v66.0/tooling/query',
      status: 200,
      detail: 'SELECT Id FROM ApexClass LIMIT 1',
    },
    { method: 'POST', path: '/services/oauth2/revoke', status: 200, user: 'leo.marin@acme.example' },
  ]);
  expect(new Set(calls.map((call: { token: string }) => call.token)).size).toBe(1);
  expect(JSON.stringify(calls)).not.toContain('00D5g000004XyZa!');
});

test('the control server answers only its token and only on loopback names', async () => {
  const opened = await openOrg({
    project: `${org.dir}/project`,
    data: `${org.dir}/other`,
    tls: { cert: '', key: '' },
  });
  const server = createControlServer(opened, 'secret').listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const ask = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/state', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
  expect(await ask({})).toBe(400);
  expect(await ask({ authorization: 'Bearer secret', host: 'evil.example' })).toBe(400);
  expect(await ask({ authorization: 'Bearer secret' })).toBe(200);
  server.close();
  opened.git.close();
});
