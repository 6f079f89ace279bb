// The packages in a deploy's zip: where each begins, its manifests, its files.

import { parseXml, XmlError } from '../../xml.ts';
import { looksLikeZip, readZip, type ZipFile } from '../../zip/read.ts';
import { fault } from '../faults.ts';
import { type Manifest, readManifest } from '../manifest.ts';
import { parserWords } from '../parser-words.ts';
import { type DeployMessage, failure, ofManifest } from './outcome.ts';

export interface DeployPackage {
  /** Before each of its paths in the zip: empty, or a folder with `/`. */
  readonly root: string;
  readonly manifest: Manifest;
  readonly destructive: readonly { readonly fileName: string; readonly manifest: Manifest }[];
  /** Paths below the root. */
  readonly files: readonly { readonly path: string; readonly file: ZipFile }[];
}

const limits = { files: 10_000, unpacked: 600 * 1024 * 1024 };
const destructiveNames = [
  'destructiveChangesPre.xml',
  'destructiveChanges.xml',
  'destructiveChangesPost.xml',
];

/**
 * The files of a zip; other bytes than a zip's hold none, as Java's reader says. Throws ZipError for a zip that is
 * damaged, and the fault that refuses the call for one with too many files.
 */
export function unzip(bytes: Buffer): ZipFile[] {
  if (!looksLikeZip(bytes)) return [];
  const files = readZip(bytes, { ...limits, files: 0xffff });
  if (files.length > limits.files) throw fault('INVALID_OPERATION', 'Too many files in zip');
  return files;
}

/** A single package lies at the top or in the only folder; else each folder is a package. */
export function packagesOf(
  files: readonly ZipFile[],
  singlePackage: boolean,
): { packages: DeployPackage[]; failures: DeployMessage[] } {
  const tops = new Set(files.map((each) => each.path.slice(0, each.path.indexOf('/') + 1)));
  const roots = singlePackage ? [singleRoot(files, tops)] : [...tops];
  const packages: DeployPackage[] = [];
  const failures: DeployMessage[] = [];
  for (const root of roots.length > 0 ? roots : ['']) {
    const found = readPackage(files, root, failures);
    if (found) packages.push(found);
  }
  return { packages, failures };
}

function singleRoot(files: readonly ZipFile[], tops: ReadonlySet<string>): string {
  const [only = ''] = tops;
  const atTop = files.some((each) => each.path === 'package.xml');
  return !atTop && tops.size === 1 ? only : '';
}

function readPackage(
  files: readonly ZipFile[],
  root: string,
  failures: DeployMessage[],
): DeployPackage | undefined {
  const inside = files
    .filter((each) => each.path.startsWith(root))
    .map((file) => ({ path: file.path.slice(root.length), file }));
  const manifestName = `${root}package.xml`;
  const manifestFile = inside.find((each) => each.path === 'package.xml');
  if (!manifestFile) {
    failures.push(failure(ofManifest(manifestName), 'No package.xml found'));
    return undefined;
  }
  const manifest = manifestOf(manifestFile.file, failures);
  const destructive: DeployPackage['destructive'][number][] = [];
  for (const name of destructiveNames) {
    const file = inside.find((each) => each.path === name)?.file;
    const read = file && manifestOf(file, failures);
    if (file && read) destructive.push({ fileName: file.path, manifest: read });
  }
  if (!manifest) return undefined;
  const own = inside.filter(({ path }) => path !== 'package.xml' && !destructiveNames.includes(path));
  return { root, manifest, destructive, files: own };
}

function manifestOf(file: ZipFile, failures: DeployMessage[]): Manifest | undefined {
  const text = file.bytes().toString('utf8');
  try {
    return readManifest(parseXml(text));
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    failures.push(failure(ofManifest(file.path), `Error parsing file: ${parserWords(cause, text)}`, cause));
    return undefined;
  }
}
