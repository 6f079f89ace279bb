// Replaces something inside the files of a zip and writes the archive anew around them.

import { crc32 } from 'node:zlib';
import { packedBytes, readZipDirectory, type ZipEntry } from '#core/metadata/zip-directory.ts';
import { unzipEntry } from './unzip.ts';

export interface Replaced {
  readonly bytes: Buffer;
  readonly times: number;
}

/** An archive that holds more is not looked into. */
const mostUnpacked = 64 * 1024 * 1024;

/**
 * `replace` answers with nothing for a file that stays as it is, as this does for the whole archive. A file that was
 * changed lies in it unpacked; the others keep every byte.
 */
export function replaceInZip(
  given: Uint8Array,
  replace: (bytes: Uint8Array) => Replaced | undefined,
): Replaced | undefined {
  const zip = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const entries = readZipDirectory(zip);
  if (!entries || entries.reduce((sum, { size }) => sum + size, 0) > mostUnpacked) return undefined;
  const changed = new Map<number, Buffer>();
  let times = 0;
  for (const entry of entries) {
    const bytes = unzipEntry(zip, entry);
    const found = bytes && replace(bytes);
    if (!found) continue;
    changed.set(entry.at, found.bytes);
    times += found.times;
  }
  return times === 0 ? undefined : { bytes: written(zip, entries, changed), times };
}

const entryMark = 0x02014b50;
const endMark = Buffer.from([0x50, 0x4b, 0x05, 0x06]);

function written(zip: Buffer, entries: readonly ZipEntry[], changed: ReadonlyMap<number, Buffer>): Buffer {
  const end = zip.lastIndexOf(endMark);
  const known = new Map(entries.map((entry) => [entry.at, entry]));
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (let at = zip.readUInt32LE(end + 16); at < end && zip.readUInt32LE(at) === entryMark; ) {
    const length = 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    const record = Buffer.from(zip.subarray(at, at + length));
    const local = record.readUInt32LE(42);
    const header = Buffer.from(
      zip.subarray(local, local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)),
    );
    const entry = known.get(local);
    const instead = changed.get(local);
    const data = instead ?? (entry ? packedBytes(zip, entry) : undefined) ?? Buffer.alloc(0);
    if (instead) {
      record.writeUInt16LE(0, 10);
      record.writeUInt32LE(crc32(instead), 16);
      record.writeUInt32LE(instead.length, 20);
      record.writeUInt32LE(instead.length, 24);
    }
    // Sizes stand before the data, so that none is needed behind it.
    record.writeUInt16LE(record.readUInt16LE(8) & ~8, 8);
    header.writeUInt16LE(record.readUInt16LE(8), 6);
    record.copy(header, 8, 10, 12);
    record.copy(header, 14, 16, 28);
    record.writeUInt32LE(offset, 42);
    files.push(header, Buffer.from(data));
    directory.push(record);
    offset += header.length + data.length;
    at += length;
  }
  const last = Buffer.from(zip.subarray(end));
  last.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  last.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, last]);
}
