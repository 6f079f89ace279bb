// Unpacks an entry of a zip, within bounds, and only when it is what the archive says.

import { crc32, inflateRawSync } from 'node:zlib';
import { packedBytes, type ZipEntry } from '#core/metadata/zip-directory.ts';

/** Undefined when it cannot be unpacked: encrypted, packed in an unknown way, cut short, or not what it says. */
export function unzipEntry(zip: Uint8Array, entry: ZipEntry): Buffer | undefined {
  const packed = packedBytes(zip, entry);
  if (!packed || entry.encrypted) return undefined;
  const bytes = unpack(packed, entry);
  return bytes && bytes.length === entry.size && crc32(bytes) === entry.crc ? bytes : undefined;
}

function unpack(packed: Uint8Array, { method, size }: ZipEntry): Buffer | undefined {
  if (method === 0) return Buffer.from(packed);
  if (method !== 8) return undefined;
  try {
    // An entry that grows beyond the size it names stops there.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    return undefined;
  }
}
