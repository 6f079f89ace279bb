// Key prefix → metadata type: the first three characters of an id tell what it is. Case matters.

/** Prefixes of things that have an id in Setup but are not metadata (users, deployments, audit rows). */
const notMetadata = new Set(['00l', '033', '04t', '0Af', '09S', '0Ym', '0Ya', '00D', '005', '0DS']);

const types: Readonly<Record<string, string>> = {
  '01I': 'CustomObject',
  '00N': 'CustomField',
  '01p': 'ApexClass',
  '01q': 'ApexTrigger',
  '066': 'ApexPage',
  '099': 'ApexComponent',
  '081': 'StaticResource',
  '0Rb': 'LightningComponentBundle',
  '0Ab': 'AuraDefinitionBundle',
  '0Ad': 'AuraDefinitionBundle',
  '300': 'Flow',
  '301': 'Flow',
  '0PS': 'PermissionSet',
  '0PG': 'PermissionSetGroup',
  '0QM': 'MutingPermissionSet',
  '00e': 'Profile',
  '00E': 'Role',
  '00h': 'Layout',
  '0M0': 'FlexiPage',
  '03d': 'ValidationRule',
  '012': 'RecordType',
  '00b': 'WebLink',
  '09D': 'QuickAction',
  '00B': 'ListView',
  '0AH': 'CompactLayout',
  '0IX': 'FieldSet',
  '101': 'CustomLabel',
  '01r': 'CustomTab',
  '02u': 'CustomApplication',
  '06m': 'CustomApplication',
  '0Nt': 'GlobalValueSet',
  '0CP': 'CustomPermission',
  '0XA': 'NamedCredential',
  '0rp': 'RemoteSiteSetting',
  '08y': 'CspTrustedSite',
  '0SO': 'AuthProvider',
  '0P1': 'Certificate',
  '0LE': 'SamlSsoConfig',
  '0H4': 'ConnectedApp',
  '01W': 'WorkflowAlert',
  '04Y': 'WorkflowFieldUpdate',
  '04k': 'WorkflowOutboundMessage',
  '01V': 'WorkflowTask',
  '04a': 'ApprovalProcess',
  '019': 'BusinessProcess',
  '00X': 'EmailTemplate',
  '00O': 'Report',
  '01Z': 'Dashboard',
  '070': 'ReportType',
  '0Bm': 'DuplicateRule',
  '0JD': 'MatchingRule',
  '0ML': 'CustomNotificationType',
  '015': 'Document',
  '016': 'Letterhead',
  '0DM': 'CustomSite',
  '0DB': 'Network',
  '1CP': 'PathAssistant',
  '552': 'EntitlementProcess',
  '557': 'MilestoneType',
  '04v': 'CallCenter',
  '091': 'EmailServicesFunction',
  '03S': 'ContentAsset',
  '05F': 'ApexTestSuite',
  '0Er': 'PlatformCachePartition',
  '074': 'CorsWhitelistOrigin',
  '0NI': 'TransactionSecurityPolicy',
  '04I': 'EmbeddedServiceConfig',
  '0YL': 'PlatformEventChannel',
  '0v8': 'PlatformEventChannelMember',
  '0Le': 'ExternalServiceRegistration',
  '129': 'LightningMessageChannel',
  '0S1': 'LightningExperienceTheme',
  '0bs': 'Prompt',
  '0N9': 'ServiceChannel',
  '0K9': 'QueueRoutingConfig',
  '0MA': 'Territory2Model',
  '0M5': 'Territory2Type',
  '02f': 'DelegateGroup',
  '00s': 'SharingOwnerRule',
  '00u': 'SharingOwnerRule',
  '01y': 'SharingOwnerRule',
  '02A': 'SharingOwnerRule',
  '03D': 'SharingOwnerRule',
  '03G': 'SharingCriteriaRule',
  '03H': 'SharingCriteriaRule',
  '03I': 'SharingCriteriaRule',
  '0BV': 'SharingCriteriaRule',
  '0D4': 'SharingCriteriaRule',
  '01h': 'Translations',
  '01N': 'Scontrol',
};

/** Prefixes that several types share; the Setup node decides. */
export const sharedPrefixes: Readonly<Record<string, readonly string[]>> = {
  '01Q': ['WorkflowRule', 'AssignmentRule', 'AutoResponseRule', 'EscalationRule'],
  '00G': ['Queue', 'Group'],
};

/** The metadata type of an id, or undefined for a record and for an unknown prefix. */
export function typeOfPrefix(id: string): string | undefined {
  const prefix = id.slice(0, 3);
  // Custom metadata records have prefixes of their own in every org, all beginning with m.
  return types[prefix] ?? (/^m[0-9A-Za-z]{2}$/.test(prefix) ? 'CustomMetadata' : undefined);
}

export function isNotMetadata(id: string): boolean {
  return notMetadata.has(id.slice(0, 3));
}
