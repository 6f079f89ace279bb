// Retrieves components of one type as files: asks for the archive, waits for it, unpacks it.

import { setTimeout as wait } from 'node:timers/promises';
import type { MetadataType } from '#core/component.ts';
import { readZipDirectory } from '#core/metadata/zip-directory.ts';
import { unzipEntry } from '../../content/unzip.ts';
import { AppError } from '../../errors.ts';
import type { JobHandle } from '../client.ts';
import type { SoapElement } from '../soap.ts';

/** Bytes by path: `settings/Account.settings`. */
export type RetrievedFiles = ReadonlyMap<string, Buffer>;

/** Milliseconds between questions: small retrieves take a second or two, and each question is a request. */
const pauses = [250, 500, 1000, 1500, 2000, 3000];

/** Salesforce's own limit of what a retrieve unpacks to. */
const mostUnpacked = 400 * 1024 * 1024;

/** What Salesforce does not know is not among the files. */
export async function retrieveFiles(
  handle: JobHandle,
  type: MetadataType,
  names: readonly string[],
): Promise<RetrievedFiles> {
  const { apiVersion } = handle.org;
  const members = names.map((name) => ['members', name] as const);
  const [started] = await handle.soap('retrieve', [
    [
      'retrieveRequest',
      [
        ['apiVersion', apiVersion],
        ['singlePackage', 'true'],
        [
          'unpackaged',
          [
            ['types', [...members, ['name', type]]],
            ['version', apiVersion],
          ],
        ],
      ],
    ],
  ]);
  const id = started?.texts.id;
  if (!id) throw unexpected('Salesforce began no retrieve.');
  return unpack(await finished(handle, id));
}

async function finished(handle: JobHandle, id: string): Promise<SoapElement> {
  for (let asked = 0; ; asked += 1) {
    await wait(pauses[asked] ?? pauses.at(-1), undefined, handle.signal && { signal: handle.signal });
    const [result] = await handle.soap('checkRetrieveStatus', [
      ['asyncProcessId', id],
      ['includeZip', 'true'],
    ]);
    if (result?.texts.done === 'true') return result;
    if (!result) throw unexpected('Salesforce forgot the retrieve.');
  }
}

function unpack({ texts }: SoapElement): RetrievedFiles {
  if (texts.success !== 'true') {
    const code = /^[A-Z_]{3,60}$/.exec(texts.errorStatusCode ?? '')?.[0] ?? 'a failure';
    throw unexpected(`Salesforce answered ${code} for the retrieve.`);
  }
  const zip = Buffer.from(texts.zipFile ?? '', 'base64');
  const files = new Map<string, Buffer>();
  const entries = readZipDirectory(zip) ?? [];
  // The sizes they name bound what each may unpack to.
  if (entries.reduce((sum, { size }) => sum + size, 0) > mostUnpacked) {
    throw unexpected('The retrieve unpacks to more than 400 MB, which is more than Salesforce allows.');
  }
  for (const entry of entries) {
    const bytes = unzipEntry(zip, entry);
    if (!bytes) throw unexpected('A file of the retrieve could not be unpacked.');
    files.set(entry.path.replace(/^unpackaged\//, ''), bytes);
  }
  if (files.size === 0) throw unexpected('The retrieve’s archive could not be read.');
  return files;
}

const unexpected = (detail: string) => new AppError('salesforce_error', { detail });
