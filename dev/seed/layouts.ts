// The page layouts of the sample org: sections of two columns, related lists and buttons.

import { type Files, pathOf } from './paths.ts';
import { type Child, each, metadataFile, values } from './xml.ts';

interface Section {
  readonly label: string;
  /** Fields of the left and of the right column; a `!` after one makes it required, a `?` read only. */
  readonly left: string;
  readonly right: string;
}

interface Layout {
  readonly object: string;
  readonly label: string;
  readonly sections: readonly Section[];
  /** Related list → its columns. */
  readonly related?: Readonly<Record<string, string>>;
  readonly buttons?: readonly string[];
}

const system: Section = { label: 'System', left: 'CreatedById?', right: 'LastModifiedById?' };
const named = (label: string, left: string, right: string): Section => ({ label, left, right });

export const salesLayouts: readonly Layout[] = [
  {
    object: 'Territory__c',
    label: 'Territory Layout',
    sections: [named('Territory', 'Name! Country__c!', 'Region__c Owner__c Active__c'), system],
  },
  {
    object: 'Invoice__c',
    label: 'Invoice Layout',
    sections: [named('Invoice', 'Name? Account__c Status__c', 'Total__c Due_On__c Billing_Key__c?'), system],
  },
  {
    object: 'Lead',
    label: 'Lead Layout',
    sections: [
      named('Lead', 'Name! Company! LeadSource', 'Status! OwnerId?'),
      named('Routing', 'Score__c? Priority__c', 'Territory__c Stage_Note__c'),
    ],
  },
];

export const customerLayouts: readonly Layout[] = [
  {
    object: 'Account',
    label: 'Business Customer Layout',
    sections: [
      named('Customer', 'Name! Type Phone', 'OwnerId? Home_Branch__c Customer_Since__c'),
      named('Risk', 'Risk_Class__c Credit_Limit__c', 'Segment__c!'),
      named('Addresses', 'BillingAddress', 'ShippingAddress'),
      system,
    ],
    related: {
      RelatedContactList: 'FULL_NAME CONTACT.TITLE CONTACT.PHONE1',
      'Loan_Application__c.Account__c': 'NAME Amount__c Status__c',
      RelatedCaseList: 'CASES.CASE_NUMBER CASES.SUBJECT CASES.STATUS',
    },
    buttons: ['Open_In_Core_Banking'],
  },
  {
    object: 'Account',
    label: 'Private Customer Layout',
    sections: [named('Customer', 'Name! Phone', 'OwnerId? Home_Branch__c Segment__c'), system],
    related: { RelatedCaseList: 'CASES.CASE_NUMBER CASES.SUBJECT CASES.STATUS' },
  },
];

export const lendingLayouts: readonly Layout[] = [
  {
    object: 'Loan_Application__c',
    label: 'Loan Application Layout',
    sections: [
      named(
        'Application',
        'Name? Account__c! Branch__c Advisor__c',
        'Status__c! Submitted_At__c? Decision_Date__c',
      ),
      named(
        'Loan',
        'Amount__c! Term_Months__c! Purpose__c',
        'Interest_Rate__c Monthly_Rate__c? Risk_Class__c?',
      ),
      named('Assessment', 'Second_Opinion__c', 'Notes__c'),
      system,
    ],
    related: { 'Collateral__c.Loan_Application__c': 'NAME Kind__c Market_Value__c' },
    buttons: ['Print_Offer'],
  },
  {
    object: 'Branch__c',
    label: 'Branch Layout',
    sections: [named('Branch', 'Name! City__c Country__c!', 'Manager__c Opened_On__c Phone__c')],
    related: { 'Account.Home_Branch__c': 'ACCOUNT.NAME Segment__c' },
  },
];

export const serviceLayouts: readonly Layout[] = [
  {
    object: 'Complaint__c',
    label: 'Complaint Layout',
    sections: [
      named(
        'Complaint',
        'Name? Account__c Case__c',
        'Channel__c! Category__c Received_On__c! Answer_Due__c?',
      ),
      named('Outcome', 'Claimed__c Refunded__c', 'Regulator_Told__c Root_Cause__c'),
      system,
    ],
  },
];

export const layouts = (all: readonly Layout[]): Files =>
  Object.fromEntries(
    all.map((layout) => [pathOf.layout(`${layout.object}-${layout.label}`), layoutFile(layout)]),
  );

function layoutFile({ sections, related = {}, buttons = [] }: Layout): string {
  return metadataFile('Layout', [
    ...each('customButtons', buttons),
    ...sections.map((section): Child => ['layoutSections', sectionOf(section)]),
    ...Object.entries(related).map(
      ([list, columns]): Child => [
        'relatedLists',
        [...each('fields', columns.split(' ')), ['relatedList', list]],
      ],
    ),
    ...values({
      showEmailCheckbox: false,
      showHighlightsPanel: false,
      showInteractionLogPanel: false,
      showRunAssignmentRulesCheckbox: false,
      showSubmitAndAttachButton: false,
    }),
  ]);
}

const sectionOf = ({ label, left, right }: Section): Child[] => [
  ...values({ customLabel: true, detailHeading: true, editHeading: true, label }),
  ['layoutColumns', column(left)],
  ['layoutColumns', column(right)],
  ['style', 'TwoColumnsTopToBottom'],
];

const column = (fields: string): Child[] =>
  fields.split(' ').map((field): Child => {
    const behavior = field.endsWith('!') ? 'Required' : field.endsWith('?') ? 'Readonly' : 'Edit';
    return ['layoutItems', values({ behavior, field: field.replace(/[!?]$/, '') })];
  });
