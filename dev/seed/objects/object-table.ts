// The objects of the sample org: its own ones as whole documents, the standard ones as far as they were set up.

import { type Files, pathIn } from '../paths.ts';
import { type Child, metadataFile, values } from '../xml.ts';

interface OwnObject {
  readonly name: string;
  readonly label: string;
  readonly plural: string;
  readonly about: string;
  readonly sharing: 'Private' | 'Read' | 'ReadWrite' | 'ControlledByParent';
  /** Pattern of automatic numbers; records are named by hand where it is left out. */
  readonly numbers?: string;
  readonly history?: boolean;
}

/** The flow of routing and onboarding needs the first three. */
export const salesObjects: readonly OwnObject[] = [
  {
    name: 'Territory__c',
    label: 'Territory',
    plural: 'Territories',
    about: 'A country or a part of one, with the person who gets its leads.',
    sharing: 'Read',
  },
  {
    name: 'Team__c',
    label: 'Team',
    plural: 'Teams',
    about: 'Who carries out a stage of onboarding in a region.',
    sharing: 'Read',
  },
  {
    name: 'Invoice__c',
    label: 'Invoice',
    plural: 'Invoices',
    about: 'Copied from the billing system every night.',
    sharing: 'Read',
    numbers: 'INV-{000000}',
  },
];

export const lendingObjects: readonly OwnObject[] = [
  {
    name: 'Branch__c',
    label: 'Branch',
    plural: 'Branches',
    about: 'An office that customers can walk into.',
    sharing: 'Read',
  },
  {
    name: 'Loan_Application__c',
    label: 'Loan Application',
    plural: 'Loan Applications',
    about: 'What a customer wants to borrow, from the first talk to the decision.',
    sharing: 'Private',
    numbers: 'LA-{00000}',
    history: true,
  },
  {
    name: 'Collateral__c',
    label: 'Collateral',
    plural: 'Collateral',
    about: 'What secures a loan, and what it is worth.',
    sharing: 'ControlledByParent',
    numbers: 'C-{00000}',
  },
];

export const serviceObjects: readonly OwnObject[] = [
  {
    name: 'Complaint__c',
    label: 'Complaint',
    plural: 'Complaints',
    about: 'A complaint in the sense of the regulator, with its deadlines.',
    sharing: 'Private',
    numbers: 'CP-{yyyy}-{0000}',
    history: true,
  },
];

export function ownObject(object: OwnObject): Files {
  const { name, label, plural, about, sharing, numbers, history = false } = object;
  const nameField: Child[] = numbers
    ? values({ displayFormat: numbers, label: `${label} Number`, trackHistory: false, type: 'AutoNumber' })
    : values({ label: `${label} Name`, trackHistory: false, type: 'Text' });
  return {
    [pathIn.object(name)]: metadataFile('CustomObject', [
      ...values({
        allowInChatterGroups: false,
        compactLayoutAssignment: 'SYSTEM',
        deploymentStatus: 'Deployed',
        description: about,
        enableActivities: history,
        enableBulkApi: true,
        enableFeeds: false,
        enableHistory: history,
        enableReports: true,
        enableSearch: true,
        enableSharing: true,
        enableStreamingApi: true,
        externalSharingModel: sharing === 'ControlledByParent' ? sharing : 'Private',
        label,
        pluralLabel: plural,
        sharingModel: sharing,
        visibility: 'Public',
      }),
      ['nameField', nameField],
      ['searchLayouts', []],
    ]),
  };
}

/** An object of custom metadata, whose records are configuration. */
export const metadataObject = (name: string, label: string, plural: string, about: string): Files => ({
  [pathIn.object(name)]: metadataFile(
    'CustomObject',
    values({ description: about, label, pluralLabel: plural, visibility: 'Public' }),
  ),
});

export const eventObject = (name: string, label: string, plural: string, about: string): Files => ({
  [pathIn.object(name)]: metadataFile(
    'CustomObject',
    values({
      deploymentStatus: 'Deployed',
      description: about,
      eventType: 'HighVolume',
      label,
      pluralLabel: plural,
      publishBehavior: 'PublishAfterCommit',
    }),
  ),
});

const standard: readonly (readonly [
  name: string,
  sharing: string,
  compactLayout: string,
  history: boolean,
])[] = [
  ['Account', 'Private', 'Account_At_A_Glance', true],
  ['Case', 'Private', 'SYSTEM', true],
  ['Contact', 'ControlledByParent', 'SYSTEM', false],
  ['Lead', 'Private', 'Lead_At_A_Glance', true],
  ['Opportunity', 'Private', 'SYSTEM', true],
  ['Order', 'Private', 'SYSTEM', false],
];

export const standardObjects: Files = Object.fromEntries(
  standard.map(([name, sharing, compactLayoutAssignment, enableHistory]) => [
    pathIn.object(name),
    metadataFile(
      'CustomObject',
      values({ compactLayoutAssignment, enableFeeds: true, enableHistory, sharingModel: sharing }),
    ),
  ]),
);

export const ownObjects = (all: readonly OwnObject[]): Files => Object.assign({}, ...all.map(ownObject));
