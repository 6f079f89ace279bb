// The fixed-size records of a zip file (APPNOTE 4.3): signatures, lengths, DOS dates, and the limits both ways keep.

export const signatures = {
  local: 0x04034b50,
  descriptor: 0x08074b50,
  central: 0x02014b50,
  end: 0x06054b50,
} as const;

/** Bytes of each record before its names and extras. */
export const recordSize = { local: 30, descriptor: 16, central: 46, end: 22 } as const;

/** Bits of the general purpose flag that matter here. */
export const flags = { encrypted: 0x0001, descriptor: 0x0008, utf8: 0x0800 } as const;

/** Zip files cannot say more without the 64-bit extension, which Salesforce's packages never need. */
export const most = { files: 0xffff, bytes: 0xffffffff } as const;

/** MS-DOS time and date in UTC, to two seconds; years outside 1980–2107 are drawn to their bounds. */
export function dosDate(at: number): { readonly time: number; readonly date: number } {
  const when = new Date(Math.min(Math.max(at, Date.UTC(1980, 0, 1)), Date.UTC(2107, 11, 31, 23, 59, 58)));
  return {
    time: (when.getUTCHours() << 11) | (when.getUTCMinutes() << 5) | (when.getUTCSeconds() >> 1),
    date: ((when.getUTCFullYear() - 1980) << 9) | ((when.getUTCMonth() + 1) << 5) | when.getUTCDate(),
  };
}
