// Writes a zip file entry by entry, as Java's ZipOutputStream does: sizes after the data, names in UTF-8.

import { crc32, deflateRawSync } from 'node:zlib';
import { dosDate, flags, most, recordSize, signatures } from './layout.ts';

const version = 20;
const flag = flags.descriptor | flags.utf8;
const deflated = 8;

interface Entry {
  readonly name: Buffer;
  readonly at: { readonly time: number; readonly date: number };
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** The same entries give the same bytes; only the packed bytes are held. */
export class ZipWriter {
  readonly #chunks: Buffer[] = [];
  readonly #entries: Entry[] = [];
  #offset = 0;

  get files(): number {
    return this.#entries.length;
  }

  /** Bytes written so far, without the directory that `finish` adds. */
  get size(): number {
    return this.#offset;
  }

  /** Adds a file; `at` is epoch milliseconds. Throws on a name a reader would refuse. */
  add(path: string, bytes: Uint8Array, at: number): void {
    const name = Buffer.from(path);
    if (path === '' || name.length > 0xffff) throw new RangeError(`not a file name for a zip: ${path}`);
    if (this.#entries.length === most.files) throw new RangeError('more files than a zip can hold');
    const packed = deflateRawSync(bytes);
    const entry: Entry = {
      name,
      at: dosDate(at),
      crc: crc32(bytes),
      packed: packed.length,
      size: bytes.length,
      offset: this.#offset,
    };
    const local = Buffer.alloc(recordSize.local);
    local.writeUInt32LE(signatures.local, 0);
    local.writeUInt16LE(version, 4);
    local.writeUInt16LE(flag, 6);
    local.writeUInt16LE(deflated, 8);
    local.writeUInt16LE(entry.at.time, 10);
    local.writeUInt16LE(entry.at.date, 12);
    local.writeUInt16LE(name.length, 26);
    const descriptor = Buffer.alloc(recordSize.descriptor);
    descriptor.writeUInt32LE(signatures.descriptor, 0);
    descriptor.writeUInt32LE(entry.crc, 4);
    descriptor.writeUInt32LE(entry.packed, 8);
    descriptor.writeUInt32LE(entry.size, 12);
    this.#push(local, name, packed, descriptor);
    this.#entries.push(entry);
  }

  /** The whole file in order; nothing may be added afterwards. */
  finish(): readonly Buffer[] {
    const start = this.#offset;
    for (const entry of this.#entries) {
      const central = Buffer.alloc(recordSize.central);
      central.writeUInt32LE(signatures.central, 0);
      central.writeUInt16LE(version, 4);
      central.writeUInt16LE(version, 6);
      central.writeUInt16LE(flag, 8);
      central.writeUInt16LE(deflated, 10);
      central.writeUInt16LE(entry.at.time, 12);
      central.writeUInt16LE(entry.at.date, 14);
      central.writeUInt32LE(entry.crc, 16);
      central.writeUInt32LE(entry.packed, 20);
      central.writeUInt32LE(entry.size, 24);
      central.writeUInt16LE(entry.name.length, 28);
      central.writeUInt32LE(entry.offset, 42);
      this.#push(central, entry.name);
    }
    const end = Buffer.alloc(recordSize.end);
    end.writeUInt32LE(signatures.end, 0);
    end.writeUInt16LE(this.#entries.length, 8);
    end.writeUInt16LE(this.#entries.length, 10);
    end.writeUInt32LE(this.#offset - start, 12);
    end.writeUInt32LE(start, 16);
    this.#push(end);
    if (this.#offset > most.bytes) throw new RangeError('more bytes than a zip can hold');
    return this.#chunks;
  }

  #push(...chunks: readonly Buffer[]): void {
    for (const chunk of chunks) {
      this.#chunks.push(chunk);
      this.#offset += chunk.length;
    }
  }
}
