// The record types of the sample org, and the sales and support processes that some of them follow.

import { type Files, pathIn } from '../paths.ts';
import { type Child, metadataFile, values } from '../xml.ts';

interface RecordType {
  readonly object: string;
  readonly name: string;
  readonly about: string;
  readonly process?: string;
  readonly compactLayout?: string;
  /** Which values of which picklists it offers; the first one is the default. */
  readonly offers?: Readonly<Record<string, readonly string[]>>;
}

export const customerTypes: readonly RecordType[] = [
  {
    object: 'Account',
    name: 'Business',
    about: 'Companies and the self-employed.',
    compactLayout: 'Account_At_A_Glance',
    offers: { Segment__c: ['Small business', 'Mid-size', 'Corporate'], Risk_Class__c: ['A', 'B', 'C', 'D'] },
  },
  {
    object: 'Account',
    name: 'Private',
    about: 'People, with their households.',
    offers: { Segment__c: ['Retail', 'Private banking'], Risk_Class__c: ['A', 'B', 'C'] },
  },
];

export const lendingTypes: readonly RecordType[] = [
  {
    object: 'Loan_Application__c',
    name: 'Business_Loan',
    about: 'Loans to companies.',
    compactLayout: 'Application_At_A_Glance',
    offers: { Purpose__c: ['Working capital', 'Equipment', 'Property', 'Refinancing'] },
  },
  {
    object: 'Loan_Application__c',
    name: 'Mortgage',
    about: 'Loans that a property secures.',
    offers: { Purpose__c: ['Property', 'Refinancing'] },
  },
  {
    object: 'Opportunity',
    name: 'Lending',
    about: 'Talks that may become a loan application.',
    process: 'Lending Process',
  },
];

export const serviceTypes: readonly RecordType[] = [
  { object: 'Case', name: 'Card', about: 'Lost cards, blocked cards, disputes.', process: 'Card Process' },
];

export const recordTypes = (all: readonly RecordType[]): Files =>
  Object.fromEntries(
    all.map(({ object, name, about, process, compactLayout, offers = {} }) => [
      pathIn.recordType(object, name),
      metadataFile('RecordType', [
        ...values({
          fullName: name,
          active: true,
          businessProcess: process,
          compactLayoutAssignment: compactLayout,
          description: about,
          label: name.replaceAll('_', ' '),
        }),
        ...Object.entries(offers).map(
          ([picklist, names]): Child => ['picklistValues', [['picklist', picklist], ...offered(names)]],
        ),
      ]),
    ]),
  );

const offered = (names: readonly string[]): Child[] =>
  names.map((fullName, index) => ['values', values({ fullName, default: index === 0 })] as const);

/** Files of one process: the stages that its records go through. */
export const businessProcess = (object: string, name: string, stages: readonly string[]): Files => ({
  [pathIn.businessProcess(object, name)]: metadataFile('BusinessProcess', [
    ...values({ fullName: name, isActive: true }),
    ...offered(stages),
  ]),
});

export const lendingProcess = businessProcess('Opportunity', 'Lending Process', [
  'Qualification',
  'Needs Analysis',
  'Proposal/Price Quote',
  'Closed Won',
  'Closed Lost',
]);
export const cardProcess = businessProcess('Case', 'Card Process', [
  'New',
  'Working',
  'Waiting for customer',
  'Closed',
]);
