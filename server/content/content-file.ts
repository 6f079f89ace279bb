// Makes a component's file of bytes: text where they are text, else a description of them that stands for them.

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ComponentFile, ComponentKey } from '#core/component.ts';
import { type ArchiveFile, writeListing } from '#core/metadata/archive-listing.ts';
import { readZipDirectory } from '#core/metadata/zip-directory.ts';
import { mediaOf, wordsForMedia } from './media.ts';

/** A file as the server has it. The bytes of binary content stay here: no answer carries them along. */
export interface ContentFile extends ComponentFile {
  readonly bytes?: Uint8Array | undefined;
}

export interface ContentSource extends ComponentKey {
  readonly files: readonly ContentFile[];
}

/** Larger content is described and compared, but not kept: Salesforce allows 5 MB for a resource. */
export const largestContent = 16 * 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes decide, not the name: text is valid UTF-8 without a zero. */
export function contentFile(name: string, bytes: Uint8Array): ContentFile {
  const text = textOf(bytes);
  if (text !== undefined) return { role: 'content', name, text };
  const kept = bytes.length <= largestContent ? { bytes } : {};
  const media = mediaOf(bytes);
  const entries = media === 'application/zip' ? readZipDirectory(bytes) : undefined;
  if (entries) return { ...archiveFile(name, entries), ...kept };
  const binary = { media, size: bytes.length, sha256: sha256(bytes) };
  const lines = [wordsForMedia(media), sizeInWords(bytes.length), `SHA-256 ${binary.sha256}`];
  return { role: 'content', name, text: lines.map((line) => `${line}\n`).join(''), binary, ...kept };
}

/** Of the files that an archive holds, or that were unpacked from it. */
export function archiveFile(name: string, files: readonly ArchiveFile[]): ContentFile {
  const text = writeListing(files);
  const size = files.reduce((sum, each) => sum + each.size, 0);
  return { role: 'content', name, text, binary: { media: 'application/zip', size, sha256: sha256(text) } };
}

export function unpackedFile(path: string, bytes: Uint8Array): ArchiveFile {
  return { path, size: bytes.length, crc: crc32(bytes) };
}

/** Without the bytes, as everybody else may have it. */
export function withoutBytes({ role, name, text, binary }: ContentFile): ComponentFile {
  return binary ? { role, name, text, binary } : { role, name, text };
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** `1 byte`, `1204 bytes` */
export function sizeInWords(size: number): string {
  return size === 1 ? '1 byte' : `${size} bytes`;
}
