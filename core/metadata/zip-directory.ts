// Reads what a zip holds from its central directory: names, sizes, checksums, without unpacking anything.

export interface ZipEntry {
  /** As the archive writes it, with slashes: `css/app.css`. */
  readonly path: string;
  /** Bytes, unpacked. */
  readonly size: number;
  /** CRC-32 of the unpacked bytes. */
  readonly crc: number;
  /** 0 stored, 8 deflated; others need a program for them. */
  readonly method: number;
  readonly encrypted: boolean;
  /** Where its own header is, and how many bytes its packed data has. */
  readonly at: number;
  readonly packedSize: number;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localMark = 0x04034b50;
const endSize = 22;
const longestComment = 0xffff;
const mostEntries = 100_000;

/** Its files in the archive's order, folders left out; undefined for what is no zip, or one too large for 32 bits. */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] | undefined {
  const end = findEnd(bytes);
  if (end === undefined) return undefined;
  const count = u16(bytes, end + 10);
  let at = u32(bytes, end + 16);
  if (count > mostEntries || at >= end + 1) return undefined;
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || u32(bytes, at) !== entryMark) return undefined;
    const nameLength = u16(bytes, at + 28);
    const next = at + 46 + nameLength + u16(bytes, at + 30) + u16(bytes, at + 32);
    if (next > end) return undefined;
    const path = nameOf(bytes.subarray(at + 46, at + 46 + nameLength));
    const entry: ZipEntry = {
      path,
      size: u32(bytes, at + 24),
      crc: u32(bytes, at + 16),
      method: u16(bytes, at + 10),
      encrypted: (u16(bytes, at + 8) & 1) === 1,
      at: u32(bytes, at + 42),
      packedSize: u32(bytes, at + 20),
    };
    // These values stand for numbers of 64 bits, which are written elsewhere.
    if ([entry.size, entry.packedSize, entry.at].includes(0xffffffff)) return undefined;
    if (!path.endsWith('/')) entries.push(entry);
    at = next;
  }
  return entries;
}

/** An entry's packed bytes; undefined when the archive is cut short or its own header is not where it says. */
export function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array | undefined {
  if (entry.at + 30 > bytes.length || u32(bytes, entry.at) !== localMark) return undefined;
  const start = entry.at + 30 + u16(bytes, entry.at + 26) + u16(bytes, entry.at + 28);
  const end = start + entry.packedSize;
  return end <= bytes.length ? bytes.subarray(start, end) : undefined;
}

/** The last record that could be the end: a comment may follow it. */
function findEnd(bytes: Uint8Array): number | undefined {
  const first = Math.max(0, bytes.length - endSize - longestComment);
  for (let at = bytes.length - endSize; at >= first; at -= 1) {
    if (u32(bytes, at) === endMark && at + endSize + u16(bytes, at + 20) === bytes.length) return at;
  }
  return undefined;
}

/** Names are UTF-8, or of an older alphabet whose letters are then shown byte by byte. */
function nameOf(bytes: Uint8Array): string {
  const plain = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  if (!/[\x80-\xff]/.test(plain)) return plain;
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(escaped);
  } catch {
    return plain;
  }
}

const u16 = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const u32 = (bytes: Uint8Array, at: number) => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
