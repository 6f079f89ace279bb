// Setup pages that show one settings document: the page of a node, or what lies below it without an id of its own.
//
// https://acme.my.salesforce-setup.com/lightning/setup/AccountSettings/home

import type { Address } from '../address.ts';
import type { SetupPage } from '../page.ts';

/**
 * Node, and the settings it shows. Nodes after the published list of Setup nodes; what a page shows of which settings is
 * from memory and from the elements of the settings' types. Pages that show parts of several are left out.
 */
const settingsOfNodes: Readonly<Record<string, string>> = {
  AccountSettings: 'Account',
  ApexSettings: 'Apex',
  BusinessHours: 'BusinessHours',
  CaseSettings: 'Case',
  ContractSettings: 'Contract',
  DeploymentSettings: 'Deployment',
  DevHub: 'DevHub',
  EmailToCase: 'Case',
  FieldServiceSettings: 'FieldService',
  FileTypeSetting: 'FileUploadAndDownloadSecurity',
  ForecastFiscalYear: 'Company',
  Holiday: 'BusinessHours',
  HomeActivitiesSetupPage: 'Activities',
  KnowledgeSettings: 'Knowledge',
  LanguageSettings: 'Language',
  MacroSettings: 'Macro',
  MapsAndLocationServicesSettings: 'MapsAndLocation',
  NetworkAccess: 'Security',
  NotesSetupPage: 'EnhancedNotes',
  NotificationsSettings: 'Notifications',
  OmniChannelSettings: 'OmniChannel',
  OrderSettings: 'Order',
  OrgDomain: 'MyDomain',
  PicklistSettings: 'Picklist',
  SchemaSettings: 'Schema',
  SecurityPolicies: 'Security',
  SecuritySession: 'Security',
  SocialProfileOrgSettings: 'SocialProfile',
  SurveySettings: 'Survey',
  TestEmailDeliverability: 'EmailAdministration',
  UserInterfaceUI: 'UserInterface',
  UserManagementSettings: 'UserManagement',
};

/** The page of such a node is a list like any other that also shows one document. */
export function readSettingsPage(at: Address): SetupPage | undefined {
  const node = /^\/lightning\/setup\/([A-Za-z0-9]+)\/home\/?$/.exec(at.path)?.[1] ?? '';
  const settings = Object.hasOwn(settingsOfNodes, node) ? settingsOfNodes[node] : undefined;
  return settings ? { kind: 'list', node, settings } : undefined;
}
