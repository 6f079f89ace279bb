// Gives the picture of a version to those who may read it: small ones of kinds whose size the header tells.

import { liveId } from '#core/revision.ts';
import { contentFile } from '../content/content-file.ts';
import { pictureSize } from '../content/picture-size.ts';
import { findLiveRead } from '../db/live-reads.ts';
import { findVersionRow } from '../db/versions.ts';
import { AppError } from '../errors.ts';
import { createRedactor } from '../secrets/redactor.ts';
import type { HistoryDeps } from './deps.ts';
import { readFiles, roleOfFile } from './version-files.ts';
import type { SourceOf } from './versions.ts';

export interface Picture {
  readonly media: 'image/png' | 'image/gif' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
  readonly base64: string;
}

const shown: readonly string[] = ['image/png', 'image/gif', 'image/jpeg'];
/** Two of them are an answer each; what a browser unpacks is bounded by the pixels. */
const mostBytes = 1024 * 1024;
const mostPixels = 16_000_000;

/** Null when the version's content is no picture, or one that is not shown. Throws as `readSource` does. */
export async function readPicture(deps: HistoryDeps, of: SourceOf): Promise<Picture | null> {
  const bytes = await contentOf(deps, of);
  const media = bytes && contentFile('', bytes).binary?.media;
  const size = bytes && pictureSize(bytes);
  if (!bytes || !size || bytes.length > mostBytes || size.width * size.height > mostPixels) return null;
  if (media === undefined || !shown.includes(media)) return null;
  return { media: media as Picture['media'], ...size, base64: Buffer.from(bytes).toString('base64') };
}

async function contentOf(deps: HistoryDeps, of: SourceOf): Promise<Uint8Array | undefined> {
  const id = liveId(of.revision);
  if (id !== undefined) {
    const { orgId, subject = '', type, fullName } = of;
    const read = await findLiveRead(deps.db, { id, orgId, subject, now: deps.now() });
    if (!read || read.type !== type || read.fullName !== fullName) throw new AppError('compare_expired');
    return read.files.find(({ role }) => role === 'content')?.bytes;
  }
  const row = await findVersionRow(deps.db, of, of.revision);
  if (!row) throw new AppError('not_found', { detail: 'The component has no such version.' });
  const file = readFiles(row.files).find(({ name }) => roleOfFile(name) === 'content' && !name.includes('/'));
  const bytes = file && (await deps.git(of.orgId).blobs.read(file.oid))?.bytes;
  // An attached project is never rewritten, and goes on holding what was purged: no picture is shown then.
  if (!bytes) return undefined;
  const replace = await createRedactor(deps.db, of.orgId, deps.now).purged(of);
  return replace?.(bytes) ? undefined : bytes;
}
