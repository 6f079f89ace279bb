// Lending after it went live: rules that moved, rates that rose, a class of customers that went and came back.

import { branchAdvisor } from '../access/profiles.ts';
import { rateTrigger } from '../code/pages-and-triggers.ts';
import { lendingRules, validationRules } from '../objects/rules.ts';
import { apexPath, type Files, lwcPath, pathIn, pathOf } from '../paths.ts';
import { people } from '../people.ts';
import type { Edit, Told } from '../tell.ts';
import { riskSurcharges } from '../values.ts';

const { ada, sam, mia, leo, nora } = people;

const loan = 'Loan_Application__c';
const layout = pathOf.layout(`${loan}-Loan Application Layout`);
const advisors = pathOf.profile('Branch Advisor');
const surcharge = (riskClass: string) => pathOf.customMetadata(`Risk_Surcharge.Class_${riskClass}`);
const classD = surcharge('D');

/** The last version of a field's, a rule's or a page's number. */
const rate = (from: string, to: string): Edit => [
  pathOf.flexiPage('Loan_Application_Record'),
  `<value>${from}</value>`,
  `<value>${to}</value>`,
];

export const loansChange: readonly Told[] = [
  {
    at: '2025-09-16T08:40:00Z',
    by: nora,
    message: 'Bridge financing is a purpose',
    edits: [
      [
        pathIn.field(loan, 'Purpose__c'),
        '        </valueSetDefinition>',
        '            <value>\n                <fullName>Bridge financing</fullName>\n                <default>false</default>\n                <label>Bridge financing</label>\n            </value>\n        </valueSetDefinition>',
      ],
      [
        pathIn.recordType(loan, 'Business_Loan'),
        '        <values>\n            <fullName>Refinancing</fullName>',
        '        <values>\n            <fullName>Bridge financing</fullName>\n            <default>false</default>\n        </values>\n        <values>\n            <fullName>Refinancing</fullName>',
      ],
    ],
  },
  {
    at: '2025-09-30T14:55:00Z',
    by: leo,
    message: 'Advisors read margins and credit limits, no more',
    files: { [advisors]: branchAdvisor({ creditLimits: 'read', exports: true }) },
  },
  {
    at: '2025-10-14T09:50:00Z',
    by: sam,
    message: 'Loans of up to ten years',
    moves: { [pathIn.rule(loan, 'Term_From_6_To_84')]: pathIn.rule(loan, 'Term_From_6_To_120') },
    edits: [
      [
        pathIn.rule(loan, 'Term_From_6_To_120'),
        '<fullName>Term_From_6_To_84<',
        '<fullName>Term_From_6_To_120<',
      ],
      [pathIn.rule(loan, 'Term_From_6_To_120'), 'Term_Months__c &gt; 84', 'Term_Months__c &gt; 120'],
      [pathIn.rule(loan, 'Term_From_6_To_120'), '6 to 84 months', '6 to 120 months'],
      [lwcPath('loanCalculator', 'html'), 'max="84"', 'max="120"'],
    ],
  },
  {
    at: '2025-10-28T16:20:00Z',
    by: mia,
    message: 'Rate 4.9 %',
    edits: [rate('4.5', '4.9'), [lwcPath('loanCalculator', 'js'), 'yearlyRate = 4.5', 'yearlyRate = 4.9']],
  },
  {
    at: '2025-11-06T10:30:00Z',
    by: nora,
    message: 'Collateral counts with 55 %',
    edits: [
      [pathIn.field('Collateral__c', 'Lending_Value__c'), 'Market_Value__c * 0.6', 'Market_Value__c * 0.55'],
    ],
  },
  {
    at: '2025-11-14T08:15:00Z',
    by: nora,
    message: 'Revert “Collateral counts with 55 %”',
    undoes: 'Collateral counts with 55 %',
  },
  {
    at: '2025-12-02T09:05:00Z',
    by: mia,
    message: 'Notes move up, decisions to the right',
    edits: [
      [
        layout,
        '                <field>Decision_Date__c</field>\n            </layoutItems>\n',
        '                <field>Decision_Date__c</field>\n            </layoutItems>\n            <layoutItems>\n                <behavior>Edit</behavior>\n                <field>Notes__c</field>\n            </layoutItems>\n',
      ],
      [
        layout,
        '        <layoutColumns>\n            <layoutItems>\n                <behavior>Edit</behavior>\n                <field>Notes__c</field>\n            </layoutItems>\n        </layoutColumns>',
        '        <layoutColumns/>',
      ],
    ],
  },
  {
    at: '2025-12-16T15:10:00Z',
    by: sam,
    message: 'Rates are rounded as banks do',
    edits: [
      [
        apexPath('LoanCalculator'),
        'return (amount * rate * factor / (factor - 1)).setScale(2);',
        'return (amount * rate * factor / (factor - 1)).setScale(2, RoundingMode.HALF_EVEN);',
      ],
    ],
  },
  {
    at: '2026-01-12T09:40:00Z',
    by: nora,
    message: 'Large loans are checked by people; the rule goes',
    removes: [pathIn.rule(loan, 'Large_Loans_Need_Collateral')],
  },
  {
    at: '2026-01-20T11:15:00Z',
    by: leo,
    message: 'Limits of 2026: advisors decide up to 50,000',
    edits: [
      [pathOf.customMetadata('Approval_Limit.Advisor'), '>25000.0<', '>50000.0<'],
      [pathOf.approvalProcess(`${loan}.Decide_Loan`), '<value>25000</value>', '<value>50000</value>'],
      [pathIn.listView(loan, 'To_Be_Decided'), '<value>50000</value>', '<value>75000</value>'],
    ],
  },
  {
    at: '2026-02-10T08:55:00Z',
    by: nora,
    message: 'No loans to class D',
    removes: [classD],
  },
  {
    at: '2026-02-24T13:25:00Z',
    by: sam,
    message: 'Rates that treasury changes are heard',
    files: rateTrigger,
  },
  {
    at: '2026-03-11T10:20:00Z',
    by: leo,
    message: 'The insurance business is ours: advisors see policies and claims',
    files: { [advisors]: branchAdvisor({ creditLimits: 'read', exports: true, insurance: true }) },
  },
  {
    at: '2026-03-31T07:30:00Z',
    by: mia,
    message: 'Rate 5.1 %',
    edits: [rate('4.9', '5.1'), [lwcPath('loanCalculator', 'js'), 'yearlyRate = 4.9', 'yearlyRate = 5.1']],
  },
  {
    at: '2026-04-28T12:40:00Z',
    by: nora,
    message: 'Class C pays two points',
    edits: [[surcharge('C'), '>1.5<', '>2.0<']],
  },
  {
    at: '2026-05-12T09:35:00Z',
    by: nora,
    message: 'Large loans need a second advisor again',
    files: largeLoans(200_000),
  },
  {
    at: '2026-06-23T14:00:00Z',
    by: sam,
    message: 'A loan may take 40 % of an income',
    edits: [[apexPath('LoanCalculator'), 'MOST_OF_INCOME = 0.35', 'MOST_OF_INCOME = 0.40']],
  },
  {
    at: '2026-07-14T08:10:00Z',
    by: leo,
    message: 'Advisors export no reports, after the audit',
    files: { [advisors]: branchAdvisor({ creditLimits: 'read', insurance: true, complaints: true }) },
  },
  {
    at: '2026-08-11T10:50:00Z',
    by: nora,
    message: 'Class D again, with six points',
    files: { [classD]: riskSurcharges[classD]?.replace('>4.0<', '>6.0<') ?? '' },
  },
  {
    at: '2026-09-03T11:45:00Z',
    by: ada,
    message: 'Hotfix from production: offers without a rate',
    edits: [
      [
        apexPath('OfferLetterController'),
        '    public Decimal getMonthlyRate() {\n',
        '    public Decimal getMonthlyRate() {\n        if (application.Interest_Rate__c == null) {\n            return null;\n        }\n',
      ],
      [
        pathIn.field(loan, 'Interest_Rate__c'),
        '<trackHistory>true<',
        '<required>false</required>\n    <trackHistory>true<',
      ],
    ],
  },
  {
    at: '2026-10-20T09:20:00Z',
    by: leo,
    message: 'Margins are for the credit desk only',
    files: {
      [advisors]: branchAdvisor({ creditLimits: 'read', insurance: true, complaints: true, margins: 'none' }),
    },
  },
];

/** The rule that went in January, with another limit. */
function largeLoans(limit: number): Files {
  const path = pathIn.rule(loan, 'Large_Loans_Need_Collateral');
  const text = validationRules(lendingRules)[path] ?? '';
  const said = limit.toLocaleString('en-GB');
  return { [path]: text.replace('100000', String(limit)).replace('100,000', said) };
}
