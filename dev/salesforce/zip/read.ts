// Reads a zip file strictly: every length is checked before it is used, nothing is unpacked before it is asked for.

import { crc32, inflateRawSync } from 'node:zlib';
import { flags, recordSize, signatures } from './layout.ts';

export interface ZipLimits {
  readonly files: number;
  /** Bytes of all files together, unpacked. */
  readonly unpacked: number;
}

export interface ZipFile {
  /** With `/` between folders; never absolute, never with `.` or `..`. */
  readonly path: string;
  /** Bytes unpacked, as the directory says. */
  readonly size: number;
  /** Unpacks now; throws ZipError when the bytes are not what the directory promises. */
  bytes(): Buffer;
}

export type ZipFault =
  | 'damaged'
  | 'encrypted'
  | 'unsupported'
  | 'unsafe-name'
  | 'duplicate'
  | 'too-many'
  | 'too-large';

export class ZipError extends Error {
  readonly fault: ZipFault;

  constructor(fault: ZipFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** True when the bytes begin as a zip does, an empty one included. */
export function looksLikeZip(bytes: Buffer): boolean {
  const start = bytes.length >= 4 ? bytes.readUInt32LE(0) : 0;
  return start === signatures.local || start === signatures.end;
}

/** The files in the directory's order, folders left out; throws ZipError on the first thing that is wrong. */
export function readZip(bytes: Buffer, limits: ZipLimits): ZipFile[] {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const size = bytes.readUInt32LE(end + 12);
  const start = bytes.readUInt32LE(end + 16);
  if (bytes.readUInt16LE(end + 4) !== 0 || bytes.readUInt16LE(end + 8) !== count)
    throw new ZipError('unsupported', 'a zip in several parts');
  if (start === 0xffffffff || count === 0xffff) throw new ZipError('unsupported', 'a zip of the 64-bit kind');
  if (start + size !== end) throw new ZipError('damaged', 'the directory is not where the zip says');
  if (count > limits.files) throw new ZipError('too-many', `${count} files`);
  const files: ZipFile[] = [];
  const seen = new Set<string>();
  let unpacked = 0;
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + recordSize.central > end || bytes.readUInt32LE(at) !== signatures.central)
      throw new ZipError('damaged', 'the directory breaks off');
    const entry = readEntry(bytes, at, start);
    at = entry.next;
    if (at > end) throw new ZipError('damaged', 'the directory breaks off');
    unpacked += entry.size;
    if (unpacked > limits.unpacked) throw new ZipError('too-large', `more than ${limits.unpacked} bytes`);
    const isFolder = entry.path.endsWith('/');
    checkPath(isFolder ? entry.path.slice(0, -1) : entry.path);
    if (seen.has(entry.path)) throw new ZipError('duplicate', `twice in the zip: ${entry.path}`);
    seen.add(entry.path);
    if (!isFolder)
      files.push({ path: entry.path, size: entry.size, bytes: () => unpack(bytes, entry, start) });
  }
  if (at !== end) throw new ZipError('damaged', 'the directory holds more than it counts');
  return files;
}

interface Entry {
  readonly path: string;
  readonly name: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  readonly next: number;
}

/** The end record is the last thing but a comment of at most 65,535 bytes. */
function findEnd(bytes: Buffer): number {
  const last = bytes.length - recordSize.end;
  for (let at = last; at >= Math.max(0, last - 0xffff); at -= 1) {
    if (bytes.readUInt32LE(at) !== signatures.end) continue;
    if (at + recordSize.end + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  }
  throw new ZipError('damaged', 'no end record: the zip is cut short, or none');
}

function readEntry(bytes: Buffer, at: number, directory: number): Entry {
  const flag = bytes.readUInt16LE(at + 8);
  const nameLength = bytes.readUInt16LE(at + 28);
  const name = bytes.subarray(at + recordSize.central, at + recordSize.central + nameLength);
  const path = decodeName(name);
  if (flag & flags.encrypted) throw new ZipError('encrypted', `encrypted: ${path}`);
  const method = bytes.readUInt16LE(at + 10);
  if (method !== 0 && method !== 8) throw new ZipError('unsupported', `packed by method ${method}: ${path}`);
  const packed = bytes.readUInt32LE(at + 20);
  const size = bytes.readUInt32LE(at + 24);
  const offset = bytes.readUInt32LE(at + 42);
  if (packed === 0xffffffff || size === 0xffffffff || offset === 0xffffffff)
    throw new ZipError('unsupported', 'a zip of the 64-bit kind');
  if (offset + recordSize.local + packed > directory) throw new ZipError('damaged', `out of bounds: ${path}`);
  const next =
    at + recordSize.central + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  return { path, name, method, crc: bytes.readUInt32LE(at + 16), packed, size, offset, next };
}

function decodeName(name: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(name);
  } catch (cause) {
    throw new ZipError('unsafe-name', `a name that is no UTF-8: ${String(cause)}`);
  }
}

function checkPath(path: string): void {
  const parts = path.split('/');
  const unsafe =
    parts.some((part) => part === '' || part === '.' || part === '..') ||
    /^[A-Za-z]:/.test(path) ||
    /[\\\0]/.test(path);
  if (unsafe) throw new ZipError('unsafe-name', `not a name inside a package: ${path}`);
}

function unpack(bytes: Buffer, entry: Entry, directory: number): Buffer {
  const { offset } = entry;
  const begin = offset + recordSize.local + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const name = bytes.subarray(offset + recordSize.local, offset + recordSize.local + entry.name.length);
  const agrees = bytes.readUInt32LE(offset) === signatures.local && name.equals(entry.name);
  if (!agrees || begin + entry.packed > directory)
    throw new ZipError('damaged', `the file and the directory disagree: ${entry.path}`);
  const data = bytes.subarray(begin, begin + entry.packed);
  const plain = entry.method === 0 ? Buffer.from(data) : inflate(data, entry);
  if (plain.length !== entry.size || crc32(plain) !== entry.crc)
    throw new ZipError('damaged', `other bytes than the directory promises: ${entry.path}`);
  return plain;
}

/** Never more than the directory promised, however much the data would give. */
function inflate(data: Buffer, entry: Entry): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, entry.size) });
  } catch (cause) {
    throw new ZipError('damaged', `cannot be unpacked: ${entry.path}: ${String(cause)}`);
  }
}
