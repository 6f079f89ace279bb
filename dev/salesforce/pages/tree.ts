// The Setup tree on the left: sections, what is in them, and which entries this org has pages for.

export interface TreeEntry {
  readonly label: string;
  /** Setup node; entries without one only open and close. */
  readonly node?: string;
  readonly children?: readonly TreeEntry[];
  readonly open?: boolean;
}

export interface TreeSection {
  readonly heading: string;
  readonly entries: readonly TreeEntry[];
}

const of = (label: string, node: string): TreeEntry => ({ label, node });

export const setupTree: readonly TreeSection[] = [
  {
    heading: '',
    entries: [
      of('Setup Home', 'SetupOneHome'),
      of('Release Updates', 'ReleaseUpdates'),
      of('Optimizer', 'Optimizer'),
    ],
  },
  {
    heading: 'Administration',
    entries: [
      {
        label: 'Users',
        open: true,
        children: [
          of('Custom Permissions', 'CustomPermissions'),
          of('Permission Set Groups', 'PermSetGroups'),
          of('Permission Sets', 'PermSets'),
          of('Profiles', 'EnhancedProfiles'),
          of('Public Groups', 'PublicGroups'),
          of('Queues', 'Queues'),
          of('Roles', 'Roles'),
          of('Users', 'ManageUsers'),
        ],
      },
      {
        label: 'Data',
        children: [
          of('Duplicate Rules', 'DuplicateRules'),
          of('Matching Rules', 'MatchingRules'),
          of('Picklist Value Sets', 'Picklists'),
        ],
      },
      { label: 'Email', children: [of('Classic Email Templates', 'CommunicationTemplatesEmail')] },
    ],
  },
  {
    heading: 'Platform Tools',
    entries: [
      {
        label: 'Apps',
        children: [
          of('App Manager', 'NavigationMenus'),
          of('External Client App Manager', 'ManageExternalClientApplication'),
        ],
      },
      {
        label: 'Objects and Fields',
        children: [of('Object Manager', 'ObjectManager'), of('Schema Builder', 'SchemaBuilder')],
      },
      {
        label: 'Process Automation',
        open: true,
        children: [
          of('Approval Processes', 'ApprovalProcesses'),
          of('Flows', 'Flows'),
          of('Workflow Rules', 'WorkflowRules'),
        ],
      },
      {
        label: 'User Interface',
        children: [
          of('Lightning App Builder', 'FlexiPageList'),
          of('Path Settings', 'PathAssistantSetupHome'),
          of('Tabs', 'CustomTabs'),
        ],
      },
      {
        label: 'Custom Code',
        open: true,
        children: [
          of('Apex Classes', 'ApexClasses'),
          of('Apex Triggers', 'ApexTriggers'),
          of('Custom Labels', 'ExternalStrings'),
          of('Custom Metadata Types', 'CustomMetadata'),
          of('Lightning Components', 'LightningComponentBundles'),
          of('Static Resources', 'StaticResources'),
          of('Visualforce Components', 'ApexComponents'),
          of('Visualforce Pages', 'ApexPages'),
        ],
      },
    ],
  },
  {
    heading: 'Feature Settings',
    entries: [
      { label: 'Analytics', children: [of('Report Types', 'CustomReportTypes')] },
      {
        label: 'Sales and Service',
        children: [of('Sales Processes', 'OpportunityProcess'), of('Support Processes', 'CaseProcess')],
      },
    ],
  },
  {
    heading: 'Settings',
    entries: [
      { label: 'Company Settings', children: [of('Company Information', 'CompanyProfileInfo')] },
      { label: 'Identity', children: [of('Login History', 'OrgLoginHistory')] },
      {
        label: 'Security',
        children: [
          of('Custom Notifications', 'CustomNotifications'),
          of('Named Credentials', 'NamedCredential'),
          of('Remote Site Settings', 'SecurityRemoteProxy'),
          of('Session Settings', 'SecuritySession'),
          of('Trusted URLs', 'SecurityCspTrustedSite'),
          of('View Setup Audit Trail', 'SecurityEvents'),
        ],
      },
    ],
  },
];

/** What a node is called; the node's own name when the tree doesn't list it. */
export function nodeLabel(node: string): string {
  const search = (entries: readonly TreeEntry[]): string | undefined => {
    for (const entry of entries) {
      if (entry.node === node) return entry.label;
      const inside = search(entry.children ?? []);
      if (inside !== undefined) return inside;
    }
    return undefined;
  };
  return search(setupTree.flatMap((section) => section.entries)) ?? node;
}
