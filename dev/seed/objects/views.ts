// How records of the sample org are shown in short: list views, compact layouts, field sets, buttons.

import { type Files, pathIn } from '../paths.ts';
import { type Child, each, metadataFile, values } from '../xml.ts';

type Filter = readonly [field: string, operation: string, value: string];
type ListRow = readonly [
  object: string,
  name: string,
  columns: string,
  filters: readonly Filter[],
  mine?: 'Mine',
];
type Short = readonly [object: string, name: string, fields: string];

export const salesLists: readonly ListRow[] = [
  [
    'Lead',
    'Hot_Leads',
    'FULL_NAME LEAD.COMPANY Score__c Priority__c',
    [['Score__c', 'greaterOrEqual', '80']],
  ],
  [
    'Territory__c',
    'Active_Territories',
    'NAME Country__c Region__c Owner__c',
    [['Active__c', 'equals', '1']],
  ],
  ['Invoice__c', 'Overdue', 'NAME Account__c Total__c Due_On__c', [['Status__c', 'equals', 'Overdue']]],
];

export const lendingLists: readonly ListRow[] = [
  [
    'Loan_Application__c',
    'My_Open_Applications',
    'NAME Account__c Amount__c Status__c',
    [['Status__c', 'equals', 'Draft,Submitted,In review']],
    'Mine',
  ],
  [
    'Loan_Application__c',
    'To_Be_Decided',
    'NAME Account__c Amount__c Risk_Class__c Submitted_At__c',
    [
      ['Status__c', 'equals', 'In review'],
      ['Amount__c', 'greaterThan', '50000'],
    ],
  ],
  ['Branch__c', 'All_Branches', 'NAME City__c Country__c Manager__c', []],
];

export const serviceLists: readonly ListRow[] = [
  [
    'Complaint__c',
    'Due_This_Week',
    'NAME Account__c Category__c Answer_Due__c',
    [['Answer_Due__c', 'equals', 'THIS_WEEK']],
  ],
  [
    'Case',
    'Cards_In_Work',
    'CASES.CASE_NUMBER CASES.SUBJECT CASES.STATUS',
    [['CASES.STATUS', 'equals', 'Working']],
  ],
];

export const listViews = (rows: readonly ListRow[]): Files =>
  Object.fromEntries(
    rows.map(([object, name, columns, filters, scope = 'Everything']) => [
      pathIn.listView(object, name),
      metadataFile('ListView', [
        ...values({ fullName: name, filterScope: scope, label: name.replaceAll('_', ' ') }),
        ...each('columns', columns.split(' ')),
        ...filters.map(
          ([field, operation, value]): Child => ['filters', values({ field, operation, value })],
        ),
      ]),
    ]),
  );

export const customerCompact: readonly Short[] = [
  ['Account', 'Account_At_A_Glance', 'Name Segment__c Risk_Class__c Phone'],
];
export const salesCompact: readonly Short[] = [
  ['Lead', 'Lead_At_A_Glance', 'Name Company Score__c Priority__c'],
];
export const lendingCompact: readonly Short[] = [
  ['Loan_Application__c', 'Application_At_A_Glance', 'Name Account__c Amount__c Status__c'],
  ['Branch__c', 'Branch_At_A_Glance', 'Name City__c Phone__c'],
];
export const serviceCompact: readonly Short[] = [
  ['Complaint__c', 'Complaint_At_A_Glance', 'Name Category__c Answer_Due__c'],
];

export const compactLayouts = (rows: readonly Short[]): Files =>
  Object.fromEntries(
    rows.map(([object, name, fields]) => [
      pathIn.compactLayout(object, name),
      metadataFile('CompactLayout', [
        ...values({ fullName: name, label: name.replaceAll('_', ' ') }),
        ...each('fields', fields.split(' ')),
      ]),
    ]),
  );

export const fieldSet = (object: string, name: string, about: string, fields: string): Files => ({
  [pathIn.fieldSet(object, name)]: metadataFile('FieldSet', [
    ...values({ fullName: name, description: about, label: name.replaceAll('_', ' ') }),
    ...fields
      .split(' ')
      .map(
        (field): Child => ['displayedFields', values({ field, isFieldManaged: false, isRequired: false })],
      ),
  ]),
});

/** A button on the detail page that opens an address. */
export const button = (object: string, name: string, url: string): Files => ({
  [pathIn.webLink(object, name)]: metadataFile(
    'WebLink',
    values({
      fullName: name,
      availability: 'online',
      displayType: 'button',
      encodingKey: 'UTF-8',
      hasMenubar: false,
      hasScrollbars: true,
      hasToolbar: false,
      height: 600,
      isResizable: true,
      linkType: 'url',
      masterLabel: name.replaceAll('_', ' '),
      openType: 'newWindow',
      position: 'none',
      protected: false,
      showsLocation: false,
      showsStatus: false,
      url,
    }),
  ),
});
