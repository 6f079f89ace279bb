// Permission sets that came with lending and complaints.

import { permissionSet } from '../permission-sets.ts';

const may = (field: string, edit = true) => ({ field, edit, read: true });

export const lendingUser = permissionSet({
  label: 'Lending User',
  description: 'Enters and follows loan applications.',
  objects: { Branch__c: 'r', Collateral__c: 'cre', Loan_Application__c: 'cre' },
  fields: [
    may('Loan_Application__c.Branch__c'),
    may('Loan_Application__c.Decision_Date__c', false),
    may('Loan_Application__c.Interest_Rate__c'),
    may('Loan_Application__c.Notes__c'),
    may('Loan_Application__c.Purpose__c'),
    may('Loan_Application__c.Second_Opinion__c'),
    may('Collateral__c.Kind__c'),
    may('Collateral__c.Valued_On__c'),
  ],
  classes: ['LoanCalculator', 'LoanApplicationHandler'],
  tabs: ['Loan_Application__c'],
});

export const complaintOfficer = permissionSet({
  label: 'Complaint Officer',
  description: 'Answers complaints in time and tells the regulator.',
  objects: { Complaint__c: 'credv' },
  fields: [
    may('Complaint__c.Refunded__c'),
    may('Complaint__c.Regulator_Told__c'),
    may('Complaint__c.Root_Cause__c'),
  ],
  classes: ['ComplaintDeadlines'],
  user: ['RunReports'],
});
