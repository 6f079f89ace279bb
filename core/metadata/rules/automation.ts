// Rules and processes, and those parts of them that are components of their own (source-deploy-retrieve's registry).

import { below, type Table, type Tables } from './table.ts';

const ruleEntries = `
  - Ne ruleEntry
  ?field Mn criteriaItems
  minutesToEscalation J escalationAction
  #text V notifyEmail team`;

const ruleEntry: Table = { lists: ruleEntries, named: true };

const workflowParts = `
  #text V ccEmails fields
  type+field+recipient MJ recipients
  name W flowInputs
  name+type MW actions
  ?field Mn criteriaItems
  offsetFromField+timeLength+workflowTimeTriggerUnit J workflowTimeTriggers`;

const workflowPart: Table = { lists: workflowParts, named: true };

const matchingItems = `
  fieldName+matchingMethod Mn matchingRuleItems`;

export const automationTables: Tables = {
  Workflow: {
    lists: `
      fullName SM alerts fieldUpdates flowActions knowledgePublishes outboundMessages rules send tasks
      fullName W flowAutomation${workflowParts}`,
  },
  WorkflowAlert: workflowPart,
  WorkflowFieldUpdate: workflowPart,
  WorkflowFlowAction: workflowPart,
  WorkflowKnowledgePublish: workflowPart,
  WorkflowOutboundMessage: workflowPart,
  WorkflowRule: workflowPart,
  WorkflowSend: workflowPart,
  WorkflowTask: workflowPart,
  AssignmentRule: ruleEntry,
  AutoResponseRule: ruleEntry,
  EscalationRule: ruleEntry,
  AssignmentRules: { lists: `fullName SM assignmentRule${ruleEntries}` },
  AutoResponseRules: { lists: `fullName SM autoResponseRule${ruleEntries}` },
  EscalationRules: { lists: `fullName SM escalationRule${ruleEntries}` },
  ApprovalProcess: {
    lists: `
      type+submitter DW allowedSubmitters
      #text Vv approvalPageFields/field
      name We approvalStep
      name+type MW action
      type+name Je approver
      ?field Mn criteriaItems`,
  },
  DuplicateRule: {
    lists: `
      table+field+operation+value J duplicateRuleFilterItems
      matchingRule+matchRuleSObjectType DW duplicateRuleMatchRules
      inputField W mappingFields
      #text V operationsOnInsert operationsOnUpdate`,
    last: below('duplicateRuleFilterItems', 'sortOrder table'),
  },
  MatchingRules: { lists: `fullName SM matchingRules${matchingItems}` },
  MatchingRule: { lists: matchingItems, named: true },
  EntitlementProcess: {
    lists: `
      ?field Mn exitCriteriaFilterItems milestoneCriteriaFilterItems
      milestoneName D milestones
      name+type MW successActions actions
      timeLength+workflowTimeTriggerUnit J timeTriggers`,
  },
  MilestoneType: {},
  EmailServicesFunction: { lists: 'developerName W emailServicesAddresses' },
  PlatformCachePartition: { lists: 'cacheType W platformCachePartitionTypes' },
  Territory2Type: {},
  Territory2Rule: { lists: '?field Jn ruleItems' },
  Territory2Model: { lists: 'name W customFields', anyType: 'value' },
  ModerationRule: {
    lists: `
      entityName+fieldName W entitiesAndFields
      #text V userCriteria`,
  },
  RestrictionRule: {},
  TransactionSecurityPolicy: { lists: 'user W notifications' },
};
