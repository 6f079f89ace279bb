// Reads components that a list tells of: names, ids and last saves from there, their files by name.

import { type MetadataType, typeRegistry } from '#core/component.ts';
import { AppError } from '../../errors.ts';
import type { JobHandle } from '../client.ts';
import { readDocumentAhead, readDocuments } from './documents.ts';
import { findStamp } from './find-stamp.ts';
import type { Stamp } from './list-stamps.ts';
import type { LiveComponent, LiveRef } from './live-component.ts';
import { settled } from './settled.ts';

type Files = Awaited<ReturnType<typeof readDocuments>>[number];

/** One after the other only where the name is not known or was changed. */
export async function readListed(handle: JobHandle, ref: LiveRef): Promise<LiveComponent | undefined> {
  const [stamp, ahead] = await settled([findStamp(handle, ref), readAhead(handle, ref)]);
  if (!stamp) return undefined;
  const known = ahead(stamp);
  // What a package manages is in no archive of all.
  const [files] = known ? [known] : await readDocuments(handle, stamp.type, [stamp]);
  return assemble(handle, stamp, files);
}

/** What can be asked for beside the list: by the name, or all of a type that has few. */
async function readAhead(
  handle: JobHandle,
  { type, fullName }: LiveRef,
): Promise<(stamp: Stamp) => Files | undefined> {
  // Calls name a document with an ending that its own name does not have.
  if (fullName && type !== 'Document') {
    const [files] = await readDocuments(handle, type, [{ fullName }]);
    return (stamp) => (stamp.fullName === fullName ? files : undefined);
  }
  const all = fullName ? undefined : await readDocumentAhead(handle, type);
  return (stamp) => all?.(stamp);
}

/** As many of one type as one call takes, each with what a list told of it; in the order asked. */
export async function readManyListed(
  handle: JobHandle,
  type: MetadataType,
  listed: readonly Stamp[],
): Promise<(LiveComponent | undefined)[]> {
  const documents = await readDocuments(handle, type, listed);
  return listed.map((stamp, index) => assemble(handle, stamp, documents[index]));
}

function assemble(handle: JobHandle, stamp: Stamp, files: Files): LiveComponent | undefined {
  const { type, fullName, lastModifiedAt: at } = stamp;
  const { lane, unstamped } = typeRegistry[type];
  if (files === undefined) {
    // No list said that the org has it.
    if (unstamped) return undefined;
    const detail = `Salesforce lists ${type} ${fullName} but does not give its content.`;
    throw new AppError('salesforce_error', { detail });
  }
  return {
    source: { type, fullName, files },
    id: stamp.id,
    otherIds: stamp.otherIds ?? [],
    // Types of rows are read so where a row cannot be found by the name.
    lane: lane === 'retrieve' ? 'retrieve' : 'read-metadata',
    apiVersion: handle.org.apiVersion,
    ...(at === undefined
      ? {}
      : {
          lastModifiedBy: {
            id: stamp.lastModifiedById ?? '',
            name: stamp.lastModifiedByName ?? 'Unknown user',
          },
          lastModifiedAt: new Date(at).toISOString(),
        }),
  };
}
