// Tabs and apps of the sample org.

import { type Files, files, pathOf } from '../paths.ts';
import { each, metadataFile, values } from '../xml.ts';

const tabRows = (rows: readonly (readonly [object: string, motif: string])[]): Files =>
  files(
    pathOf.tab,
    rows.map(([object, motif]) => [object, metadataFile('CustomTab', values({ customObject: true, motif }))]),
  );

export const salesTabs = tabRows([
  ['Territory__c', 'Custom93: Globe'],
  ['Invoice__c', 'Custom17: Sticky'],
]);
export const lendingTabs = tabRows([
  ['Branch__c', 'Custom24: Building'],
  ['Loan_Application__c', 'Custom41: Cash'],
]);
export const serviceTabs: Files = {
  ...tabRows([['Complaint__c', 'Custom68: Gears']]),
  [pathOf.tab('Branch_Finder')]: metadataFile(
    'CustomTab',
    values({
      description: 'All branches on a map.',
      label: 'Branch Finder',
      lwcComponent: 'branchMap',
      motif: 'Custom24: Building',
    }),
  ),
};

const app = (name: string, about: string, colour: string, tabs: readonly string[]): Files => ({
  [pathOf.application(name)]: metadataFile('CustomApplication', [
    ['brand', values({ headerColor: colour, shouldOverrideOrgTheme: false })],
    ...values({
      description: about,
      isNavAutoTempTabsDisabled: false,
      isNavPersonalizationDisabled: false,
      isNavTabPersistenceDisabled: false,
      label: name.replaceAll('_', ' '),
      navType: 'Standard',
      uiType: 'Lightning',
    }),
    ...each('formFactors', ['Small', 'Large']),
    ...each('tabs', tabs),
  ]),
});

export const branchBanking = app('Branch_Banking', 'Customers, applications and branches.', '#1B5E8C', [
  'standard-home',
  'standard-Account',
  'standard-Contact',
  'Loan_Application__c',
  'Branch__c',
]);
export const customerCare = app('Customer_Care', 'Cases and complaints.', '#7A3E9D', [
  'standard-home',
  'standard-Case',
  'Complaint__c',
]);
