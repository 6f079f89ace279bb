// Packs files so that only their names and bytes count: not when they were written, in which order, or on which system.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import JSZip from 'jszip';

/** Zip's own beginning of time; a zone would move it. */
const date = new Date(Date.UTC(1980, 0, 1));

/** Every file below, by its path with slashes. */
export function listFolder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}

export async function packFiles(folder: string, paths: readonly string[]): Promise<Buffer> {
  const zip = new JSZip();
  // By bytes: a locale would sort otherwise elsewhere.
  for (const path of [...paths].sort((a, b) => (a < b ? -1 : 1))) {
    zip.file(path, readFileSync(join(folder, path)), {
      date,
      createFolders: false,
      unixPermissions: 0o100644,
    });
  }
  return zip.generateAsync({
    type: 'nodebuffer',
    platform: 'UNIX',
    compression: 'DEFLATE',
    compressionOptions: { level: 9 },
  });
}

/** As `sha256sum --check` reads it. */
export function hashLine(name: string, bytes: Uint8Array): string {
  return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
}
