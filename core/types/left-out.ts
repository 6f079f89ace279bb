// Types that Setup shows and that have no history yet, each with the reason.

const binary = 'its content need not be text';
const part = 'it lies inside a file it shares with others, whose history would have to be split';
const folder = 'its name holds a folder';
const secrets =
  'it is nothing but the secrets of an app: never listed, read or kept, and refused where a repository has it';
const unread = 'no call of Salesforce gives its whole document by name or id';

/** By Metadata API type name. */
export const leftOut: Readonly<Record<string, string>> = {
  Certificate: binary,
  ContentAsset: binary,
  Document: binary,
  StaticResource: binary,
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
  Dashboard: folder,
  EmailTemplate: folder,
  Report: folder,
  ExtlClntAppGlobalOauthSettings: secrets,
  ApexTestSuite: unread,
  Settings: 'each document is of a type of its own, which a list does not name',
  StandardValueSet: 'lists do not name it, and it has no id',
};
