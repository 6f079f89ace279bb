// What a Setup address leads to: the shape every address reader answers with.

export type PageKind =
  | 'component'
  | 'componentByName'
  | 'object'
  | 'objectPart'
  | 'objectSection'
  | 'list'
  | 'new'
  | 'record'
  | 'ambiguous'
  | 'none'
  | 'malformed'
  | 'foreign';

/** Keys as in the published list of Setup addresses; absent where they do not apply. */
export interface SetupPage {
  readonly kind: PageKind;
  readonly metadataType?: string;
  /** The id as the address writes it, 15 or 18 characters. */
  readonly id?: string;
  readonly id18?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly objectName?: string;
  readonly objectId?: string;
  readonly sectionName?: string;
  readonly action?: string;
  readonly node?: string;
  readonly builder?: string;
  readonly classic?: boolean;
  readonly frame?: string;
  readonly legacyHash?: boolean;
  readonly otherId?: string;
  readonly candidates?: readonly string[];
  /** Of a `list` that shows one settings document: the name of that document. */
  readonly settings?: string;
  /** Host of the org's APIs: `acme.my.salesforce.com`; null when the host does not tell. */
  readonly apiHost?: string | null;
  /** Where `apiHost` is null: the host that other tools derive, which Salesforce does not document. */
  readonly likelyApiHost?: string;
}
