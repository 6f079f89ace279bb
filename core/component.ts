// What a component is: its metadata type, its name, its files, and where source format keeps them.

/** How a type is read from a live org; see docs/architecture.md. */
export type ReadingLane = 'tooling' | 'read-metadata';

export interface TypeDescriptor {
  /** Metadata API type name. */
  readonly type: MetadataType;
  /** What Setup calls it, in sentence case. */
  readonly label: string;
  /** Folder in SFDX source format, below a package directory's `main/default` or anywhere in it. */
  readonly directory: string;
  /** Extension of the content file, or of the only file: `cls`, `flow`, `permissionset`. */
  readonly suffix: string;
  /** True when the component is a content file plus `<name>.<suffix>-meta.xml`. */
  readonly hasContent: boolean;
  readonly lane: ReadingLane;
  /** Salesforce key prefixes that lead to this type. */
  readonly keyPrefixes: readonly string[];
}

export type MetadataType = 'ApexClass' | 'Flow' | 'PermissionSet';

/** The one registry of component types; every room reads it, none keeps a list of its own. */
export const typeRegistry: Readonly<Record<MetadataType, TypeDescriptor>> = {
  ApexClass: {
    type: 'ApexClass',
    label: 'Apex class',
    directory: 'classes',
    suffix: 'cls',
    hasContent: true,
    lane: 'tooling',
    keyPrefixes: ['01p'],
  },
  Flow: {
    type: 'Flow',
    label: 'Flow',
    directory: 'flows',
    suffix: 'flow',
    hasContent: false,
    lane: 'tooling',
    keyPrefixes: ['300', '301'],
  },
  PermissionSet: {
    type: 'PermissionSet',
    label: 'Permission set',
    directory: 'permissionsets',
    suffix: 'permissionset',
    hasContent: false,
    lane: 'read-metadata',
    keyPrefixes: ['0PS'],
  },
};

export const metadataTypes: readonly MetadataType[] = ['ApexClass', 'Flow', 'PermissionSet'];

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

export interface ComponentFile {
  readonly role: FileRole;
  /** File name as source format writes it, without folders: `Lead.cls`, `Lead.cls-meta.xml`. */
  readonly name: string;
  readonly text: string;
}

/** One version's whole text. Files are sorted: content first, then metadata. */
export interface ComponentSource extends ComponentKey {
  readonly files: readonly ComponentFile[];
}
