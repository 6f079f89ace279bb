// Reads the files of components by their names, several of one type at once: by readMetadata or by a retrieve.

import { type MetadataType, typeRegistry } from '#core/component.ts';
import { canonicalText } from '#core/metadata/canonical-text.ts';
import { componentToFileNames } from '#core/metadata/file-path.ts';
import { recordToXml } from '#core/metadata/soap-record.ts';
import { withoutParts } from '#core/metadata/without-parts.ts';
import { type ContentFile, contentFile } from '../../content/content-file.ts';
import { mayHoldKey } from '../../content/holds-key.ts';
import { contentTypeOf, endingOf } from '../../content/media.ts';
import { AppError } from '../../errors.ts';
import { decodeBlob } from '../../history/blob-text.ts';
import type { JobHandle } from '../client.ts';
import { namesPerRead, readRecords } from './records.ts';
import { type RetrievedFiles, retrieveFiles } from './retrieve.ts';

/** A component, and what Salesforce's calls name it by where that is another name. */
export interface Wanted {
  readonly fullName: string;
  readonly calledBy?: string | undefined;
}

/** How many components of a type one call may name. Ten files of 5 MB are what one archive holds. */
export function namesPerCall(type: MetadataType): number {
  const { lane, mayBeBinary } = typeRegistry[type];
  if (lane === 'tooling') return 1;
  if (lane === 'retrieve') return mayBeBinary ? 10 : 100;
  return namesPerRead(type);
}

/** In the order asked; undefined for one that Salesforce does not know. */
export async function readDocuments(
  handle: JobHandle,
  type: MetadataType,
  wanted: readonly Wanted[],
): Promise<(readonly ContentFile[] | undefined)[]> {
  const names = wanted.map(({ fullName, calledBy }) => calledBy ?? fullName);
  if (typeRegistry[type].lane === 'retrieve') {
    const files = await retrieveFiles(handle, type, names);
    return wanted.map((one) => filesOf(files, type, one));
  }
  const records = await readRecords(handle, type, names);
  return records.map((record, index) => {
    if (record === undefined) return undefined;
    const fullName = names[index] ?? '';
    const [file] = componentToFileNames({ type, fullName });
    const text = withoutParts(type, recordToXml(type, record));
    return [{ role: 'metadata', name: file?.name ?? fullName, text }];
  });
}

/** Types that an org has few of, and small ones. Salesforce documents that their manifests may say `*`. */
const few: ReadonlySet<MetadataType> = new Set(['ApexTestSuite', 'Certificate']);

/**
 * Of a component whose name is yet to be found: what is known to be its once it is. Undefined where all of its type would
 * be too much to ask for.
 */
export async function readDocumentAhead(
  handle: JobHandle,
  type: MetadataType,
): Promise<((wanted: Wanted) => readonly ContentFile[] | undefined) | undefined> {
  if (!few.has(type)) return undefined;
  const files = await retrieveFiles(handle, type, ['*']);
  return (wanted) => filesOf(files, type, wanted);
}

/** A package keeps them as source format does, but for the ending of what is a document alone. */
function filesOf(
  retrieved: RetrievedFiles,
  type: MetadataType,
  { fullName, calledBy }: Wanted,
): readonly ContentFile[] | undefined {
  const { directory, suffix, shape } = typeRegistry[type];
  const path =
    shape === 'file' ? `${directory}/${calledBy ?? fullName}` : `${directory}/${fullName}.${suffix}`;
  const metadata = retrieved.get(shape === 'document' ? path : `${path}-meta.xml`);
  const text = metadata && decodeBlob({ size: metadata.length, bytes: metadata })?.text;
  if (text === undefined) return undefined;
  const bytes = shape === 'document' ? undefined : retrieved.get(path);
  return filesWith(type, { fullName, calledBy }, canonicalText(type, text), bytes);
}

/** A component's document in its usual form, and beside it the content that these bytes are. */
export function filesWith(
  type: MetadataType,
  { fullName, calledBy }: Wanted,
  text: string,
  bytes: Buffer | undefined,
): readonly ContentFile[] {
  const { mayBeBinary } = typeRegistry[type];
  const names = componentToFileNames({ type, fullName });
  const name = (role: ContentFile['role']) => names.find((file) => file.role === role)?.name ?? '';
  const document: ContentFile = { role: 'metadata', name: name('metadata'), text };
  if (!bytes) return [document];
  if (!mayBeBinary) {
    const code = decodeBlob({ size: bytes.length, bytes })?.text ?? '';
    return [{ role: 'content', name: name('content'), text: code }, document];
  }
  if (type === 'Certificate' && mayHoldKey(bytes)) {
    const detail = `What Salesforce gives for the certificate ${fullName} may hold a private key, which is never kept.`;
    throw new AppError('salesforce_error', { detail });
  }
  return [contentFile(nameOfContent(type, fullName, calledBy, document) ?? name('content'), bytes), document];
}

/** Of a resource the ending goes by its content type; of a document Salesforce's name has it. */
function nameOfContent(
  type: MetadataType,
  fullName: string,
  calledBy: string | undefined,
  document: ContentFile,
): string | undefined {
  const last = (name: string) => name.slice(name.lastIndexOf('/') + 1);
  const { shape } = typeRegistry[type];
  if (shape === 'file') return last(calledBy ?? fullName);
  return shape === 'resource' ? `${fullName}.${endingOf(contentTypeOf({ files: [document] }))}` : undefined;
}
