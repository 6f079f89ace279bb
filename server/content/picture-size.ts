// Reads how large a picture is from its header, before anybody decodes it.

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** PNG, GIF and JPEG; undefined for anything else, and for a header that is cut short. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const size = at.length < 24 ? undefined : (png(at) ?? gif(at) ?? jpeg(at));
  return size && size.width > 0 && size.height > 0 ? size : undefined;
}

function png(at: Buffer): PictureSize | undefined {
  if (at.readUInt32BE(0) !== 0x89504e47 || at.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { width: at.readUInt32BE(16), height: at.readUInt32BE(20) };
}

function gif(at: Buffer): PictureSize | undefined {
  if (!/^GIF8[79]a$/.test(at.toString('latin1', 0, 6))) return undefined;
  return { width: at.readUInt16LE(6), height: at.readUInt16LE(8) };
}

/** Segment by segment to the one that begins the picture. */
function jpeg(at: Buffer): PictureSize | undefined {
  if (at.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let place = 2; place + 9 <= at.length && at[place] === 0xff; ) {
    const mark = at[place + 1] ?? 0;
    const begins = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
    if (begins) return { width: at.readUInt16BE(place + 7), height: at.readUInt16BE(place + 5) };
    place += 2 + at.readUInt16BE(place + 2);
  }
  return undefined;
}
