// Types that Setup shows and that have no history yet, each with the reason.

const part = 'it lies inside a file it shares with others, whose history would have to be split';
const secrets =
  'it is nothing but the secrets of an app: never listed, read or kept, and refused where a repository has it';

/** By Metadata API type name. */
export const leftOut: Readonly<Record<string, string>> = {
  AssignmentRule: part,
  AutoResponseRule: part,
  CustomLabel: part,
  EscalationRule: part,
  MatchingRule: part,
  SharingCriteriaRule: part,
  SharingOwnerRule: part,
  WorkflowAlert: part,
  WorkflowFieldUpdate: part,
  WorkflowOutboundMessage: part,
  WorkflowRule: part,
  WorkflowTask: part,
  ExtlClntAppGlobalOauthSettings: secrets,
};
