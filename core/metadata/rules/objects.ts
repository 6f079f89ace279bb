// Custom objects and the parts of them that have files of their own: fields, record types, list views and the like.

import { below, type Tables } from './table.ts';

const field = `
  ?field Mn filterItems summaryFilterItems
  fullName Mv valueSetDefinition/value
  valueName M valueSettings
  #text V controllingFieldValue`;

const picklistValues = `
  fullName Mv values
  #text V controllingFieldValues`;

const recordType = `
  picklist MD picklistValues${picklistValues}`;

/** Whom a list view or a rule shares with. */
export const sharedTo = `
  #text V channelProgramGroup channelProgramGroups group groups guestUser managerSubordinates managers portalRole portalRoleAndSubordinates sharedTo/queue sharedFrom/queue role roleAndSubordinates roleAndSubordinatesInternal roles rolesAndSubordinates territories territoriesAndSubordinates territory territoryAndSubordinates`;

const listView = `
  #text Vv columns
  ?field Jn filters${sharedTo}`;

const fieldSet = `
  field Wv availableFields displayedFields`;

/** What the WSDL's picklist values add to the values they extend. */
const picklistLast = below(
  'values',
  'allowEmail closed controllingFieldValues converted cssExposed forecastCategory highPriority probability reverseRole reviewed won',
);

export const objectTables: Tables = {
  CustomObject: {
    lists: `
      actionName+formFactor J actionOverrides
      channel W articleTypeTemplates
      fullName W businessProcesses compactLayouts fieldSets fields indexes listViews recordTypes sharingReasons validationRules webLinks
      #text Vv compactLayouts/fields
      name Av indexes/fields
      profileName W profileSearchLayouts
      #text Vv profileSearchLayouts/fields
      #text V excludedStandardButtons lookupFilterFields massQuickActions searchResultsCustomButtons
      #text Vv customTabListAdditionalFields listViewButtons lookupDialogsAdditionalFields lookupPhoneDialogsAdditionalFields searchFilterFields searchResultsAdditionalFields
      className W sharingRecalculations${field}${recordType}${listView}${fieldSet}`,
    last: picklistLast,
  },
  CustomField: { lists: field, named: true },
  RecordType: { lists: recordType, last: picklistLast, named: true },
  BusinessProcess: { lists: picklistValues, last: picklistLast, named: true },
  ListView: { lists: listView, named: true },
  FieldSet: { lists: fieldSet, named: true },
  CompactLayout: { lists: '#text Vv fields', named: true },
  Index: { lists: 'name Av fields', named: true },
  ValidationRule: { named: true },
  WebLink: { named: true },
  SharingReason: { named: true },
  CustomTab: { lists: 'actionName+formFactor J actionOverrides' },
  GlobalValueSet: { lists: 'fullName Mv customValue' },
  StandardValueSet: {
    lists: 'fullName Mv standardValue',
    last: below(
      'standardValue',
      'allowEmail closed converted cssExposed forecastCategory groupingString highPriority probability reverseRole reviewed won',
    ),
  },
  CustomMetadata: { lists: 'field D values', anyType: 'value' },
};
