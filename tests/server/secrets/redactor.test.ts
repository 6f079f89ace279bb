// Markers under an org's own key: the same for the same secret in the same place, and for nothing else.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ComponentSource, MetadataType } from '../../../core/component.ts';
import type { Database } from '../../../server/db/database.ts';
import { forgetOrg } from '../../../server/db/forget-org.ts';
import { createRedactor } from '../../../server/secrets/redactor.ts';
import { openTestDatabase } from '../../helpers/databases.ts';

const orgId = '00D5g000004XyZaEAK';
let db: Database;
beforeEach(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.destroy());

const provider = (
  secret: string,
  fullName = 'Bank',
  type: MetadataType = 'AuthProvider',
): ComponentSource => ({
  type,
  fullName,
  files: [
    {
      role: 'metadata',
      name: `${fullName}.authprovider-meta.xml`,
      text: `<${type}><consumerSecret>${secret}</consumerSecret><ecKey>${secret}</ecKey></${type}>`,
    },
  ],
});
const redacted = async (source: ComponentSource, of = orgId, at: Database = db) =>
  (await createRedactor(at, of).redact(source)).source.files[0]?.text ?? '';
const markers = (text: string) => text.match(/canvasback-redacted:[0-9a-f]{32}/g) ?? [];

describe('a marker', () => {
  test('is the same for the same secret, in this process and the next', async () => {
    const one = await redacted(provider('hush'));
    expect(markers(one)).toHaveLength(2);
    expect(await redacted(provider('hush'))).toBe(one);
    expect(await redacted(provider('&#104;ush'))).toBe(one);
  });

  test.each([
    ['secret', provider('hush!'), orgId],
    ['component', provider('hush', 'Other'), orgId],
    ['org', provider('hush'), '00D5g000009AbCdEAK'],
  ])('is another one for another %s', async (_, source, of) => {
    const [before] = markers(await redacted(provider('hush')));
    const [after] = markers(await redacted(source, of));
    expect(after).toMatch(/^canvasback-redacted:/);
    expect(after).not.toBe(before);
  });

  test('is another one for another element', async () => {
    const [secret, key] = markers(await redacted(provider('hush')));
    expect(secret).not.toBe(key);
  });

  test('cannot be computed without the key: another database has another', async () => {
    const other = await openTestDatabase();
    expect(await redacted(provider('hush'), orgId, other)).not.toBe(await redacted(provider('hush')));
    await other.destroy();
  });

  test('stays as it is', async () => {
    const once = await redacted(provider('hush'));
    const source = provider('');
    const again = { ...source, files: source.files.map((file) => ({ ...file, text: once })) };
    expect(await redacted(again)).toBe(once);
  });
});

describe('the key of an org', () => {
  test('is made once, when it is first needed, of 256 bits', async () => {
    const rows = () => db.selectFrom('redaction_keys').selectAll().execute();
    expect(await rows()).toEqual([]);
    await redacted(provider('hush'));
    const [row] = await rows();
    expect(Buffer.from(row?.key ?? '', 'base64url')).toHaveLength(32);
    await redacted(provider('hush, too'));
    expect(await rows()).toEqual([row]);
  });

  test('is another one once the org was ended and connected anew, whichever server did that', async () => {
    const before = await redacted(provider('hush'));
    // As another process does it.
    await forgetOrg(db, { orgId, apiHost: 'acme.my.salesforce.com' });
    const after = await redacted(provider('hush'));
    expect(markers(after)).toHaveLength(2);
    expect(after).not.toBe(before);
    expect(await redacted(provider('hush'))).toBe(after);
  });

  test('is not asked for by components that hold no secrets', async () => {
    const none = new Proxy(db, {
      get: () => {
        throw new Error('the database was asked');
      },
    });
    const source: ComponentSource = { type: 'ApexClass', fullName: 'A', files: provider('x').files };
    const { source: same } = await createRedactor(none, orgId, Date.now, async () => []).redact(source);
    expect(same).toBe(source);
  });
});

test('a malformed document is told of', async () => {
  const source = provider('hush</b>');
  const { notes, source: left } = await createRedactor(db, orgId).redact(source);
  expect(notes).toEqual([
    'Bank.authprovider-meta.xml: It is malformed and could hold a secret, so that each of its lines is shown as a mark only.',
  ]);
  expect(left.files[0]?.text).toMatch(/^canvasback-redacted:[0-9a-f]{32}$/);
});
