// What the tables of metadata types say, where they differ from the merged table of public sources, and why.

/** One list of the merged table. */
export interface PublicRow {
  readonly key: readonly string[] | null;
  readonly basis: string;
  readonly ordered: boolean;
  readonly orderReason?: string;
}

export interface PublicTable {
  readonly everywhere: Record<string, { readonly key: readonly string[] }>;
  readonly notInWsdlAsLists: Record<string, { readonly key?: readonly string[] }>;
  readonly types: Record<string, { readonly elements: Record<string, PublicRow> }>;
}

export interface Deviation {
  /** `Type path`, as the merged table writes the path. */
  readonly where: RegExp;
  readonly key?: string;
  readonly ordered?: boolean;
  readonly why: string;
}

const inTurn = 'steps of a dialog have no number: they run in the order they are in';

/** The first one that matches counts. */
export const deviations: readonly Deviation[] = [
  {
    where: /\/?(?:filters|filterItems|summaryFilterItems|criteriaItems|\w+CriteriaFilterItems)$/,
    key: '?',
    why: 'the key is the whole item, so that no change of a value could be told as one: paired by the field instead',
  },
  {
    where: /^FlexiPage .*criteria$/,
    key: '?leftValue',
    why: 'the key is the whole item, as with filters',
  },
  {
    where: /^Territory2Rule ruleItems$/,
    key: '?field',
    ordered: true,
    why: 'booleanFilter refers to the items by number, as with other filters',
  },
  {
    where: /^Flow .*conditions$|^Flow .*(?:exit|entry)Conditions$/i,
    key: '?leftValueReference',
    why: 'without a key still likely the same condition when it looks at the same value',
  },
  {
    where: /^Flow screens\/rules$/,
    key: '?conditionLogic',
    why: 'without a key still likely the same rule when its logic is the same',
  },
  {
    where: /^FlexiPage flexiPageRegions\/itemInstances$/,
    key: 'componentInstance.identifier|fieldInstance.identifier|componentInstance.componentName|fieldInstance.fieldItem',
    why: 'its basis says: the identifier where present, else the component or field name',
  },
  {
    where: /^MatchingRules matchingRules\/matchingRuleItems$/,
    ordered: true,
    why: 'booleanFilter refers to the items by number',
  },
  {
    where: /^(?:CustomObject indexes|Index )\/?fields$/,
    ordered: true,
    why: 'Metadata API guide, IndexField: the order they are defined in is the order they have in the index',
  },
  {
    where: /^CustomObject (?:compactLayouts\/fields|listViews\/columns|profileSearchLayouts\/fields)$/,
    ordered: true,
    why: 'shown in this order; the same lists are ordered in CompactLayout and ListView',
  },
  {
    where: /^Layout miniLayout\/relatedLists\/(?:customButtons|quickActions)$/,
    ordered: true,
    why: 'the same WSDL type as relatedLists, where they are ordered',
  },
  {
    where: /^Layout .*(?:sidebarComponents|relatedContentItems)$/,
    ordered: true,
    why: 'placed one below the other, as layout items are; its basis says: by position',
  },
  {
    where: /^AppMenu appMenuItems$/,
    ordered: true,
    why: 'Object Reference, AppMenuItem.SortOrder: the file has no other place for it',
  },
  {
    where: /^Dashboard dashboardFilters\/dashboardFilterOptions$/,
    key: '-',
    ordered: true,
    why: 'its values are a set themselves, so that the first of them says nothing; nothing else tells options apart',
  },
  {
    where: /^Dashboard dashboardFilters$|^Dashboard .*dashboardFilterColumns$/,
    ordered: true,
    why: 'a column does not name its filter: they belong together by position',
  },
  {
    where: /^Dashboard .*(?:dashboardTableColumn|flexTableColumn|groupingColumn)$/,
    ordered: true,
    why: 'columns and groupings of a table, ordered in reports and report types',
  },
  {
    where: /^Bot(?:Version)? (?!.*conversationRecordLookup).*(?:botSteps|botMessages)$/,
    ordered: true,
    why: inTurn,
  },
  {
    where: /^Bot(?:Version)? .*botQuickReplyOptions$/,
    ordered: true,
    why: 'offered in this order',
  },
  {
    where: /^Bot(?:Version)? .*(?:botStepConditions|conversationRecordLookup\/conditions)$/,
    ordered: true,
    why: 'booleanFilter and filterLogic refer to them by number',
  },
];

/** Who a basis names, as the letters of the tables. */
export function lettersOf(basis: string): string {
  const says: readonly [string, RegExp][] = [
    ['S', /\bSDR\b/],
    ['M', /MetadataService/],
    ['D', /unique id lists/],
    ['G', /internalRegistry/],
    ['W', /Metadata WSDL/],
    ['V', /simple values/],
    ['J', /judgement/],
    ['N', /none found|no key/],
  ];
  return says
    .filter(([, words]) => words.test(basis))
    .map(([letter]) => letter)
    .join('');
}
