// The validation rules of the sample org: what must not be saved, and what people are told then.

import { type Files, pathIn } from '../paths.ts';
import { metadataFile, values } from '../xml.ts';

type Row = readonly [
  object: string,
  name: string,
  refusedWhen: string,
  message: string,
  /** Field that the message stands at; the top of the page when left out. */
  field?: string,
];

export const salesRules: readonly Row[] = [
  [
    'Opportunity',
    'Discount_Within_Limits',
    'AND(\n  Discount__c > 0.15,\n  NOT($Permission.Grant_High_Discount)\n)',
    'Discounts of more than 15 % need the permission for high discounts.',
    'Discount__c',
  ],
  [
    'Lead',
    'Score_From_0_To_100',
    'OR(Score__c < 0, Score__c > 100)',
    'A score is from 0 to 100.',
    'Score__c',
  ],
];

export const customerRules: readonly Row[] = [
  [
    'Account',
    'Credit_Limit_Of_Risky_Customers',
    'AND(\n  ISPICKVAL(Risk_Class__c, "D"),\n  Credit_Limit__c > 0\n)',
    'Customers of class D have no credit limit.',
    'Credit_Limit__c',
  ],
  [
    'Account',
    'Customer_Since_Is_Past',
    'Customer_Since__c > TODAY()',
    'Nobody is a customer since tomorrow.',
    'Customer_Since__c',
  ],
];

export const lendingRules: readonly Row[] = [
  [
    'Loan_Application__c',
    'Amount_Is_Positive',
    'Amount__c <= 0',
    'The amount must be more than zero.',
    'Amount__c',
  ],
  [
    'Loan_Application__c',
    'Term_From_6_To_84',
    'OR(Term_Months__c < 6, Term_Months__c > 84)',
    'Loans run from 6 to 84 months.',
    'Term_Months__c',
  ],
  [
    'Loan_Application__c',
    'Decision_Needs_A_Date',
    'AND(\n  OR(ISPICKVAL(Status__c, "Approved"), ISPICKVAL(Status__c, "Declined")),\n  ISBLANK(Decision_Date__c)\n)',
    'Say when it was decided.',
    'Decision_Date__c',
  ],
  [
    'Loan_Application__c',
    'Large_Loans_Need_Collateral',
    'AND(\n  Amount__c > 100000,\n  ISPICKVAL(Status__c, "Submitted"),\n  NOT(Second_Opinion__c)\n)',
    'Above 100,000 a second advisor has to sign before it is submitted.',
  ],
  [
    'Collateral__c',
    'Valued_Within_Two_Years',
    'Valued_On__c < TODAY() - 730',
    'The valuation is older than two years.',
    'Valued_On__c',
  ],
];

export const serviceRules: readonly Row[] = [
  [
    'Complaint__c',
    'Refund_Within_Claim',
    'Refunded__c > Claimed__c',
    'No more is refunded than was claimed.',
    'Refunded__c',
  ],
  [
    'Complaint__c',
    'Root_Cause_Of_Advice',
    'AND(\n  ISPICKVAL(Category__c, "Advice"),\n  Regulator_Told__c,\n  ISBLANK(Root_Cause__c)\n)',
    'Complaints about advice that the regulator knows need a root cause.',
  ],
];

export const validationRules = (rows: readonly Row[]): Files =>
  Object.fromEntries(
    rows.map(([object, name, refusedWhen, message, field]) => [
      pathIn.rule(object, name),
      metadataFile(
        'ValidationRule',
        values({
          fullName: name,
          active: true,
          errorConditionFormula: refusedWhen,
          errorDisplayField: field,
          errorMessage: message,
        }),
      ),
    ]),
  );
