// Quick actions, report types and the path of the sample org.

import { type Files, files, pathOf } from '../paths.ts';
import { type Child, each, metadataFile, values } from '../xml.ts';

type Row = readonly [name: string, label: string, target: string, fields: string];

export const customerActions: readonly Row[] = [
  [
    'Account.New_Application',
    'New Application',
    'Loan_Application__c',
    'Amount__c Term_Months__c Purpose__c',
  ],
  ['Account.New_Contact', 'New Contact', 'Contact', 'FirstName LastName Preferred_Language__c'],
];
export const serviceActions: readonly Row[] = [
  ['Case.Make_A_Complaint', 'Make a Complaint', 'Complaint__c', 'Channel__c Category__c Received_On__c'],
  ['Complaint__c.Refund', 'Refund', 'Complaint__c', 'Refunded__c Root_Cause__c'],
];

export const quickActions = (rows: readonly Row[]): Files =>
  files(
    pathOf.quickAction,
    rows.map(([name, label, target, fields]) => [
      name,
      metadataFile('QuickAction', [
        ...values({
          label,
          optionsCreateFeedItem: true,
          targetObject: target,
          type: name.startsWith(`${target}.`) ? 'Update' : 'Create',
        }),
        [
          'quickActionLayout',
          [
            ['layoutSectionStyle', 'TwoColumnsLeftToRight'],
            [
              'quickActionLayoutColumns',
              fields
                .split(' ')
                .map(
                  (field): Child => [
                    'quickActionLayoutItems',
                    values({ emptySpace: false, field, uiBehavior: 'Edit' }),
                  ],
                ),
            ],
          ],
        ],
      ]),
    ]),
  );

/** What reports can be made of: an object, and the sections of their columns. */
export const reportType = (
  name: string,
  object: string,
  sections: Readonly<Record<string, string>>,
): Files => ({
  [pathOf.reportType(name)]: metadataFile('ReportType', [
    ...values({
      baseObject: object,
      category: 'accounts',
      deployed: true,
      description: `Reports of ${name.toLowerCase().replaceAll('_', ' ')}.`,
      label: name.replaceAll('_', ' '),
    }),
    ...Object.entries(sections).map(
      ([masterLabel, fields]): Child => [
        'sections',
        [
          ...fields
            .split(' ')
            .map((field): Child => ['columns', values({ checkedByDefault: true, field, table: object })]),
          ['masterLabel', masterLabel],
        ],
      ],
    ),
  ]),
});

const steps: readonly (readonly [value: string, fields: string, info: string])[] = [
  ['Draft', 'Amount__c Purpose__c', '<p>Talk about what it is for.</p>'],
  ['Submitted', 'Branch__c Notes__c', '<p>The credit desk answers within two days.</p>'],
  ['In review', 'Second_Opinion__c', '<p>Ask for what is missing only once.</p>'],
];

export const loanPath: Files = {
  [pathOf.path('Loan_Application')]: metadataFile('PathAssistant', [
    ...values({
      active: true,
      entityName: 'Loan_Application__c',
      fieldName: 'Status__c',
      masterLabel: 'Loan Application',
      recordTypeName: '__MASTER__',
    }),
    ...steps.map(
      ([picklistValueName, fields, info]): Child => [
        'pathAssistantSteps',
        [...each('fieldNames', fields.split(' ')), ...values({ info, picklistValueName })],
      ],
    ),
  ]),
};
