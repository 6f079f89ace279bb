// Which metadata types Setup's nodes list, and where Setup shows a component. Source: public lists of Setup's addresses.

import { childNamed } from '../metadata/types.ts';
import type { Components, OrgComponent } from '../state/components.ts';

/** Node → the types of its list. */
const listedIn: Readonly<Record<string, readonly string[]>> = {
  ApexClasses: ['ApexClass'],
  ApexComponents: ['ApexComponent'],
  ApexPages: ['ApexPage'],
  ApexTriggers: ['ApexTrigger'],
  ApprovalProcesses: ['ApprovalProcess'],
  CommunicationTemplatesEmail: ['EmailTemplate'],
  CustomMetadata: ['CustomMetadata'],
  CustomNotifications: ['CustomNotificationType'],
  CustomPermissions: ['CustomPermission'],
  CustomReportTypes: ['ReportType'],
  CustomTabs: ['CustomTab'],
  DuplicateRules: ['DuplicateRule'],
  EnhancedProfiles: ['Profile'],
  ExternalStrings: ['CustomLabel'],
  FlexiPageList: ['FlexiPage'],
  Flows: ['Flow'],
  LightningComponentBundles: ['LightningComponentBundle', 'AuraDefinitionBundle'],
  LightningMessageChannels: ['LightningMessageChannel'],
  MatchingRules: ['MatchingRule'],
  NamedCredential: ['NamedCredential', 'ExternalCredential'],
  NavigationMenus: ['CustomApplication'],
  PathAssistantSetupHome: ['PathAssistant'],
  PermSetGroups: ['PermissionSetGroup', 'MutingPermissionSet'],
  PermSets: ['PermissionSet'],
  Picklists: ['GlobalValueSet'],
  PublicGroups: ['Group'],
  Queues: ['Queue'],
  Roles: ['Role'],
  SecurityCspTrustedSite: ['CspTrustedSite'],
  SecurityRemoteProxy: ['RemoteSiteSetting'],
  StaticResources: ['StaticResource'],
  WorkflowEmails: ['WorkflowAlert'],
  WorkflowFieldUpdates: ['WorkflowFieldUpdate'],
  WorkflowRules: ['WorkflowRule'],
};

/** Nodes that list the processes of one object. */
const processNodes: Readonly<Record<string, string>> = {
  CaseProcess: 'Case',
  LeadProcess: 'Lead',
  OpportunityProcess: 'Opportunity',
};

/** What a node lists; undefined for a node that is no list. */
export function componentsOf(components: Components, node: string): OrgComponent[] | undefined {
  const object = processNodes[node];
  if (object) return components.list('BusinessProcess').filter((each) => objectOf(each) === object);
  return listedIn[node]?.flatMap((type) => components.list(type));
}

interface Section {
  readonly name: string;
  readonly label: string;
  readonly types: readonly string[];
}

/** What Object Manager has of an object, in its order. */
export const objectSections: readonly Section[] = [
  { name: 'FieldsAndRelationships', label: 'Fields & Relationships', types: ['CustomField'] },
  { name: 'PageLayouts', label: 'Page Layouts', types: ['Layout'] },
  { name: 'ButtonsLinksActions', label: 'Buttons, Links, and Actions', types: ['WebLink', 'QuickAction'] },
  { name: 'CompactLayouts', label: 'Compact Layouts', types: ['CompactLayout'] },
  { name: 'FieldSets', label: 'Field Sets', types: ['FieldSet'] },
  { name: 'RecordTypes', label: 'Record Types', types: ['RecordType'] },
  { name: 'ValidationRules', label: 'Validation Rules', types: ['ValidationRule'] },
];

const sectionOf = (type: string) => objectSections.find((section) => section.types.includes(type));

function nodeOf(type: string, object: string | undefined): string | undefined {
  if (type === 'BusinessProcess')
    return Object.keys(processNodes).find((node) => processNodes[node] === object);
  return Object.keys(listedIn).find((node) => listedIn[node]?.includes(type));
}

/** The object that a component belongs to: `Account.Name`, `Account-Account Layout`. */
export function objectOf({ type, fullName }: Pick<OrgComponent, 'type' | 'fullName'>): string | undefined {
  if (type === 'Layout') return fullName.slice(0, fullName.indexOf('-'));
  const inObject = childNamed(type)?.parent === 'CustomObject' || type === 'QuickAction';
  const dot = fullName.indexOf('.');
  return inObject && dot > 0 ? fullName.slice(0, dot) : undefined;
}

/** Path of the Setup page that shows it; of what Setup has no page for, the page of its object or Setup's home. */
export function setupPath({ type, fullName, id }: Pick<OrgComponent, 'type' | 'fullName' | 'id'>): string {
  const page = (node: string) => `/lightning/setup/${node}/page?address=${encodeURIComponent(`/${id}`)}`;
  if (type === 'CustomObject' && fullName.endsWith('__mdt')) return page('CustomMetadata');
  if (type === 'CustomObject' && fullName.endsWith('__e')) return page('EventObjects');
  const manager = '/lightning/setup/ObjectManager';
  if (type === 'CustomObject') return `${manager}/${fullName}/Details/view`;
  const object = objectOf({ type, fullName });
  const section = sectionOf(type);
  if (object && section) return `${manager}/${object}/${section.name}/${id}/view`;
  const node = nodeOf(type, object);
  if (node) return page(node);
  return object ? `${manager}/${object}/Details/view` : '/lightning/setup/SetupOneHome/home';
}
