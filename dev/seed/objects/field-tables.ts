// The fields of the sample org: a row for each, by object.

import { type Files, pathIn } from '../paths.ts';
import { metadataFile, values } from '../xml.ts';
import {
  checkbox,
  currency,
  date,
  dateTime,
  formula,
  type Kind,
  key,
  longText,
  lookup,
  master,
  number,
  percent,
  phone,
  picklist,
  several,
  shared,
  text,
} from './field-kinds.ts';

interface More {
  readonly required?: boolean;
  readonly history?: boolean;
  readonly help?: string;
}
type Row = readonly [name: string, label: string, kind: Kind, more?: More];

export type FieldTable = Readonly<Record<string, readonly Row[]>>;

const must: More = { required: true };
const kept: More = { history: true };

export const salesFields: FieldTable = {
  Territory__c: [
    ['Country__c', 'Country', text(), must],
    ['Region__c', 'Region', shared('Region')],
    ['Owner__c', 'Owner', lookup('User', 'Territories')],
    ['Active__c', 'Active', checkbox(true)],
  ],
  Team__c: [
    ['Stage__c', 'Stage', text(40), must],
    ['Region__c', 'Region', shared('Region')],
    ['Lead__c', 'Lead', lookup('User', 'Teams')],
  ],
  Invoice__c: [
    ['Account__c', 'Account', lookup('Account', 'Invoices')],
    ['Billing_Key__c', 'Billing Key', key(), { help: 'The number that the billing system knows it by.' }],
    ['Status__c', 'Status', picklist('Open', 'Paid', 'Overdue', 'Written off')],
    ['Total__c', 'Total', currency()],
    ['Due_On__c', 'Due On', date()],
  ],
  Lead: [
    ['Priority__c', 'Priority', picklist('Normal', 'High', 'Urgent')],
    ['Score__c', 'Score', number(3)],
    ['Territory__c', 'Territory', lookup('Territory__c', 'Leads')],
    ['Stage_Note__c', 'Stage Note', text(255)],
  ],
  Opportunity: [
    ['Discount__c', 'Discount', percent()],
    ['Next_Review__c', 'Next Review', date()],
    ['Stage_Note__c', 'Stage Note', text(255)],
  ],
  Order: [
    ['Region__c', 'Region', shared('Region')],
    ['Contract_Required__c', 'Contract Required', checkbox(true)],
    ['Review_Required__c', 'Review Required', checkbox()],
  ],
};

export const customerFields: FieldTable = {
  Account: [
    ['Segment__c', 'Segment', shared('Customer_Segment'), kept],
    ['Risk_Class__c', 'Risk Class', picklist('A', 'B', 'C', 'D'), kept],
    ['Credit_Limit__c', 'Credit Limit', currency(), kept],
    ['Customer_Since__c', 'Customer Since', date()],
    ['Home_Branch__c', 'Home Branch', lookup('Branch__c', 'Customers')],
  ],
  Contact: [
    [
      'Consent__c',
      'Consent',
      several('Consent_Purpose'),
      { help: 'What this person agreed to be told about.' },
    ],
    ['Preferred_Language__c', 'Preferred Language', picklist('English', 'German', 'Swedish', 'Spanish')],
  ],
};

export const lendingFields: FieldTable = {
  Branch__c: [
    ['City__c', 'City', text()],
    ['Country__c', 'Country', text(), must],
    ['Manager__c', 'Manager', lookup('User', 'Branches')],
    ['Opened_On__c', 'Opened On', date()],
    ['Phone__c', 'Phone', phone()],
  ],
  Loan_Application__c: [
    ['Account__c', 'Account', lookup('Account', 'Loan_Applications')],
    ['Branch__c', 'Branch', lookup('Branch__c', 'Loan_Applications')],
    ['Advisor__c', 'Advisor', lookup('User', 'Advised_Applications')],
    ['Amount__c', 'Amount', currency(), { required: true, history: true }],
    ['Term_Months__c', 'Term in Months', number(3), must],
    ['Interest_Rate__c', 'Interest Rate', percent(), kept],
    ['Monthly_Rate__c', 'Monthly Rate', formula('Amount__c / Term_Months__c', 'Currency')],
    ['Purpose__c', 'Purpose', picklist('Working capital', 'Equipment', 'Property', 'Refinancing')],
    ['Status__c', 'Status', picklist('Draft', 'Submitted', 'In review', 'Approved', 'Declined'), kept],
    ['Risk_Class__c', 'Risk Class', formula('TEXT(Account__r.Risk_Class__c)', 'Text')],
    ['Submitted_At__c', 'Submitted At', dateTime()],
    ['Decision_Date__c', 'Decision Date', date(), kept],
    ['Second_Opinion__c', 'Second Opinion', checkbox(), { help: 'A second advisor has to sign.' }],
    ['Notes__c', 'Notes', longText()],
  ],
  Collateral__c: [
    ['Loan_Application__c', 'Loan Application', master('Loan_Application__c', 'Collateral')],
    ['Kind__c', 'Kind', picklist('Property', 'Vehicle', 'Guarantee', 'Deposit')],
    ['Market_Value__c', 'Market Value', currency(), must],
    ['Lending_Value__c', 'Lending Value', formula('Market_Value__c * 0.6', 'Currency')],
    ['Valued_On__c', 'Valued On', date()],
  ],
  Approval_Limit__mdt: [
    ['Role__c', 'Role', text(), must],
    ['Most__c', 'Most', number(18, 2)],
    ['Second_Signature__c', 'Second Signature', checkbox()],
  ],
  Risk_Surcharge__mdt: [
    ['Risk_Class__c', 'Risk Class', text(1), must],
    ['Points__c', 'Points', number(4, 2)],
  ],
  Rate_Change__e: [
    ['Product__c', 'Product', text()],
    ['New_Rate__c', 'New Rate', number(5, 3)],
  ],
};

export const serviceFields: FieldTable = {
  Complaint__c: [
    ['Account__c', 'Account', lookup('Account', 'Complaints')],
    ['Case__c', 'Case', lookup('Case', 'Complaints')],
    ['Channel__c', 'Channel', picklist('Branch', 'Phone', 'Letter', 'Web'), must],
    ['Category__c', 'Category', picklist('Fees', 'Advice', 'Cards', 'Access', 'Other'), kept],
    ['Received_On__c', 'Received On', date(), { required: true, history: true }],
    ['Answer_Due__c', 'Answer Due', formula('Received_On__c + 15', 'Date')],
    ['Claimed__c', 'Amount Claimed', currency()],
    ['Refunded__c', 'Amount Refunded', currency(), kept],
    ['Regulator_Told__c', 'Regulator Told', checkbox(), kept],
    ['Root_Cause__c', 'Root Cause', longText(4000, 3)],
  ],
  Case: [
    ['Escalation_Reason__c', 'Escalation Reason', text(255)],
    ['First_Answer_At__c', 'First Answer At', dateTime()],
    ['Stage_Note__c', 'Stage Note', text(255)],
  ],
};

export function fieldFile([name, label, kind, more = {}]: Row): string {
  const { required, history, help } = more;
  return metadataFile('CustomField', [
    ...values({ fullName: name, label, inlineHelpText: help, required, trackHistory: history }),
    ...kind.elements,
  ]);
}

export const fields = (table: FieldTable): Files =>
  Object.fromEntries(
    Object.entries(table).flatMap(([object, rows]) =>
      rows.map((row) => [pathIn.field(object, row[0]), fieldFile(row)] as const),
    ),
  );
