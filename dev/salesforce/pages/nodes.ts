// Which metadata types Setup's nodes list, and where Setup shows a component. Source: public lists of Setup's addresses.

import { componentFacts } from '../metadata/facts.ts';
import { childNamed } from '../metadata/types.ts';
import type { Components, OrgComponent } from '../state/components.ts';

/** Node → the types of its list. */
const listedIn: Readonly<Record<string, readonly string[]>> = {
  ApexClasses: ['ApexClass'],
  ApexComponents: ['ApexComponent'],
  ApexPages: ['ApexPage'],
  ApexTriggers: ['ApexTrigger'],
  ApprovalProcesses: ['ApprovalProcess'],
  AuthProviders: ['AuthProvider'],
  CallCenters: ['CallCenter'],
  CertificatesAndKeysManagement: ['Certificate'],
  CommunicationTemplatesEmail: ['EmailTemplate'],
  ConnectedApplication: ['ConnectedApp'],
  CustomMetadata: ['CustomMetadata'],
  CustomNotifications: ['CustomNotificationType'],
  CustomPermissions: ['CustomPermission'],
  CustomReportTypes: ['ReportType'],
  CustomTabs: ['CustomTab'],
  DuplicateRules: ['DuplicateRule'],
  EmailToApexFunction: ['EmailServicesFunction'],
  EnhancedProfiles: ['Profile'],
  ExternalStrings: ['CustomLabel'],
  FlexiPageList: ['FlexiPage'],
  Flows: ['Flow'],
  LightningComponentBundles: ['LightningComponentBundle', 'AuraDefinitionBundle'],
  LightningMessageChannels: ['LightningMessageChannel'],
  ManageExternalClientApplication: ['ExternalClientApplication'],
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
  SecuritySharing: ['SharingOwnerRule', 'SharingCriteriaRule'],
  SetupNetworks: ['Network', 'CustomSite'],
  SingleSignOn: ['SamlSsoConfig'],
  SlaProcess: ['EntitlementProcess'],
  StaticResources: ['StaticResource'],
  WorkflowEmails: ['WorkflowAlert'],
  WorkflowFieldUpdates: ['WorkflowFieldUpdate'],
  WorkflowOutboundMessaging: ['WorkflowOutboundMessage'],
  WorkflowRules: ['WorkflowRule'],
  WorkflowTasks: ['WorkflowTask'],
};

/** Nodes that list what one object has of a type. */
const objectNodes: Readonly<Record<string, { readonly type: string; readonly object: string }>> = {
  CaseEscRules: { type: 'EscalationRule', object: 'Case' },
  CaseProcess: { type: 'BusinessProcess', object: 'Case' },
  CaseResponses: { type: 'AutoResponseRule', object: 'Case' },
  CaseRules: { type: 'AssignmentRule', object: 'Case' },
  LeadProcess: { type: 'BusinessProcess', object: 'Lead' },
  LeadResponses: { type: 'AutoResponseRule', object: 'Lead' },
  LeadRules: { type: 'AssignmentRule', object: 'Lead' },
  OpportunityProcess: { type: 'BusinessProcess', object: 'Opportunity' },
};

/** Nodes that list objects of one kind, which their names end in. */
const objectKinds: Readonly<Record<string, string>> = {
  BigObjects: '__b',
  EventObjects: '__e',
  ExternalObjects: '__x',
};

/** What a node lists; undefined for a node that is no list. */
export async function componentsOf(
  components: Components,
  node: string,
): Promise<OrgComponent[] | undefined> {
  const at = objectNodes[node];
  if (at) return components.list(at.type).filter(({ fullName }) => fullName.startsWith(`${at.object}.`));
  const objects = components.list('CustomObject');
  const ending = objectKinds[node];
  if (ending) return objects.filter(({ fullName }) => fullName.endsWith(ending));
  if (node === 'GlobalActions') return components.list('QuickAction').filter((each) => !objectOf(each));
  if (node === 'CustomSettings') {
    const settings = await Promise.all(objects.map((each) => componentFacts(components, each)));
    return objects.filter((_, index) => settings[index]?.customSettingsType !== undefined);
  }
  return listedIn[node]?.flatMap((type) => components.list(type));
}

export interface Section {
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
  { name: 'ApexTriggers', label: 'Triggers', types: ['ApexTrigger'] },
  { name: 'LightningPages', label: 'Lightning Record Pages', types: ['FlexiPage'] },
  { name: 'SearchLayouts', label: 'Search Layouts', types: [] },
  { name: 'Limits', label: 'Object Limits', types: [] },
  { name: 'RelatedLookupFilters', label: 'Related Lookup Filters', types: [] },
  { name: 'ObjectAccess', label: 'Object Access', types: [] },
  { name: 'HierarchyColumns', label: 'Hierarchy Columns', types: [] },
  { name: 'ConditionalFormatting', label: 'Conditional Field Formatting', types: [] },
];

/** Other names of sections, as older links have them. */
export const sectionAliases: Readonly<Record<string, string>> = {
  ButtonsLinksAndActions: 'ButtonsLinksActions',
  MySearchLayouts: 'SearchLayouts',
  Triggers: 'ApexTriggers',
};

const sectionOf = (type: string) => objectSections.find((section) => section.types.includes(type));

function nodeOf(type: string, fullName: string): string | undefined {
  const ofObject = Object.entries(objectNodes).find(
    ([, at]) => at.type === type && fullName.startsWith(`${at.object}.`),
  );
  if (ofObject) return ofObject[0];
  if (type === 'QuickAction') return 'GlobalActions';
  return Object.keys(listedIn).find((node) => listedIn[node]?.includes(type));
}

/** The object that a component belongs to: `Account.Name`, `Account-Account Layout`. */
export function objectOf({ type, fullName }: Pick<OrgComponent, 'type' | 'fullName'>): string | undefined {
  if (type === 'Layout') return fullName.slice(0, fullName.indexOf('-'));
  const inObject = childNamed(type)?.parent === 'CustomObject' || type === 'QuickAction';
  const dot = fullName.indexOf('.');
  return inObject && dot > 0 ? fullName.slice(0, dot) : undefined;
}

/** What OmniStudio shows in designers of its own. */
const designers: Readonly<Record<string, string>> = {
  OmniDataTransform: '/builder_omnistudio/omnistudioBuilder.app?type=dataraptor&id=',
  OmniIntegrationProcedure: '/builder_industries_interaction_rule/industriesBuilder.app?recordId=',
  OmniScript: '/builder_omnistudio/omnistudioBuilder.app?type=omniscript&id=',
  OmniUiCard: '/builder_omnistudio/omnistudioBuilder.app?type=flexcard&id=',
};

/** Path of the Setup page that shows it; of what Setup has no page for, the page of its object or Setup's home. */
export function setupPath({ type, fullName, id }: Pick<OrgComponent, 'type' | 'fullName' | 'id'>): string {
  const page = (node: string) => `/lightning/setup/${node}/page?address=${encodeURIComponent(`/${id}`)}`;
  if (type === 'Report' || type === 'Dashboard') return `/lightning/r/${type}/${id}/view`;
  if (type === 'CustomObject' && fullName.endsWith('__mdt')) return page('CustomMetadata');
  const kind = Object.keys(objectKinds).find((each) => fullName.endsWith(objectKinds[each] ?? ''));
  if (type === 'CustomObject' && kind) return page(kind);
  const manager = '/lightning/setup/ObjectManager';
  if (type === 'CustomObject') return `${manager}/${fullName}/Details/view`;
  const designer = Object.hasOwn(designers, type) ? designers[type] : undefined;
  if (designer) return designer + id;
  const object = objectOf({ type, fullName });
  const section = sectionOf(type);
  if (type === 'ListView') return `/lightning/o/${object}/list?filterName=${id}`;
  if (object && section) return `${manager}/${object}/${section.name}/${id}/view`;
  const node = nodeOf(type, fullName);
  if (node) return page(node);
  return object ? `${manager}/${object}/Details/view` : '/lightning/setup/SetupOneHome/home';
}
