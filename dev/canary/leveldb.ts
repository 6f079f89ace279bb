// Unpacks LevelDB tables, in which browsers keep extension storage: their blocks are compressed with Snappy.

const footerLength = 48;
const magic = 0xdb4775248b80fb57n;

/** The blocks of one `.ldb` file, unpacked; empty when it is none. */
export function readTable(file: Buffer): Buffer[] {
  if (file.length < footerLength || file.readBigUInt64LE(file.length - 8) !== magic) return [];
  try {
    const footer = createReader(file.subarray(file.length - footerLength));
    footer.skipHandle();
    const index = readBlock(file, footer.handle());
    return handlesIn(index).map((handle) => readBlock(file, handle));
  } catch {
    // A table cut off by the end of its browser; its bytes are searched as they are.
    return [];
  }
}

interface Handle {
  readonly offset: number;
  readonly size: number;
}

function readBlock(file: Buffer, { offset, size }: Handle): Buffer {
  const body = file.subarray(offset, offset + size);
  return file[offset + size] === 1 ? unsnappy(body) : body;
}

/** Entries of an index block: shared prefix length, own length, value length, key, value (a handle). */
function handlesIn(block: Buffer): Handle[] {
  const restarts = block.readUInt32LE(block.length - 4);
  const end = block.length - 4 - restarts * 4;
  const handles: Handle[] = [];
  const reader = createReader(block.subarray(0, end));
  while (reader.at() < end) {
    reader.varint();
    const own = reader.varint();
    const length = reader.varint();
    const value = createReader(block.subarray(reader.at() + own, reader.at() + own + length));
    handles.push(value.handle());
    reader.skip(own + length);
  }
  return handles;
}

function createReader(bytes: Buffer) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 49) throw new RangeError('varint');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  return {
    varint,
    at: () => at,
    skip: (count: number) => (at += count),
    handle: (): Handle => ({ offset: varint(), size: varint() }),
    skipHandle: () => void [varint(), varint()],
  };
}

/** Snappy's raw format: https://github.com/google/snappy/blob/main/format_description.txt */
export function unsnappy(packed: Buffer): Buffer {
  const head = createReader(packed);
  const out = Buffer.alloc(head.varint());
  let from = head.at();
  let to = 0;
  const little = (count: number) => {
    const value = packed.readUIntLE(from, count);
    from += count;
    return value;
  };
  while (from < packed.length) {
    const tag = little(1);
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const length = (short < 60 ? short : little(short - 59)) + 1;
      to += packed.copy(out, to, from, from + length);
      from += length;
      continue;
    }
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back = kind === 1 ? ((tag >> 5) << 8) | little(1) : little(kind === 2 ? 2 : 4);
    if (back === 0 || back > to) throw new RangeError('snappy');
    // Copies may overlap what they write, so bytes go one by one.
    for (let count = 0; count < length; count += 1) out[to] = out[to++ - back] ?? 0;
  }
  return out;
}
