// What a component is: its metadata type, its name, its files, and where source format keeps them.

import { accessTypes } from './types/access.ts';
import { automationTypes } from './types/automation.ts';
import { codeTypes } from './types/code.ts';
import { connectionTypes } from './types/connections.ts';
import type { Descriptor } from './types/descriptor.ts';
import { fileTypes } from './types/files.ts';
import { folderTypes } from './types/folders.ts';
import { objectTypes } from './types/objects.ts';
import { pageTypes } from './types/pages.ts';
import { partTypes } from './types/parts.ts';

export type { Container, ReadingLane, Shape, ToolingRow } from './types/descriptor.ts';

const types = {
  ...codeTypes,
  ...automationTypes,
  ...objectTypes,
  ...accessTypes,
  ...connectionTypes,
  ...pageTypes,
  ...folderTypes,
  ...fileTypes,
  ...partTypes,
};

export type MetadataType = keyof typeof types;

export interface TypeDescriptor extends Descriptor {
  /** Metadata API type name. */
  readonly type: MetadataType;
}

/** Types of the registry, as it lists them. */
export const metadataTypes = Object.keys(types) as readonly MetadataType[];

/** The one registry of component types; every room reads it, none keeps a list of its own. */
export const typeRegistry = Object.fromEntries(
  metadataTypes.map((type) => [type, { type, ...types[type] }]),
) as unknown as Readonly<Record<MetadataType, TypeDescriptor>>;

/** True when `name` is a metadata type this version keeps history of. */
export function isMetadataType(name: string): name is MetadataType {
  return Object.hasOwn(typeRegistry, name);
}

/** What identifies a component within one org. */
export interface ComponentKey {
  readonly type: MetadataType;
  readonly fullName: string;
}

/** `metadata` is XML; `content` is the code beside it. */
export type FileRole = 'metadata' | 'content';

/** What is known of content that is no text. */
export interface BinaryContent {
  /** What its bytes say it is: `image/png`, `application/zip`; `application/octet-stream` when they do not tell. */
  readonly media: string;
  /** Bytes; of an archive, those of its files unpacked, however it is packed. */
  readonly size: number;
  /** Of the bytes; of an archive, of the list of its files: the same files, the same archive. */
  readonly sha256: string;
}

export interface ComponentFile {
  readonly role: FileRole;
  /** File name as source format writes it, without folders: `Lead.cls`, `Lead.cls-meta.xml`. */
  readonly name: string;
  /** Of binary content: its description, line by line, the same for the same content. */
  readonly text: string;
  readonly binary?: BinaryContent | undefined;
}

/** One version's whole text. Files are sorted: content first, then metadata. */
export interface ComponentSource extends ComponentKey {
  readonly files: readonly ComponentFile[];
}
