// The files of an archive as text, one a line: what versions of it are compared by, packed or unpacked.

export interface ArchiveFile {
  readonly path: string;
  /** Bytes, unpacked. */
  readonly size: number;
  /** CRC-32 of those. */
  readonly crc: number;
}

/** By path, so that neither the order nor the packing of an archive shows. */
export function writeListing(files: readonly ArchiveFile[]): string {
  return files
    .map(({ path, size, crc }) => {
      const sum = crc.toString(16).padStart(8, '0');
      return `${path.replace(/[\p{Cc}\u2028\u2029]/gu, escaped)}\t${size} ${size === 1 ? 'byte' : 'bytes'}\t${sum}\n`;
    })
    .sort((one, other) => (one < other ? -1 : Number(one > other)))
    .join('');
}

/** `\x84`: two names that differ stay two, as those of older zips do, whose letters may look like control characters. */
const escaped = (sign: string): string => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;

export interface ListedFile {
  readonly path: string;
  /** `1204 bytes` */
  readonly size: string;
  readonly sum: string;
  /** From 1. */
  readonly line: number;
}

export function readListing(text: string): ListedFile[] {
  return text.split('\n').flatMap((written, index) => {
    const [, path, size = '', sum = ''] = /^(.*)\t(\d+ bytes?)\t([0-9a-f]{8})$/.exec(written) ?? [];
    return path === undefined ? [] : [{ path, size, sum, line: index + 1 }];
  });
}
