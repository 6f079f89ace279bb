// Lending: how it was built in the summer of 2025.

import { lendingUser } from '../access/lending-sets.ts';
import { lendingQueues, queues } from '../access/people-and-groups.ts';
import { branchAdvisor } from '../access/profiles.ts';
import { loanApproval } from '../automation.ts';
import { lendingClasses, offerClass } from '../code/lending.ts';
import { branchMap, loanCalculator, rateModule } from '../code/lightning.ts';
import { letterHead, loanTrigger, offerPage } from '../code/pages-and-triggers.ts';
import { apex } from '../code-files.ts';
import { layouts, lendingLayouts } from '../layouts.ts';
import { fields, lendingFields } from '../objects/field-tables.ts';
import { eventObject, lendingObjects, metadataObject, ownObjects } from '../objects/object-table.ts';
import { lendingProcess, lendingTypes, recordTypes } from '../objects/record-types.ts';
import { lendingRules, validationRules } from '../objects/rules.ts';
import {
  button,
  compactLayouts,
  fieldSet,
  lendingCompact,
  lendingLists,
  listViews,
} from '../objects/views.ts';
import { loanPath, reportType } from '../pages/actions.ts';
import { branchHome, loanPage } from '../pages/flexi-pages.ts';
import { branchBanking, lendingTabs } from '../pages/navigation.ts';
import { all, base, pathOf, permissions } from '../paths.ts';
import { people } from '../people.ts';
import type { Told } from '../tell.ts';
import { approvalLimits, riskSurcharges } from '../values.ts';

const { ada, sam, mia, leo, nora } = people;

export const lending: readonly Told[] = [
  {
    at: '2025-06-24T09:30:00Z',
    by: ada,
    message: 'Lending: branches, applications and collateral',
    files: {
      ...ownObjects(lendingObjects),
      ...metadataObject(
        'Approval_Limit__mdt',
        'Approval Limit',
        'Approval Limits',
        'Who may decide how much.',
      ),
      ...metadataObject(
        'Risk_Surcharge__mdt',
        'Risk Surcharge',
        'Risk Surcharges',
        'Points for each risk class.',
      ),
      ...eventObject('Rate_Change__e', 'Rate Change', 'Rate Changes', 'Treasury changed a rate.'),
      ...fields(lendingFields),
    },
  },
  {
    at: '2025-06-26T14:10:00Z',
    by: nora,
    message: 'What a loan application must say',
    files: {
      ...validationRules(lendingRules),
      ...lendingProcess,
      ...recordTypes(lendingTypes),
      ...approvalLimits,
      ...riskSurcharges,
    },
  },
  {
    at: '2025-07-01T11:20:00Z',
    by: sam,
    message: 'Monthly rates and surcharges in code',
    files: { ...all(lendingClasses, apex), ...loanTrigger },
  },
  {
    at: '2025-07-02T08:05:00Z',
    by: mia,
    message: 'Pages, lists and the app of the branches',
    files: {
      ...layouts(lendingLayouts),
      ...listViews(lendingLists),
      ...compactLayouts(lendingCompact),
      ...lendingTabs,
      ...branchBanking,
      ...loanPath,
      ...reportType('Loan_Applications', 'Loan_Application__c', {
        Application: 'Name Status__c Amount__c',
        Decision: 'Decision_Date__c Interest_Rate__c',
      }),
    },
  },
  {
    at: '2025-07-15T15:40:00Z',
    by: sam,
    message: 'A calculator on the page of an application',
    files: {
      ...loanCalculator,
      [`${base}/lwc/loanCalculator/rate.js`]: rateModule,
      ...branchMap,
      ...loanPage,
      ...branchHome,
    },
  },
  {
    at: '2025-07-17T10:00:00Z',
    by: leo,
    message: 'Branch advisors, and what they may see',
    files: {
      [pathOf.profile('Branch Advisor')]: branchAdvisor({
        creditLimits: 'edit',
        exports: true,
        margins: 'edit',
      }),
      ...permissions('Lending_User', lendingUser),
      ...queues(lendingQueues),
    },
  },
  {
    at: '2025-08-05T13:30:00Z',
    by: nora,
    message: 'Loans above 25,000 are decided by two',
    files: loanApproval,
  },
  {
    at: '2025-08-27T09:15:00Z',
    by: sam,
    message: 'Print an offer',
    files: {
      ...apex(...offerClass),
      ...offerPage,
      ...letterHead,
      ...button('Loan_Application__c', 'Print_Offer', '/apex/OfferLetter?id={!Loan_Application__c.Id}'),
      ...fieldSet(
        'Loan_Application__c',
        'Offer',
        'What an offer tells.',
        'Amount__c Term_Months__c Interest_Rate__c',
      ),
    },
  },
];
