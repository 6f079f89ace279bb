// Upkeep: formatting, API versions, order and spelling; changes that mean little and touch much.

import { apexPath, pathIn, pathOf, triggerPath } from '../paths.ts';
import { people } from '../people.ts';
import type { Edit, Told } from '../tell.ts';

const { ada, sam, leo } = people;

const pages = [
  ...['Account-Business Customer Layout', 'Account-Private Customer Layout', 'Branch__c-Branch Layout'],
  ...['Invoice__c-Invoice Layout', 'Lead-Lead Layout', 'Territory__c-Territory Layout'],
].map((name) => pathOf.layout(name));
const lightning = ['Branch_Home', 'Customer_Record', 'Lead_Record'].map((name) => pathOf.flexiPage(name));

/** Two spaces for four: the same document to every reader but a diff of lines. */
const narrow = (text: string) => text.replace(/^ +/gm, (indent) => ' '.repeat(indent.length / 2));

/** Field permissions the other way round: a retrieve promises no order. */
function reordered(text: string): string {
  const blocks = text.match(/ {4}<fieldPermissions>[\s\S]*?<\/fieldPermissions>\n/g) ?? [];
  return text.replace(blocks.join(''), blocks.toReversed().join(''));
}

const newer = (path: string): Edit => [`${path}-meta.xml`, '>64.0<', '>65.0<'];

export const upkeep: readonly Told[] = [
  {
    at: '2026-01-08T17:05:00Z',
    by: sam,
    message: 'Format pages with two spaces',
    rewrites: [...pages, ...lightning].map((path) => [path, narrow] as const),
  },
  {
    at: '2026-01-09T08:30:00Z',
    by: ada,
    message: 'Revert “Format pages with two spaces”: retrieves bring four back',
    undoes: 'Format pages with two spaces',
  },
  {
    at: '2026-02-19T16:45:00Z',
    by: leo,
    message: 'Retrieve permission sets again',
    rewrites: [[pathOf.permissionSet('Lending_User'), reordered]],
  },
  {
    at: '2026-06-17T09:00:00Z',
    by: sam,
    message: 'API version 65 where tests ran',
    edits: [
      ...['LoanCalculator', 'LoanApplicationHandler', 'RiskSurcharges', 'ComplaintDeadlines'].map((name) =>
        newer(apexPath(name)),
      ),
      ...['LoanApplicationTrigger', 'ComplaintTrigger', 'LeadTrigger'].map((name) =>
        newer(triggerPath(name)),
      ),
    ],
  },
  {
    at: '2026-07-22T13:20:00Z',
    by: leo,
    message: 'Say what fields are for',
    edits: [
      ['Account', 'Segment__c', 'Segment', 'Decides who looks after the customer.'],
      ['Account', 'Home_Branch__c', 'Home Branch', 'The branch that advises the customer.'],
      ['Invoice__c', 'Due_On__c', 'Due On', 'Fourteen days after it was sent.'],
      ['Branch__c', 'Manager__c', 'Manager', 'Signs for the branch.'],
      ['Order', 'Region__c', 'Region', 'Where it is delivered to.'],
      ['Territory__c', 'Owner__c', 'Owner', 'Gets the leads.'],
    ].map(
      ([object = '', field = '', label = '', help = '']): Edit => [
        pathIn.field(object, field),
        `<label>${label}</label>`,
        `<inlineHelpText>${help}</inlineHelpText>\n    <label>${label}</label>`,
      ],
    ),
  },
  {
    at: '2026-09-16T10:25:00Z',
    by: leo,
    message: 'The Nordics report to the board',
    edits: [
      [pathOf.role('Region_Nordics'), '<parentRole>Head_Of_Sales<', '<parentRole>Board<'],
      [pathOf.role('Branch_Manager'), '<description>Branch Manager', '<description>A branch manager'],
    ],
  },
  {
    at: '2026-10-06T14:15:00Z',
    by: ada,
    message: 'Colours of the new brand',
    edits: [
      [pathOf.application('Branch_Banking'), '#1B5E8C', '#0B5CAB'],
      [pathOf.application('Customer_Care'), '#7A3E9D', '#0B5CAB'],
      [pathOf.tab('Invoice__c'), 'Custom17: Sticky', 'Custom48: Wallet'],
    ],
  },
];
