// What a retrieve brings is unpacked only as far as Salesforce itself would pack it.

import { expect, test } from 'vitest';
import { ZipWriter } from '../../../dev/salesforce/zip/write.ts';
import type { JobHandle } from '../../../server/salesforce/client.ts';
import { retrieveFiles } from '../../../server/salesforce/readers/retrieve.ts';

function archive(): Buffer {
  const zip = new ZipWriter();
  zip.add('unpackaged/settings/Account.settings', Buffer.from('<a/>'), 0);
  return Buffer.concat(zip.finish());
}

/** A handle whose retrieve is done at the first question. */
function answering(zip: Buffer): JobHandle {
  const soap = async (name: string) => [
    {
      texts:
        name === 'retrieve'
          ? { id: '09S5g000000AbCdEAK' }
          : { done: 'true', success: 'true', zipFile: zip.toString('base64') },
    },
  ];
  return { org: { apiVersion: '66.0' }, soap } as unknown as JobHandle;
}

test('its files come by path, without the package’s folder', async () => {
  const files = await retrieveFiles(answering(archive()), 'Settings', ['Account']);
  expect([...files].map(([path, bytes]) => [path, bytes.toString()])).toEqual([
    ['settings/Account.settings', '<a/>'],
  ]);
});

test('an archive that names more than Salesforce allows is not unpacked', async () => {
  const zip = archive();
  const entry = zip.indexOf('PK\u0001\u0002', 'latin1');
  zip.writeUInt32LE(401 * 1024 * 1024, entry + 24);
  await expect(retrieveFiles(answering(zip), 'Settings', ['Account'])).rejects.toMatchObject({
    code: 'salesforce_error',
    detail: expect.stringContaining('400 MB'),
  });
});
