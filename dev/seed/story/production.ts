// What was changed in production itself and committed by nobody: what a first comparison finds.

import { branchAdvisor } from '../access/profiles.ts';
import { routeNewLeads } from '../flows.ts';
import { flow, lwcPath, pathIn, pathOf } from '../paths.ts';
import { people } from '../people.ts';
import type { Told } from '../tell.ts';

const { ada, sam, leo, nora } = people;
const loan = 'Loan_Application__c';

/** The last one is where a start begins. */
export const production: readonly Told[] = [
  {
    at: '2026-11-19T06:42:00Z',
    by: nora,
    message: 'Emergency: exports and credit limits for the auditors',
    files: {
      [pathOf.profile('Branch Advisor')]: branchAdvisor({
        creditLimits: 'edit',
        exports: true,
        insurance: true,
        complaints: true,
        margins: 'none',
      }),
    },
  },
  {
    at: '2026-11-20T18:05:00Z',
    by: sam,
    message: 'Emergency: rates with three decimals',
    edits: [[pathIn.field(loan, 'Interest_Rate__c'), '<scale>2<', '<scale>3<']],
  },
  {
    at: '2026-11-20T18:21:00Z',
    by: sam,
    message: 'Emergency: terms are not checked during the migration',
    edits: [[pathIn.rule(loan, 'Term_From_6_To_120'), '<active>true<', '<active>false<']],
  },
  {
    at: '2026-11-21T09:30:00Z',
    by: leo,
    message: 'A second opinion is required on the page',
    edits: [
      [
        pathOf.layout(`${loan}-Loan Application Layout`),
        '<behavior>Edit</behavior>\n                <field>Second_Opinion__c</field>',
        '<behavior>Required</behavior>\n                <field>Second_Opinion__c</field>',
      ],
    ],
  },
  {
    at: '2026-11-21T10:12:00Z',
    by: leo,
    message: 'Complaints turn red a week before',
    edits: [[lwcPath('complaintTimer', 'js'), 'this.daysLeft < 5', 'this.daysLeft < 7']],
  },
  {
    at: '2026-11-23T09:12:00Z',
    by: ada,
    message: 'Edited in Flow Builder',
    files: flow(
      'Route_New_Leads',
      routeNewLeads({
        vip: 1000,
        partners: true,
        notify: true,
        moved: true,
        priority: 'Urgent',
        industry: true,
        owner: 'Enterprise_Queue',
      }),
    ),
  },
];
