// What makes the sample org act and speak: approvals, duplicate rules, notifications, sites it may call.

import { type Files, files, pathOf } from './paths.ts';
import { type Child, metadataFile, values } from './xml.ts';

interface Step {
  readonly name: string;
  readonly label: string;
  readonly queue: string;
  readonly when?: string;
}

interface Approval {
  readonly name: string;
  readonly label: string;
  readonly about: string;
  readonly entry: readonly [field: string, operation: string, value: string];
  readonly steps: readonly Step[];
}

const approval = ({ name, label, about, entry, steps }: Approval): Files => ({
  [pathOf.approvalProcess(name)]: metadataFile('ApprovalProcess', [
    ...values({
      active: true,
      allowRecall: true,
      description: about,
      enableMobileDeviceAccess: false,
      finalApprovalRecordLock: true,
      finalRejectionRecordLock: false,
      label,
      recordEditability: 'AdminOnly',
      showApprovalHistory: true,
    }),
    ['allowedSubmitters', [['type', 'owner']]],
    [
      'approvalPageFields',
      [
        ['field', 'Name'],
        ['field', 'Owner'],
      ],
    ],
    ...steps.map(
      (step): Child => [
        'approvalStep',
        [
          ['allowDelegate', true],
          ['assignedApprover', [['approver', values({ name: step.queue, type: 'queue' })]]],
          ...(step.when ? [['entryCriteria', [['formula', step.when]]] as Child] : []),
          ['label', step.label],
          ['name', step.name],
          ['rejectBehavior', [['type', 'RejectRequest']]],
        ],
      ],
    ),
    ['entryCriteria', [['criteriaItems', values({ field: entry[0], operation: entry[1], value: entry[2] })]]],
  ]),
});

export const loanApproval = approval({
  name: 'Loan_Application__c.Decide_Loan',
  label: 'Decide Loan',
  about: 'Every application above the advisor’s own limit.',
  entry: ['Loan_Application__c.Amount__c', 'greaterThan', '25000'],
  steps: [
    { name: 'Branch_Manager', label: 'Branch manager', queue: 'Credit_Desk' },
    { name: 'Credit_Desk', label: 'Credit desk', queue: 'Credit_Desk', when: 'Amount__c > 100000' },
  ],
});

export const refundApproval = approval({
  name: 'Complaint__c.Refund',
  label: 'Refund',
  about: 'Refunds of more than 500.',
  entry: ['Complaint__c.Refunded__c', 'greaterThan', '500'],
  steps: [{ name: 'Complaints', label: 'Head of complaints', queue: 'Complaints' }],
});

export const duplicateRule = (name: string, about: string, matching: string): Files => {
  const object = name.slice(0, name.indexOf('.'));
  return {
    [pathOf.duplicateRule(name)]: metadataFile('DuplicateRule', [
      ...values({
        actionOnInsert: 'Allow',
        actionOnUpdate: 'Allow',
        alertText: about,
        isActive: true,
        masterLabel: name.slice(name.indexOf('.') + 1).replaceAll('_', ' '),
        securityOption: 'EnforceSharingRules',
        sortOrder: 1,
      }),
      [
        'duplicateRuleMatchRules',
        [
          ['matchRuleSObjectType', object],
          ['matchingRule', matching],
        ],
      ],
      ['operationsOnInsert', 'Alert'],
      ['operationsOnUpdate', 'Report'],
    ]),
  };
};

export const notification = (name: string, label: string, about: string): Files => ({
  [pathOf.notification(name)]: metadataFile(
    'CustomNotificationType',
    values({
      customNotifTypeName: name,
      description: about,
      desktop: true,
      masterLabel: label,
      mobile: true,
    }),
  ),
});

export const remoteSites: Files = files(
  pathOf.remoteSite,
  [
    ['Billing', 'https://billing.acme.example', 'Invoices, every night.'],
    ['Core_Banking', 'https://core.acme.example', 'Balances and limits.'],
  ].map(([name = '', url = '', description = '']) => [
    name,
    metadataFile(
      'RemoteSiteSetting',
      values({ description, disableProtocolSecurity: false, isActive: true, url }),
    ),
  ]),
);

export const mapTiles: Files = {
  [pathOf.trustedUrl('Map_Tiles')]: metadataFile(
    'CspTrustedSite',
    values({
      context: 'All',
      description: 'Pictures of the branch map.',
      endpointUrl: 'https://tiles.acme.example',
      isActive: true,
      isApplicableToConnectSrc: false,
      isApplicableToImgSrc: true,
    }),
  ),
};

export const branchChosen: Files = {
  [pathOf.messageChannel('BranchChosen')]: metadataFile('LightningMessageChannel', [
    ...values({
      description: 'Which branch is chosen on the map.',
      isExposed: false,
      masterLabel: 'Branch Chosen',
    }),
    ['lightningMessageFields', values({ description: 'Its record id.', fieldName: 'branchId' })],
  ]),
};
