// What is known of a metadata type: what Setup calls it, where source format keeps it, and how a live org is asked for it.

/** How a type is read from a live org; see docs/types.md. */
export type ReadingLane = 'tooling' | 'read-metadata';

/**
 * How a component's files lie in source format: `document` is one XML file, `code` a file and its XML, `child` one XML
 * file in a folder of the object it belongs to, `bundle` a folder of files.
 */
export type Shape = 'document' | 'code' | 'child' | 'bundle';

/** The Tooling object that has a row for each component of a type. */
export interface ToolingRow {
  readonly object: string;
  /** Column with the code of a `code` type. */
  readonly body?: 'Body' | 'Markup';
  /** False where the row has no `Metadata` column. */
  readonly metadata: boolean;
  /** Column that holds the name without its object; undefined where the row has only `FullName`. */
  readonly name?: string;
}

export interface Descriptor {
  /** What Setup calls it, in sentence case. */
  readonly label: string;
  /** Folder in source format: `classes`, or for a child type the one below its object's, `fields`. */
  readonly directory: string;
  /** Extension of the content file, or of the only file: `cls`, `flow`, `permissionset`. */
  readonly suffix: string;
  readonly shape: Shape;
  readonly lane: ReadingLane;
  readonly tooling?: ToolingRow;
  /** Another type's files end alike, so that only the folder tells them apart. */
  readonly inItsFolder?: true;
  /** Salesforce key prefixes that lead to this type. */
  readonly keyPrefixes: readonly string[];
}

type Given = Partial<Pick<Descriptor, 'lane' | 'tooling' | 'inItsFolder'>> & { readonly ids?: string };

const made =
  (shape: Shape) =>
  (label: string, directory: string, suffix: string, given: Given = {}): Descriptor => ({
    label,
    directory,
    suffix,
    shape,
    lane: given.lane ?? (given.tooling?.metadata ? 'tooling' : 'read-metadata'),
    ...(given.tooling ? { tooling: given.tooling } : {}),
    ...(given.inItsFolder ? { inItsFolder: given.inItsFolder } : {}),
    keyPrefixes: given.ids?.split(' ') ?? [],
  });

export const document = made('document');
export const code = made('code');
export const child = made('child');
export const bundle = made('bundle');

/** A Tooling object whose rows have `Metadata`, or not. */
export const row = (object: string, name?: string): ToolingRow => ({
  object,
  metadata: true,
  ...(name ? { name } : {}),
});
export const bareRow = (object: string, name?: string): ToolingRow => ({
  ...row(object, name),
  metadata: false,
});
export const codeRow = (object: string, body: 'Body' | 'Markup', metadata = true): ToolingRow => ({
  object,
  body,
  metadata,
  name: 'Name',
});
