// What is known of a metadata type: what Setup calls it, where source format keeps it, and how a live org is asked for it.

/** How a type is read from a live org; see docs/types.md. */
export type ReadingLane = 'tooling' | 'read-metadata' | 'retrieve';

/**
 * How a component's files lie in source format: `document` is one XML file, `code` a file and its XML, `child` one XML
 * file in a folder of the object it belongs to, `bundle` a folder of files, `resource` an XML file beside one file of any
 * ending or the folder that an archive was unpacked to, `file` an XML file beside one of any ending, `part` an element of a file
 * shared with others.
 */
export type Shape = 'document' | 'code' | 'child' | 'bundle' | 'resource' | 'file' | 'part';

/** A file whose root's items are components. */
export interface Container {
  /** Metadata type of the file, and the name of its root element. */
  readonly type: string;
  readonly directory: string;
  readonly suffix: string;
  /** An item's full name is its own alone; otherwise the file's name, an object's, comes before it. */
  readonly alone?: true;
}

/** Where a `part` lies; its `fullName` element names it there. */
export interface PartPlace {
  readonly container: Container;
  /** The element of the container's root that is one of these. */
  readonly element: string;
}

/** The Tooling object whose row has all of a component. */
export interface ToolingRow {
  readonly object: string;
  /** Column with the code of a `code` type. */
  readonly body?: 'Body' | 'Markup';
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
  /** Its full names begin with a folder's, `Sales/Pipeline` or `Sales/North/Pipeline`: the type of those folders. */
  readonly inFolder?: string;
  /** It is such a folder: `Sales`, or `Sales/North`. */
  readonly isFolder?: true;
  /** Its content need not be text. */
  readonly mayBeBinary?: true;
  /** Salesforce tells neither its id nor who saved it and when. */
  readonly unstamped?: true;
  /** Salesforce key prefixes that lead to this type. */
  readonly keyPrefixes: readonly string[];
  /** Of a `part` only. */
  readonly part?: PartPlace;
}

type Given = Partial<
  Pick<Descriptor, 'tooling' | 'inItsFolder' | 'inFolder' | 'isFolder' | 'unstamped' | 'lane' | 'mayBeBinary'>
> & { readonly ids?: string };

const made =
  (shape: Shape) =>
  (label: string, directory: string, suffix: string, { ids, ...given }: Given = {}): Descriptor => ({
    label,
    directory,
    suffix,
    shape,
    lane: given.tooling ? 'tooling' : 'read-metadata',
    keyPrefixes: ids?.split(' ') ?? [],
    ...given,
  });

export const document = made('document');
export const code = made('code');
export const child = made('child');
export const bundle = made('bundle');
export const resource = made('resource');
export const file = made('file');

export const part = (label: string, container: Container, element: string, ids: string): Descriptor => ({
  ...made('part')(label, container.directory, container.suffix, { ids }),
  part: { container, element },
});

export const row = (object: string): ToolingRow => ({ object });
export const codeRow = (object: string, body: 'Body' | 'Markup'): ToolingRow => ({ object, body });
