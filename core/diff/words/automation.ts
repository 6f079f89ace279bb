// Words for rules and processes: workflow, assignment, approval, sharing, duplicates.

import { labelled, textOf, type WordTable } from './type-words.ts';

const criteria = `
  booleanFilter filter logic
  criteriaItems criterion
  duplicateRuleFilterItems Filter
  exitCriteriaFilterItems Exit criterion
  milestoneCriteriaFilterItems criterion
  ruleItems Filter`;

const entries: WordTable = {
  nouns: `${criteria}
    assignmentRule Rule
    autoResponseRule Rule
    escalationRule Rule
    ruleEntry entry
    senderEmail sender’s email
    template email template`,
  plurals: 'ruleEntry entries',
  hint: (item) => (item.tag === 'ruleEntry' ? textOf(item, 'assignedTo', 'senderEmail') : undefined),
};

const rule: WordTable = { nouns: criteria };

export const automationWords: Readonly<Record<string, WordTable>> = {
  Workflow: {
    nouns: `${criteria}
      alerts Email alert
      ccEmails additional email
      fieldUpdates Field update
      outboundMessages Outbound message
      protected protected component
      rules Rule
      rules/triggerType evaluated
      send Post
      tasks Task
      workflowTimeTriggers time trigger`,
    name: (item) => (item.tag === 'recipients' ? textOf(item, 'recipient', 'field', 'type') : labelled(item)),
  },
  AssignmentRules: entries,
  AutoResponseRules: entries,
  EscalationRules: entries,
  ApprovalProcess: {
    nouns: `${criteria}
      allowedSubmitters Initial submitter
      approvalPageFields Approval page
      approvalStep Step
      entryCriteria entry criteria
      finalApprovalActions Final approval
      finalApprovalRecordLock Record lock after approval
      finalRejectionActions Final rejection
      finalRejectionRecordLock Record lock after rejection
      initialSubmissionActions Initial submission
      recallActions Recall
      recordEditability Record editability`,
    silent: 'assignedApprover approvalPageFields',
    name: (item) =>
      item.tag === 'approver' ? textOf(item, 'name', 'type') : (textOf(item, 'submitter') ?? labelled(item)),
  },
  DuplicateRule: {
    nouns: `${criteria}
      actionOnInsert Action on create
      actionOnUpdate Action on edit
      duplicateRuleMatchRules Matching rule
      operationsOnInsert On create
      operationsOnUpdate On edit`,
    silent: 'duplicateRuleFilter objectMapping',
  },
  MatchingRules: { nouns: 'matchingRules Matching rule\n matchingRuleItems criterion' },
  EntitlementProcess: rule,
  Territory2Rule: rule,
  RestrictionRule: rule,
  SharingRules: {
    nouns: `${criteria}
      sharingCriteriaRules Criteria-based sharing rule
      sharingGuestRules Guest user sharing rule
      sharingOwnerRules Owner-based sharing rule
      sharingTerritoryRules Territory sharing rule
      accessLevel access
      sharedFrom owned by
      sharedTo shared with
      roleAndSubordinates role and subordinates
      roleAndSubordinatesInternal role and internal subordinates`,
    silent: 'accountSettings',
  },
};
