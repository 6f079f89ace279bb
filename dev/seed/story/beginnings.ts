// The first months beside routing and pricing: objects, roles, pages of sales, and customers.

import { customPermissions, groups, queues, roles, salesQueues } from '../access/people-and-groups.ts';
import { creditDesk, integrationUser } from '../access/profiles.ts';
import { branchChosen, duplicateRule, notification, remoteSites } from '../automation.ts';
import { creditBanner, leadCard, money, quickConsent } from '../code/lightning.ts';
import { leadTrigger } from '../code/pages-and-triggers.ts';
import { coreBanking } from '../connections.ts';
import { customerLayouts, layouts, salesLayouts } from '../layouts.ts';
import { customerFields, fields, salesFields } from '../objects/field-tables.ts';
import { ownObjects, salesObjects, standardObjects } from '../objects/object-table.ts';
import { customerTypes, recordTypes } from '../objects/record-types.ts';
import { customerRules, salesRules, validationRules } from '../objects/rules.ts';
import {
  button,
  compactLayouts,
  customerCompact,
  fieldSet,
  listViews,
  salesCompact,
  salesLists,
} from '../objects/views.ts';
import { customerActions, quickActions, reportType } from '../pages/actions.ts';
import { accountPage, leadPage } from '../pages/flexi-pages.ts';
import { salesTabs } from '../pages/navigation.ts';
import { lwcPath, pathIn, pathOf } from '../paths.ts';
import { people } from '../people.ts';
import type { Told } from '../tell.ts';
import { globalValueSets, valueSets } from '../values.ts';

const { ada, sam, mia, leo, nora } = people;
const [region, segment, consent] = valueSets.map((row) => globalValueSets([row]));

export const beginnings: readonly Told[] = [
  {
    at: '2025-05-20T09:10:00Z',
    by: ada,
    message: 'Objects and fields that sales works with',
    files: { ...region, ...standardObjects, ...ownObjects(salesObjects), ...fields(salesFields) },
  },
  {
    at: '2025-05-22T14:25:00Z',
    by: leo,
    message: 'Roles, queues and groups',
    files: { ...roles, ...groups, ...queues(salesQueues) },
  },
  {
    at: '2025-05-28T08:50:00Z',
    by: mia,
    message: 'Layouts, lists and tabs of sales',
    files: {
      ...layouts(salesLayouts),
      ...listViews(salesLists),
      ...compactLayouts(salesCompact),
      ...salesTabs,
    },
  },
  {
    at: '2025-06-03T12:15:00Z',
    by: sam,
    message: 'A card with the score on the lead page',
    files: { ...leadCard, ...leadPage, ...leadTrigger, ...money },
  },
  {
    at: '2025-06-05T07:40:00Z',
    by: nora,
    message: 'Rules for discounts and scores',
    files: { ...validationRules(salesRules), ...customPermissions },
  },
  {
    at: '2025-06-18T16:30:00Z',
    by: leo,
    message: 'Invoices come from billing every night',
    files: {
      ...remoteSites,
      [pathOf.profile('Integration User Profile')]: integrationUser,
      ...duplicateRule(
        'Lead.Same_Company',
        'This company is a lead already.',
        'Standard_Lead_Match_Rule_v1_0',
      ),
    },
  },
  {
    at: '2025-07-08T09:00:00Z',
    by: ada,
    message: 'Customers: segments, risk classes, credit limits',
    files: {
      ...segment,
      ...consent,
      ...fields(customerFields),
      ...validationRules(customerRules),
      ...recordTypes(customerTypes),
      ...compactLayouts(customerCompact),
      ...layouts(customerLayouts),
    },
  },
  {
    at: '2025-07-10T13:05:00Z',
    by: sam,
    message: 'The page of a customer, with a banner for used-up credit',
    files: {
      ...accountPage,
      ...creditBanner,
      ...quickConsent,
      ...quickActions(customerActions),
      ...button('Account', 'Open_In_Core_Banking', 'https://core.acme.example/customers/{!Account.Id}'),
      ...fieldSet(
        'Account',
        'Risk_Review',
        'What the yearly review looks at.',
        'Risk_Class__c Credit_Limit__c',
      ),
      ...reportType('Customers_With_Credit', 'Account', {
        Customer: 'Name Segment__c',
        Risk: 'Risk_Class__c',
      }),
    },
  },
  {
    at: '2025-07-29T10:45:00Z',
    by: leo,
    message: 'Urgent leads are marked in the list',
    edits: [
      [pathIn.listView('Lead', 'Hot_Leads'), '<value>80</value>', '<value>75</value>'],
      [
        pathIn.field('Lead', 'Score__c'),
        '<label>Score</label>',
        '<inlineHelpText>From 0 to 100.</inlineHelpText>\n    <label>Score</label>',
      ],
    ],
  },
  {
    at: '2025-08-20T08:20:00Z',
    by: nora,
    message: 'Discounts up to 20 % without asking',
    edits: [
      [
        pathIn.rule('Opportunity', 'Discount_Within_Limits'),
        'Discount__c &gt; 0.15',
        'Discount__c &gt; 0.20',
      ],
      [pathIn.rule('Opportunity', 'Discount_Within_Limits'), 'more than 15 %', 'more than 20 %'],
      [pathOf.customPermission('Grant_High_Discount'), 'more than 15 %', 'more than 20 %'],
    ],
  },
  {
    at: '2025-09-11T15:35:00Z',
    by: ada,
    message: 'France is a region',
    edits: [
      [
        pathOf.globalValueSet('Region'),
        '    <description>',
        '    <customValue>\n        <fullName>France</fullName>\n        <default>false</default>\n        <label>France</label>\n    </customValue>\n    <description>',
      ],
    ],
  },
  {
    at: '2025-10-01T09:25:00Z',
    by: sam,
    message: 'leadCard is called leadScoreCard',
    moves: Object.fromEntries(
      ['html', 'js', 'js-meta.xml'].map((ending) => [
        lwcPath('leadCard', ending),
        lwcPath('leadScoreCard', ending),
      ]),
    ),
    edits: [
      [lwcPath('leadScoreCard', 'js'), 'class LeadCard', 'class LeadScoreCard'],
      [lwcPath('leadScoreCard', 'js-meta.xml'), 'Lead Card', 'Lead Score Card'],
      [pathOf.flexiPage('Lead_Record'), '<componentName>leadCard<', '<componentName>leadScoreCard<'],
    ],
  },
  {
    at: '2025-11-20T11:50:00Z',
    by: mia,
    message: 'Invoices show when they are due',
    edits: [
      [pathIn.listView('Invoice__c', 'Overdue'), '<label>Overdue</label>', '<label>Overdue Invoices</label>'],
    ],
    files: {
      ...notification('Invoice_Overdue', 'Invoice overdue', 'To the owner of the account.'),
      ...branchChosen,
    },
  },
  {
    at: '2025-12-09T13:45:00Z',
    by: leo,
    message: 'The credit desk has a profile of its own',
    files: { [pathOf.profile('Credit Desk')]: creditDesk },
  },
  {
    at: '2025-12-17T09:40:00Z',
    by: nora,
    message: 'Balances come from core banking, by a named credential',
    files: coreBanking,
  },
  {
    at: '2026-02-03T10:05:00Z',
    by: sam,
    message: 'Consents are recorded on the contact itself; the old action goes',
    removes: ['.cmp', 'Controller.js', '.cmp-meta.xml'].map(
      (ending) => `force-app/main/default/aura/QuickConsent/QuickConsent${ending}`,
    ),
    edits: [[pathIn.field('Contact', 'Consent__c'), '<visibleLines>4<', '<visibleLines>6<']],
  },
  {
    at: '2026-03-25T16:10:00Z',
    by: nora,
    message: 'Core banking has a second version of its API',
    edits: [[pathOf.namedCredential('Core_Banking'), 'core.acme.example/api<', 'core.acme.example/api/v2<']],
  },
  {
    at: '2026-04-21T08:35:00Z',
    by: nora,
    message: 'Only the head of risk changes risk classes',
    edits: [
      [
        pathIn.rule('Account', 'Credit_Limit_Of_Risky_Customers'),
        'ISPICKVAL(Risk_Class__c, &quot;D&quot;),',
        'ISPICKVAL(Risk_Class__c, &quot;D&quot;),\n  NOT($Permission.Change_Risk_Class),',
      ],
      [
        pathOf.customPermission('Change_Risk_Class'),
        'the yearly review.',
        'the yearly review: the head of risk only.',
      ],
    ],
  },
];
