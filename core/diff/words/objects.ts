// Words for custom objects, and for the parts of them that have files of their own.

import type { Canon } from '../../metadata/canonical.ts';
import type { WordTable } from './type-words.ts';

/** Organization-wide defaults, as Setup's Sharing Settings have them. */
const sharing: Readonly<Record<string, string>> = {
  Private: 'private',
  Read: 'public read only',
  ReadWrite: 'public read/write',
  ReadWriteTransfer: 'public read/write/transfer',
  FullAccess: 'public full access',
  ControlledByParent: 'controlled by parent',
};

const field = `
  booleanFilter filter logic
  businessOwnerGroup data owner
  businessOwnerUser data owner
  businessStatus field usage
  complianceGroup compliance categorization
  controllingFieldValue controlling value
  deleteConstraint when the related record is deleted
  displayFormat display format
  errorConditionFormula condition
  errorDisplayField error location
  externalId external ID
  filterItems filter
  formulaTreatBlanksAs blank fields in formula
  inlineHelpText help text
  isFilteringDisabled filtering disabled
  referenceTo related object
  reparentableMasterDetail reparenting
  relationshipLabel related list label
  relationshipName child relationship name
  restricted restricted to the values
  securityClassification data sensitivity level
  summarizedField field to aggregate
  summaryFilterItems filter
  summaryForeignKey summarized relationship
  summaryOperation roll-up type
  trackFeedHistory feed tracking
  trackHistory history tracking
  trackTrending historical trending
  valueSetDefinition/value Picklist value
  valueSetName global value set
  valueSettings dependency of value
  visibleLines visible lines
  writeRequiresMasterRead sharing setting of the master`;

const wrappers = 'valueSet valueSetDefinition sharedTo';

const picklistValues = `
  picklistValues Picklist
  picklistValues/values value`;

const columns: WordTable['value'] = (tag, text) =>
  /^(?:sharingModel|externalSharingModel)$/.test(tag) && Object.hasOwn(sharing, text)
    ? sharing[text]
    : undefined;

const one: WordTable = { nouns: field, silent: wrappers, item: essence, value: columns };

/** `Text(80), required`: a field that came or went. */
function essence(item: Canon): string | undefined {
  const text = (tag: string) => item.children.find((child) => child.tag === tag)?.text ?? '';
  if (item.tag === 'fields' || item.tag === 'nameField') {
    const size = text('length') || text('precision');
    const kind = text('type');
    const of = text('referenceTo');
    return kind === '' ? undefined : `${kind}${size && `(${size})`}${of && ` to ${of}`}`;
  }
  return item.tag === 'validationRules' ? text('errorMessage') || undefined : undefined;
}

export const objectWords: Readonly<Record<string, WordTable>> = {
  CustomObject: {
    ...one,
    nouns: `${field}${picklistValues}
      businessProcesses/values picklist value
      externalSharingModel Default external access
      fields Field
      nameField Name field
      sharingModel Default internal access
      sharingReasons Apex sharing reason
      webLinks Button or link
      actionName action
`,
    plurals: 'webLinks Buttons and links',
  },
  CustomField: one,
  ValidationRule: one,
  RecordType: { ...one, nouns: picklistValues },
  ListView: { ...one, nouns: 'booleanFilter Filter logic\n filterScope Scope' },
  BusinessProcess: { ...one, nouns: 'values Picklist value' },
  FieldSet: { ...one, nouns: 'availableFields Available field\n displayedFields Displayed field' },
  GlobalValueSet: { ...one, nouns: 'customValue Value\n sorted Sorted alphabetically' },
  StandardValueSet: { ...one, nouns: 'standardValue Value\n sorted Sorted alphabetically' },
  CustomMetadata: { nouns: 'values Field', gist: 'value values', name: () => undefined },
  CustomTab: { nouns: 'motif Tab style' },
};
