// The profiles of the sample org: three of a few lines, and the one that years of projects made a megabyte long.

import {
  customerFields,
  type FieldTable,
  lendingFields,
  salesFields,
  serviceFields,
} from '../objects/field-tables.ts';
import { type Access, profileFile } from './profile.ts';

/** Every field that the org's own tables have. */
const known = ([salesFields, customerFields, lendingFields, serviceFields] as FieldTable[]).flatMap((table) =>
  Object.entries(table).flatMap(([object, rows]) =>
    rows.filter(([, , , more]) => !more?.required).map(([name]) => `${object}.${name}`),
  ),
);

/** Objects of bought packages and old projects: an area and what is kept of it. */
const areas = [
  'Card',
  'Deposit',
  'Leasing',
  'Insurance',
  'Mortgage',
  'Payment',
  'Savings',
  'Trade',
  'Treasury',
];
const things = ['Account', 'Agreement', 'Document', 'Event', 'Fee', 'Order', 'Party', 'Schedule'];
const insurance = ['Policy', 'Claim'].map((thing) => `Insurance_${thing}__c`);
const subjects = [
  'Approval',
  'Balance',
  'Channel',
  'Claim',
  'Contract',
  'Customer',
  'Interest',
  'Limit',
  'Margin',
  'Maturity',
  'Notice',
  'Provider',
  'Rating',
  'Settlement',
];
const aspects = ['Amount', 'Code', 'Currency', 'Date', 'Owner', 'Status'];

const bought = areas.flatMap((area) => things.map((thing) => `${area}_${thing}__c`));

interface Advisor {
  readonly creditLimits: Access;
  /** The insurance business was bought in spring 2026. */
  readonly insurance?: boolean;
  readonly exports?: boolean;
  readonly complaints?: boolean;
  readonly margins?: Access;
}

/** Branch Advisor: some six thousand field permissions. */
export function branchAdvisor(v: Advisor): string {
  const objects = v.insurance ? [...bought, ...insurance] : bought;
  const fields: Record<string, Access> = {};
  for (const [i, object] of objects.entries())
    for (const [j, subject] of subjects.entries())
      for (const [k, aspect] of aspects.entries()) {
        const usual: Access = (i + 2 * j + k) % 5 === 0 ? 'none' : (i + j + k) % 3 === 0 ? 'read' : 'edit';
        fields[`${object}.${subject}_${aspect}__c`] = subject === 'Margin' ? (v.margins ?? 'read') : usual;
      }
  for (const field of known)
    fields[field] = field.startsWith('Complaint__c') && !v.complaints ? 'none' : 'edit';
  fields['Account.Credit_Limit__c'] = v.creditLimits;
  return profileFile({
    about: 'Everybody who advises customers in a branch.',
    apps: ['Branch_Banking', 'standard__Sales'],
    classes: ['LoanCalculator', 'LeadRouter', 'OfferLetterController', 'PricingEngine', 'RiskSurcharges'],
    pages: ['OfferLetter'],
    fields,
    objects: {
      ...Object.fromEntries(objects.map((object, at) => [object, at % 3 ? 'cre' : 'r'])),
      Account: 'cre',
      Branch__c: 'r',
      Collateral__c: 'cred',
      Contact: 'cre',
      Lead: 'cre',
      Loan_Application__c: 'cre',
      Opportunity: 'cre',
      ...(v.complaints ? { Complaint__c: 'cr' } : {}),
    },
    layouts: {
      'Account-Business Customer Layout': 'Account.Business',
      'Account-Private Customer Layout': 'Account.Private',
      'Branch__c-Branch Layout': '',
      'Lead-Lead Layout': '',
      'Loan_Application__c-Loan Application Layout': '',
    },
    recordTypes: ['Account.Business', 'Account.Private', 'Loan_Application__c.Business_Loan'],
    tabs: { Branch__c: 'DefaultOff', Loan_Application__c: 'DefaultOn', 'standard-Account': 'DefaultOn' },
    may: ['RunFlow', 'RunReports', ...(v.exports ? ['ExportReport'] : [])],
    addresses: [['10.20.0.0', '10.20.255.255', 'Branches']],
  });
}

export const creditDesk = profileFile({
  about: 'Decides loan applications.',
  apps: ['Branch_Banking'],
  objects: { Account: 'rv', Collateral__c: 'crev', Loan_Application__c: 'revm' },
  fields: {
    'Account.Credit_Limit__c': 'edit',
    'Account.Risk_Class__c': 'edit',
    'Loan_Application__c.Decision_Date__c': 'edit',
    'Loan_Application__c.Status__c': 'edit',
  },
  layouts: { 'Loan_Application__c-Loan Application Layout': '' },
  recordTypes: ['Loan_Application__c.Business_Loan', 'Loan_Application__c.Mortgage'],
  tabs: { Loan_Application__c: 'DefaultOn' },
  may: ['EditReports', 'RunReports'],
});

export const serviceDesk = profileFile({
  about: 'Answers calls and letters.',
  apps: ['Customer_Care'],
  classes: ['CaseEscalator'],
  objects: { Account: 'r', Case: 'cre', Complaint__c: 'cre', Contact: 're' },
  fields: {
    'Case.Escalation_Reason__c': 'edit',
    'Complaint__c.Category__c': 'edit',
    'Complaint__c.Refunded__c': 'read',
    'Complaint__c.Root_Cause__c': 'edit',
  },
  layouts: { 'Complaint__c-Complaint Layout': '' },
  recordTypes: ['Case.Card'],
  tabs: { Complaint__c: 'DefaultOn', 'standard-Case': 'DefaultOn' },
  may: ['RunFlow'],
});

export const integrationUser = profileFile({
  about: 'What nightly jobs sign in with.',
  license: 'Salesforce Integration',
  apps: [],
  objects: { Invoice__c: 'crev', Territory__c: 'rv' },
  fields: { 'Invoice__c.Status__c': 'edit', 'Invoice__c.Total__c': 'edit' },
  may: ['ApiEnabled', 'ApiUserOnly'],
  addresses: [
    ['10.40.1.0', '10.40.1.255', 'Billing'],
    ['10.40.2.7', '10.40.2.7', 'Data warehouse'],
  ],
});
