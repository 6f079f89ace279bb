// The work of a retrieve: picks, writes the zip file by file, and tells of each file.

import type { Org } from '../../state/org.ts';
import type { Person } from '../../state/people.ts';
import { ZipWriter } from '../../zip/write.ts';
import { fileProperties, manifestProperties } from '../file-properties.ts';
import { type Manifest, Named, writeManifest } from '../manifest.ts';
import { filesOf } from './files.ts';
import { select } from './select.ts';

export interface RetrieveRequest {
  readonly manifest: Manifest | undefined;
  readonly version: number;
  readonly packageNames: readonly string[];
  readonly singlePackage: boolean;
  readonly specificFiles: readonly string[];
}

export interface RetrieveOutcome {
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  /** Elements inside each FileProperties. */
  readonly properties: readonly string[];
  readonly messages: readonly { readonly fileName: string; readonly problem: string }[];
  /** Undefined when it failed, or once it was fetched. */
  zip?: readonly Buffer[] | undefined;
}

/** What one retrieve may hold; `bytes` are packed, `unpacked` are not. */
export const retrieveLimits = { files: 10_000, bytes: 39 * 1024 * 1024, unpacked: 600 * 1024 * 1024 };

export async function runRetrieve(
  org: Org,
  asker: Person,
  request: RetrieveRequest,
): Promise<RetrieveOutcome> {
  const [unknown] = request.packageNames;
  if (unknown !== undefined) {
    const message = `INVALID_CROSS_REFERENCE_KEY: No package named '${unknown}' found`;
    return failed('UNKNOWN_EXCEPTION', message);
  }
  const manifest = request.manifest ?? { types: [], version: undefined };
  const { picked, rows, messages } = await select(org, manifest, request.version);
  const named = new Named(manifest);
  const folder = request.singlePackage ? '' : 'unpackaged/';
  const wanted = new Set(request.specificFiles.map((each) => each.replace(/^unpackaged\//, '')));
  const zip = new ZipWriter();
  let unpacked = 0;
  for (const each of picked) {
    for (const { path, bytes } of await filesOf(org, each, named)) {
      if (wanted.size > 0 && !wanted.has(path)) continue;
      const at = org.settings.seed === 0 ? each.component.modified.at : org.now();
      zip.add(folder + path, bytes, at);
      unpacked += bytes.length;
      if (zip.files >= retrieveLimits.files) return tooMany();
      if (zip.size > retrieveLimits.bytes || unpacked > retrieveLimits.unpacked) return tooLarge();
    }
  }
  const manifestName = `${folder}package.xml`;
  const version = manifest.version ?? `${request.version}.0`;
  const text = writeManifest({ ...manifest, version });
  zip.add(manifestName, Buffer.from(text), org.settings.seed === 0 ? 0 : org.now());
  const properties: string[] = [];
  for (const row of rows) {
    if (wanted.size === 0 || wanted.has(row.fileName))
      properties.push(await fileProperties(org, asker, row, folder));
  }
  properties.push(manifestProperties(org, asker, manifestName));
  const told = messages.map((problem) => ({ fileName: manifestName, problem }));
  return { properties, messages: told, zip: zip.finish() };
}

function failed(code: string, message: string): RetrieveOutcome {
  return { error: { code, message }, properties: [], messages: [] };
}

function tooMany(): RetrieveOutcome {
  const message = `LIMIT_EXCEEDED: Too many files in retrieve call, limit is: ${retrieveLimits.files}`;
  return failed('LIMIT_EXCEEDED', message);
}

function tooLarge(): RetrieveOutcome {
  return failed('LIMIT_EXCEEDED', 'LIMIT_EXCEEDED: The retrieved files are larger than one call can answer');
}
