// Complaints, which were built on a branch of their own, and what became of them.

import { complaintOfficer } from '../access/lending-sets.ts';
import { mutingSet, queues, serviceQueues, setGroup } from '../access/people-and-groups.ts';
import { serviceDesk } from '../access/profiles.ts';
import { duplicateRule, mapTiles, notification, refundApproval } from '../automation.ts';
import { complaintClasses } from '../code/lending.ts';
import { complaintTimer } from '../code/lightning.ts';
import { complaintTrigger } from '../code/pages-and-triggers.ts';
import { apex } from '../code-files.ts';
import { layouts, serviceLayouts } from '../layouts.ts';
import { fields, serviceFields } from '../objects/field-tables.ts';
import { ownObjects, serviceObjects } from '../objects/object-table.ts';
import { cardProcess, recordTypes, serviceTypes } from '../objects/record-types.ts';
import { serviceRules, validationRules } from '../objects/rules.ts';
import { compactLayouts, listViews, serviceCompact, serviceLists } from '../objects/views.ts';
import { quickActions, serviceActions } from '../pages/actions.ts';
import { customerCare, serviceTabs } from '../pages/navigation.ts';
import { all, apexPath, lwcPath, pathIn, pathOf, permissions } from '../paths.ts';
import { people } from '../people.ts';
import type { Told } from '../tell.ts';

const { ada, sam, mia, leo, nora } = people;
const object = 'Complaint__c';

export const complaints: readonly Told[] = [
  {
    at: '2025-10-30T16:00:00Z',
    by: ada,
    message: "Merge branch 'complaints'",
    branch: [
      {
        at: '2025-10-15T09:45:00Z',
        by: mia,
        message: 'Complaints: object, fields, rules',
        files: {
          ...ownObjects(serviceObjects),
          ...fields(serviceFields),
          ...validationRules(serviceRules),
          ...cardProcess,
          ...recordTypes(serviceTypes),
        },
      },
      {
        at: '2025-10-22T11:10:00Z',
        by: sam,
        message: 'Complaints: deadlines',
        files: { ...all(complaintClasses, apex), ...complaintTrigger, ...complaintTimer },
      },
      {
        at: '2025-10-29T08:30:00Z',
        by: mia,
        message: 'Complaints: pages and queues',
        files: {
          ...layouts(serviceLayouts),
          ...listViews(serviceLists),
          ...compactLayouts(serviceCompact),
          ...serviceTabs,
          ...customerCare,
          ...quickActions(serviceActions),
          ...queues(serviceQueues),
          ...notification('Complaint_Due', 'Complaint due', 'Three days before the regulator’s deadline.'),
          ...mapTiles,
        },
        edits: [[pathIn.field(object, 'Root_Cause__c'), '<visibleLines>3<', '<visibleLines>5<']],
      },
    ],
  },
  {
    at: '2025-11-04T10:15:00Z',
    by: leo,
    message: 'The service desk, and who may refund',
    files: {
      [pathOf.profile('Service Desk')]: serviceDesk,
      ...permissions('Complaint_Officer', complaintOfficer),
      ...refundApproval,
      ...mutingSet,
      ...setGroup('Service_Team', 'Everybody at the service desk.', ['Service_Agent', 'Complaint_Officer']),
      ...setGroup('Branch_Team', 'Everybody in a branch.', ['Sales_User', 'Lending_User'], 'No_Deletes'),
      ...duplicateRule(
        'Contact.Same_Person',
        'This person is known already.',
        'Standard_Contact_Match_Rule_v1_1',
      ),
    },
  },
  {
    at: '2025-12-11T14:35:00Z',
    by: sam,
    message: 'Complaints turn red five days before',
    edits: [[lwcPath('complaintTimer', 'js'), 'this.daysLeft < 3', 'this.daysLeft < 5']],
  },
  {
    at: '2026-01-27T08:25:00Z',
    by: mia,
    message: 'Answers within ten days',
    edits: [
      [pathIn.field(object, 'Answer_Due__c'), 'Received_On__c + 15', 'Received_On__c + 10'],
      [apexPath('ComplaintDeadlines'), 'addDays(3)', 'addDays(2)'],
    ],
  },
  {
    at: '2026-03-17T09:55:00Z',
    by: leo,
    message: 'Officers see complaints of others',
    edits: [
      [pathOf.permissionSet('Complaint_Officer'), '<viewAllRecords>true<', '<viewAllRecords>false<'],
      [
        pathOf.permissionSetGroup('Service_Team'),
        '<permissionSets>Service_Agent<',
        '<permissionSets>Service_Lead<',
      ],
    ],
  },
  {
    at: '2026-03-18T07:45:00Z',
    by: leo,
    message: 'Revert “Officers see complaints of others”',
    undoes: 'Officers see complaints of others',
  },
  {
    at: '2026-04-15T13:00:00Z',
    by: mia,
    message: 'Complaints by mail',
    edits: [
      [
        pathIn.field(object, 'Channel__c'),
        '            <value>\n                <fullName>Web</fullName>',
        '            <value>\n                <fullName>Mail</fullName>\n                <default>false</default>\n                <label>Mail</label>\n            </value>\n            <value>\n                <fullName>Web</fullName>',
      ],
      [pathOf.queue('Complaints'), 'complaints@acme.example', 'complaint-desk@acme.example'],
    ],
  },
  {
    at: '2026-05-27T10:40:00Z',
    by: nora,
    message: 'Refunds of more than 1,000 are approved',
    edits: [
      [pathOf.approvalProcess(`${object}.Refund`), '<value>500</value>', '<value>1000</value>'],
      [pathOf.approvalProcess(`${object}.Refund`), 'more than 500.', 'more than 1,000.'],
    ],
  },
  {
    at: '2026-06-30T15:25:00Z',
    by: sam,
    message: 'Same persons are blocked, not only told',
    edits: [
      [pathOf.duplicateRule('Contact.Same_Person'), '<actionOnInsert>Allow<', '<actionOnInsert>Block<'],
    ],
  },
  {
    at: '2026-08-04T09:10:00Z',
    by: mia,
    message: 'The root cause stands beside the outcome',
    edits: [
      [
        pathOf.layout(`${object}-Complaint Layout`),
        '<behavior>Edit</behavior>\n                <field>Root_Cause__c</field>',
        '<behavior>Required</behavior>\n                <field>Root_Cause__c</field>',
      ],
      [pathIn.listView(object, 'Due_This_Week'), 'THIS_WEEK', 'NEXT_N_DAYS:7'],
    ],
  },
  {
    at: '2026-09-22T11:30:00Z',
    by: nora,
    message: 'Refunds need their claim',
    edits: [
      [
        pathIn.rule(object, 'Refund_Within_Claim'),
        'Refunded__c &gt; Claimed__c',
        'OR(ISBLANK(Claimed__c), Refunded__c &gt; Claimed__c)',
      ],
    ],
  },
];
