// Roles, queues and groups of the sample org, and the permission sets put together for them.

import { type Files, files, pathOf } from '../paths.ts';
import { type Child, each, metadataFile, values } from '../xml.ts';

const roleRows: readonly (readonly [name: string, label: string, under?: string])[] = [
  ['Board', 'Board'],
  ['Head_Of_Sales', 'Head of Sales', 'Board'],
  ['Head_Of_Service', 'Head of Service', 'Board'],
  ['Region_Nordics', 'Region Nordics', 'Head_Of_Sales'],
  ['Region_DACH', 'Region DACH', 'Head_Of_Sales'],
  ['Branch_Manager', 'Branch Manager', 'Region_Nordics'],
  ['Advisor', 'Advisor', 'Branch_Manager'],
  ['Service_Desk', 'Service Desk', 'Head_Of_Service'],
];

export const roles: Files = files(
  pathOf.role,
  roleRows.map(([name, label, under]) => [
    name,
    metadataFile(
      'Role',
      values({
        caseAccessLevel: 'Edit',
        contactAccessLevel: 'Edit',
        description: `${label} and what reports to it.`,
        mayForecastManagerShare: false,
        name: label,
        opportunityAccessLevel: 'Edit',
        parentRole: under,
      }),
    ),
  ]),
);

type QueueRow = readonly [name: string, object: string, mail?: string];

export const salesQueues: readonly QueueRow[] = [
  ['Sales_Queue', 'Lead'],
  ['VIP_Queue', 'Lead', 'vip@acme.example'],
  ['Enterprise_Queue', 'Lead'],
];
export const lendingQueues: readonly QueueRow[] = [
  ['Credit_Desk', 'Loan_Application__c', 'credit@acme.example'],
];
export const serviceQueues: readonly QueueRow[] = [
  ['Complaints', 'Complaint__c', 'complaints@acme.example'],
  ['Cards', 'Case'],
];

export const queues = (rows: readonly QueueRow[]): Files =>
  files(
    pathOf.queue,
    rows.map(([name, sobjectType, email]) => [
      name,
      metadataFile('Queue', [
        ...values({ doesSendEmailToMembers: email !== undefined, email, name: name.replaceAll('_', ' ') }),
        ['queueSobject', values({ sobjectType })],
      ]),
    ]),
  );

export const groups: Files = files(
  pathOf.group,
  [
    ['Nordic_Branches', 'Nordic Branches'],
    ['Credit_Committee', 'Credit Committee'],
    ['Complaint_Officers', 'Complaint Officers'],
  ].map(([name = '', label = '']) => [
    name,
    metadataFile('Group', values({ doesIncludeBosses: true, name: label })),
  ]),
);

export const customPermissions: Files = files(
  pathOf.customPermission,
  [
    ['Grant_High_Discount', 'Discounts of more than 15 %.'],
    ['Change_Risk_Class', 'Risk classes outside the yearly review.'],
    ['See_Closed_Complaints', 'Complaints that are older than a year.'],
    ['Override_Second_Opinion', 'Submit without a second advisor.'],
  ].map(([name = '', description = '']) => [
    name,
    metadataFile(
      'CustomPermission',
      values({ description, isLicensed: false, label: name.replaceAll('_', ' ') }),
    ),
  ]),
);

/** A group of permission sets, some of them muted in part. */
export const setGroup = (name: string, about: string, sets: readonly string[], muting?: string): Files => ({
  [pathOf.permissionSetGroup(name)]: metadataFile('PermissionSetGroup', [
    ...values({
      description: about,
      hasActivationRequired: false,
      label: name.replaceAll('_', ' '),
      mutingPermissionSets: muting,
      status: 'Updated',
    }),
    ...each('permissionSets', sets),
  ]),
});

export const mutingSet: Files = {
  [pathOf.mutingSet('No_Deletes')]: metadataFile('MutingPermissionSet', [
    ...values({ description: 'Takes deleting from whoever gets it elsewhere.', label: 'No Deletes' }),
    ...['Collateral__c', 'Opportunity'].map(
      (object): Child => [
        'objectPermissions',
        values({
          allowCreate: false,
          allowDelete: true,
          allowEdit: false,
          allowRead: false,
          modifyAllRecords: false,
          object,
          viewAllRecords: false,
        }),
      ],
    ),
  ]),
};
