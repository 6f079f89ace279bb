// Types that lie inside a file they share with others: labels, what a workflow is made of, rules.

import { type Container, type Descriptor, part } from './descriptor.ts';

const labels: Container = { type: 'CustomLabels', directory: 'labels', suffix: 'labels', alone: true };
const workflow: Container = { type: 'Workflow', directory: 'workflows', suffix: 'workflow' };
const sharing: Container = { type: 'SharingRules', directory: 'sharingRules', suffix: 'sharingRules' };
const rules = (type: string, directory: string, suffix = directory): Container => ({
  type,
  directory,
  suffix,
});

export const partTypes = {
  CustomLabel: part('Custom label', labels, 'labels', '101'),
  WorkflowRule: part('Workflow rule', workflow, 'rules', '01Q'),
  WorkflowAlert: part('Email alert', workflow, 'alerts', '01W'),
  WorkflowFieldUpdate: part('Field update', workflow, 'fieldUpdates', '04Y'),
  WorkflowOutboundMessage: part('Outbound message', workflow, 'outboundMessages', '04k'),
  WorkflowTask: part('Workflow task', workflow, 'tasks', '01V'),
  AssignmentRule: part(
    'Assignment rule',
    rules('AssignmentRules', 'assignmentRules'),
    'assignmentRule',
    '01Q',
  ),
  AutoResponseRule: part(
    'Auto-response rule',
    rules('AutoResponseRules', 'autoResponseRules'),
    'autoResponseRule',
    '01Q',
  ),
  EscalationRule: part(
    'Escalation rule',
    rules('EscalationRules', 'escalationRules'),
    'escalationRule',
    '01Q',
  ),
  MatchingRule: part(
    'Matching rule',
    rules('MatchingRules', 'matchingRules', 'matchingRule'),
    'matchingRules',
    '0JD',
  ),
  // Each object's sharing rules have key prefixes of their own.
  SharingOwnerRule: part('Owner-based sharing rule', sharing, 'sharingOwnerRules', '00s 00u 01y 02A 03D'),
  SharingCriteriaRule: part(
    'Criteria-based sharing rule',
    sharing,
    'sharingCriteriaRules',
    '03G 03H 03I 0BV 0D4',
  ),
} satisfies Record<string, Descriptor>;
