// Says what bytes are by how they begin, and what content types are called.

import type { ComponentSource } from '#core/component.ts';

/** Beginnings of files, as Latin-1; `?` stands for any byte. */
const beginnings: readonly (readonly [start: string, media: string])[] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['RIFF????WEBP', 'image/webp'],
  ['RIFF????WAVE', 'audio/wav'],
  ['BM', 'image/bmp'],
  ['\x00\x00\x01\x00', 'image/x-icon'],
  ['PK\x03\x04', 'application/zip'],
  ['PK\x05\x06', 'application/zip'],
  ['%PDF-', 'application/pdf'],
  ['wOFF', 'font/woff'],
  ['wOF2', 'font/woff2'],
  ['OTTO', 'font/otf'],
  ['\x00\x01\x00\x00\x00', 'font/ttf'],
  ['ID3', 'audio/mpeg'],
  ['\xff\xfb', 'audio/mpeg'],
  ['????ftyp', 'video/mp4'],
  ['\x1f\x8b', 'application/gzip'],
  ['\xfe\xed\xfe\xed', 'application/x-java-keystore'],
  ['\xd0\xcf\x11\xe0', 'application/x-ole-storage'],
];

export const anyMedia = 'application/octet-stream';

export function mediaOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const found = beginnings.find(([start]) =>
    [...start].every((letter, at) => letter === '?' || head[at] === letter),
  );
  return found?.[1] ?? anyMedia;
}

/** `PNG image`; for what has no name of its own, `Binary content`. */
export function wordsForMedia(media: string): string {
  const [kind = '', name = ''] = media.split('/');
  const words: Readonly<Record<string, string>> = {
    'application/zip': 'Zip archive',
    'application/gzip': 'Gzip archive',
    'application/pdf': 'PDF document',
    'application/x-java-keystore': 'Java keystore',
    'application/x-ole-storage': 'Office document',
    'image/x-icon': 'Icon',
  };
  const known = words[media];
  if (known) return known;
  const plain = { image: 'image', font: 'font', audio: 'sound', video: 'video' }[kind];
  return plain ? `${name.toUpperCase()} ${plain}` : 'Binary content';
}

/** Endings that Salesforce's tools give files of a content type. */
const endings: Readonly<Record<string, string>> = {
  'text/css': 'css',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/javascript': 'js',
  'text/plain': 'txt',
  'text/xml': 'xml',
  'application/javascript': 'js',
  'application/x-javascript': 'js',
  'application/json': 'json',
  'application/xml': 'xml',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/x-zip-compressed': 'zip',
  'image/gif': 'gif',
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/x-png': 'png',
  'image/svg+xml': 'svg',
  'image/vnd.microsoft.icon': 'ico',
  'image/x-icon': 'ico',
  'image/webp': 'webp',
  'audio/mpeg': 'mpga',
  'video/mp4': 'mp4',
  'font/ttf': 'ttf',
  'font/woff': 'woff',
  'font/woff2': 'woff2',
};

/** After source-deploy-retrieve 13.7; whatever it is, tools find a resource's file by its name alone. */
export function endingOf(contentType: string): string {
  return endings[contentType.toLowerCase().split(';')[0]?.trim() ?? ''] ?? 'bin';
}

/** Content types that source format keeps unpacked, after source-deploy-retrieve 13.7. */
const archives = new Set(['application/zip', 'application/x-zip-compressed', 'application/jar']);

export function isArchiveType(contentType: string): boolean {
  return archives.has(contentType.toLowerCase().trim());
}

/** What the document of a static resource says its content is; empty when it does not. */
export function contentTypeOf({ files }: Pick<ComponentSource, 'files'>): string {
  const document = files.find(({ role }) => role === 'metadata')?.text ?? '';
  return /<contentType>\s*([^<]*?)\s*<\/contentType>/.exec(document)?.[1] ?? '';
}
