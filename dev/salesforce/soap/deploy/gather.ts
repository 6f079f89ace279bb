// Puts a package's files together as components, and says what the manifest and the files don't agree on.

import { typeNamed } from '../../metadata/types.ts';
import type { Org } from '../../state/org.ts';
import { parseXml, type XmlElement, XmlError } from '../../xml.ts';
import { folderTypes, standingOf } from '../api-types.ts';
import { Named } from '../manifest.ts';
import { parserWords } from '../parser-words.ts';
import { type DeployMessage, failure, ofManifest } from './outcome.ts';
import { packagePlace } from './package-place.ts';
import type { DeployPackage } from './packages.ts';

export interface Gathered {
  readonly type: string;
  readonly fullName: string;
  /** As the zip names the file that stands for it. */
  readonly fileName: string;
  readonly files: Map<string, Buffer>;
  /** The document, where it has one. */
  root?: XmlElement | undefined;
}

export interface Gathering {
  readonly named: Named;
  readonly components: readonly Gathered[];
  readonly failures: DeployMessage[];
}

/** Unpacks each file once; a document that is no XML becomes a failure of its component. */
export function gather(org: Org, pack: DeployPackage, version: number): Gathering {
  const found = new Map<string, Gathered>();
  const failures: DeployMessage[] = [];
  for (const { path, file } of pack.files) {
    const place = packagePlace(path);
    const fileName = pack.root + path;
    if (!place) {
      const fullName = path.slice(path.lastIndexOf('/') + 1);
      failures.push(failure({ componentType: '', fileName, fullName }, 'Not in package.xml'));
      continue;
    }
    const { type, fullName, role } = place;
    const key = `${type}:${fullName}`;
    const known = found.get(key) ?? {
      type,
      fullName,
      fileName: nameOf(fileName, type, fullName),
      files: new Map(),
    };
    found.set(key, known);
    known.files.set(role, file.bytes());
  }
  const components: Gathered[] = [];
  for (const each of found.values()) {
    const problem = readDocument(each);
    if (problem) failures.push(problem);
    else components.push(each);
  }
  const named = new Named(pack.manifest);
  for (const { name } of pack.manifest.types) {
    if (standingOf(org, name, version) !== 'unknown') continue;
    const about = { ...ofManifest(`${pack.root}package.xml`), fullName: '' };
    failures.push(failure(about, `Unknown type name '${name}' specified in package.xml`));
  }
  return { named, components, failures };
}

/** A bundle is told by its folder, a file and its description by the file. */
function nameOf(fileName: string, type: string, fullName: string): string {
  const shape = typeNamed(type)?.shape;
  if (shape === 'bundle' || shape === 'site') {
    const end = fileName.indexOf(`/${fullName}/`);
    return end < 0 ? fileName : fileName.slice(0, end + fullName.length + 1);
  }
  return shape === 'folder' ? fileName : fileName.replace(/-meta\.xml$/, '');
}

function readDocument(each: Gathered): DeployMessage | undefined {
  const role = [...each.files.keys()].find((name) => name === 'metadata' || /^[^/]+-meta\.xml$/.test(name));
  const text = role && each.files.get(role)?.toString('utf8');
  if (text === undefined) return undefined;
  const about = { componentType: each.type, fileName: each.fileName, fullName: each.fullName };
  try {
    each.root = parseXml(text);
    return undefined;
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    return failure(about, `Error parsing file: ${parserWords(cause, text)}`, {
      line: cause.line ?? 1,
      column: Math.max(1, cause.column ?? 1),
    });
  }
}

/** Whether the manifest names all of a component; a folder goes by its content's type too. */
export function namesAll(named: Named, component: Gathered): boolean {
  const { type, fullName } = component;
  if (spellings(component).some((each) => named.has(type, each)) || named.hasAll(type)) return true;
  const content = Object.keys(folderTypes).find((each) => folderTypes[each] === type);
  return content !== undefined && (named.has(content, fullName) || named.hasAll(content));
}

/** What a manifest may call it: source-deploy-retrieve names a document without its extension. */
export function spellings({ type, fullName }: { type: string; fullName: string }): string[] {
  return type === 'Document' ? [fullName, fullName.replace(/\.[^./]+$/, '')] : [fullName];
}

/** What the manifest names and no file holds. */
export function missing(
  pack: DeployPackage,
  deployed: ReadonlySet<string>,
  known: (type: string) => boolean,
): DeployMessage[] {
  const messages: DeployMessage[] = [];
  for (const { name, members } of pack.manifest.types) {
    if (!known(name)) continue;
    const folder = folderTypes[name];
    for (const member of members) {
      const held =
        deployed.has(`${name}:${member}`.toLowerCase()) || deployed.has(`${folder}:${member}`.toLowerCase());
      if (member === '*' || held) continue;
      messages.push(
        failure(
          { componentType: name, fileName: `${pack.root}package.xml`, fullName: member },
          `An object '${member}' of type ${name} was named in package.xml, but was not found in zipped directory`,
        ),
      );
    }
  }
  return messages;
}
