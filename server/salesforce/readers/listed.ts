// Reads components that only a list tells of: names, ids and last saves by listMetadata, documents by readMetadata.

import type { MetadataType } from '#core/component.ts';
import { componentToFileNames } from '#core/metadata/file-path.ts';
import { recordToXml } from '#core/metadata/soap-record.ts';
import { withoutParts } from '#core/metadata/without-parts.ts';
import { AppError } from '../../errors.ts';
import type { JobHandle } from '../client.ts';
import { listStamps, type Stamp } from './list-stamps.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';
import { readRecords } from './records.ts';
import { settled } from './settled.ts';

/** One after the other only where the name is not known or was changed. */
export async function readListed(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  const [stamps, ahead] = await settled([
    ref.listed ? [ref.listed] : listStamps(handle, [ref.type]),
    ref.fullName ? readRecords(handle, ref.type, [ref.fullName]) : undefined,
  ]);
  const stamp = find(stamps, ref);
  if (!stamp) return undefined;
  const [record] =
    ahead && stamp.fullName === ref.fullName ? ahead : await readRecords(handle, ref.type, [stamp.fullName]);
  return assemble(handle, stamp, record);
}

/** As many of one type as one call takes, each with what a list told of it; in the order asked. */
export async function readManyListed(
  handle: JobHandle,
  type: MetadataType,
  listed: readonly Stamp[],
): Promise<LiveComponent[]> {
  const records = await readRecords(
    handle,
    type,
    listed.map(({ fullName }) => fullName),
  );
  return listed.map((stamp, index) => assemble(handle, stamp, records[index]));
}

function find(stamps: readonly Stamp[], ref: LiveRef): Stamp | undefined {
  const { id, fullName } = ref;
  return stamps.find((stamp) => (id ? id15(stamp.id) === id15(id) : stamp.fullName === fullName));
}

function assemble(handle: JobHandle, stamp: Stamp, record: string | undefined): LiveComponent {
  const { type, fullName } = stamp;
  if (record === undefined) {
    const detail = `Salesforce lists ${type} ${fullName} but does not give its content.`;
    throw new AppError('salesforce_error', { detail });
  }
  const [file] = componentToFileNames({ type, fullName });
  const text = withoutParts(type, recordToXml(type, record));
  return {
    source: { type, fullName, files: [{ role: 'metadata', name: file?.name ?? fullName, text }] },
    id: stamp.id,
    otherIds: stamp.otherIds ?? [],
    lane: 'read-metadata',
    apiVersion: handle.org.apiVersion,
    lastModifiedBy: { id: stamp.lastModifiedById, name: stamp.lastModifiedByName },
    lastModifiedAt: new Date(stamp.lastModifiedAt).toISOString(),
  };
}
