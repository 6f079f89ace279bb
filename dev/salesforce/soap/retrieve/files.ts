// The files one picked component has in a retrieve's zip, as Salesforce would write them this time.

import { keyOfChild } from '../../metadata/children.ts';
import { type PackageFile, packageFiles, packagePath } from '../../metadata/document.ts';
import { inSomeOrder, nextAnswer } from '../../metadata/sets.ts';
import { childNamed, typeNamed } from '../../metadata/types.ts';
import type { Org } from '../../state/org.ts';
import { childText, writeFile, type XmlElement, XmlError } from '../../xml.ts';
import { ZipWriter } from '../../zip/write.ts';
import { definitionDocument, flowDocument, flowNamed, liveDocument } from '../live-document.ts';
import type { Named } from '../manifest.ts';
import { profileFor } from './profile.ts';
import type { Picked } from './select.ts';

/** Documents are opened one at a time, when their turn comes. */
export async function filesOf(org: Org, picked: Picked, named: Named): Promise<PackageFile[]> {
  const { component, type, fullName, parts } = picked;
  const shape = typeNamed(type)?.shape ?? 'whole';
  if (['content', 'bundle', 'static', 'document', 'site'].includes(shape))
    return packageFiles(org.components, component, pack);
  const path = packagePath({ type, fullName });
  try {
    const root = await documentOfPicked(org, picked);
    const seen = type === 'Profile' ? profileFor(root, named) : root;
    return [{ path, bytes: Buffer.from(written(org, type, fullName, partial(seen, parts))) }];
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    // A project may hold a document that no org would: it is given as it is.
    const bytes = await org.components.bytes(component, 'metadata');
    return bytes ? [{ path, bytes }] : [];
  }
}

/** A resource that the project keeps unpacked, as one zip; the same files always give the same. */
export function pack(files: readonly PackageFile[]): Buffer {
  const zip = new ZipWriter();
  for (const { path, bytes } of files) zip.add(path, bytes, 0);
  return Buffer.concat(zip.finish());
}

async function documentOfPicked(org: Org, { component, type, fullName, parts }: Picked): Promise<XmlElement> {
  if (type === 'FlowDefinition') return definitionDocument(org, component);
  if (type === 'Flow' && fullName !== component.fullName) {
    const version = await flowNamed(org, fullName);
    if (version) return flowDocument(org, version);
  }
  return liveDocument(org, component, parts && ((part) => parts.has(part)));
}

/** Without its owner in the manifest, a part comes in a document that holds nothing else. */
function partial(root: XmlElement, parts: Picked['parts']): XmlElement {
  if (!parts) return root;
  const wanted = new Set<string>();
  for (const part of parts) {
    const type = childNamed(part.type);
    if (type) wanted.add(`${type.element}:${keyOfChild(type, part.fullName).toLowerCase()}`);
  }
  const keyed = root.children.filter((each) => {
    const type = typeNamed(root.name)?.children.find((child) => child.element === each.name);
    const key = type && childText(each, type.key)?.trim().toLowerCase();
    return key !== undefined && wanted.has(`${each.name}:${key}`);
  });
  return { ...root, children: keyed };
}

/** With a seed, sets come in another order each time, and now and then the last line end is missing. */
function written(org: Org, type: string, fullName: string, root: XmlElement): string {
  const { seed } = org.settings;
  if (seed === 0) return writeFile(root);
  const answer = nextAnswer();
  const text = writeFile({
    ...root,
    children: inSomeOrder(root.children, type, seed, `${fullName}${answer}`),
  });
  return (answer + seed) % 7 === 0 ? text.trimEnd() : text;
}
