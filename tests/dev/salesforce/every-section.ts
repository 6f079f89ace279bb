// One component for each section of Setup that shows components, as edits of the org's control port.

interface Edit {
  readonly type: string;
  readonly fullName: string;
  readonly files: Readonly<Record<string, string>>;
}

const document = (type: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</${type}>\n`;

const whole = (type: string, fullName: string, inside = `<label>${fullName} label</label>`): Edit => ({
  type,
  fullName,
  files: { metadata: document(type, inside) },
});

const code = (type: string, fullName: string, content: string): Edit => ({
  type,
  fullName,
  files: { content, metadata: document(type, '<apiVersion>66.0</apiVersion><status>Active</status>') },
});

const named = (element: string, fullName: string, more = '') =>
  `<${element}><fullName>${fullName}</fullName>${more}</${element}>`;

/** Documents whose type's own name is in a section of its own. */
const wholes = (
  'ApprovalProcess:Lead.Ask AuthProvider:Google CallCenter:Vienna ConnectedApp:Erp CspTrustedSite:Maps ' +
  'CustomApplication:Desk CustomNotificationType:Late CustomPermission:See_Margins CustomTab:Invoice__c ' +
  'DuplicateRule:Account.Same_Name EmailServicesFunction:Inbound EntitlementProcess:gold ' +
  'ExternalClientApplication:Portal GlobalValueSet:Regions Group:Everyone_Else NamedCredential:Bank ' +
  'OmniDataTransform:Read_Case_1 OmniIntegrationProcedure:Ask_Bank_Procedure_1 OmniScript:Open_Case_English_1 ' +
  'OmniUiCard:Case_Card_1 PathAssistant:Lead_Path PermissionSetGroup:Desk_Group Profile:Clerk Queue:Second_Line ' +
  'QuickAction:Log_Call QuickAction:Account.Bill RemoteSiteSetting:Rates ReportType:Accounts_With_Invoices ' +
  'Role:Head SamlSsoConfig:Okta CustomSite:Partners Network:Partner_Portal Settings:Security'
).split(' ');

export const everySection: readonly Edit[] = [
  ...['Account', 'Activity', 'Case', 'Lead', 'Opportunity', 'Task', 'Invoice__c', 'ns__Invoice__c'].map(
    (name) => whole('CustomObject', name),
  ),
  whole('CustomObject', 'Rates__c', '<label>Rates</label><customSettingsType>Hierarchy</customSettingsType>'),
  ...['Rate__mdt', 'Late__e', 'Log__b', 'Order__x'].map((name) => whole('CustomObject', name)),
  ...wholes.map((each) => {
    const [type = '', fullName = ''] = each.split(':');
    return whole(type, fullName);
  }),
  whole('CustomField', 'Account.Region__c', '<fullName>Region__c</fullName><label>Region</label>'),
  whole('RecordType', 'Account.Partner', '<fullName>Partner</fullName><label>Partner</label>'),
  whole('ValidationRule', 'Account.Has_Region', '<fullName>Has_Region</fullName><active>true</active>'),
  whole('CompactLayout', 'Account.Short', '<fullName>Short</fullName><label>Short</label>'),
  whole('FieldSet', 'Account.Key', '<fullName>Key</fullName><label>Key</label>'),
  whole('WebLink', 'Account.Print', '<fullName>Print</fullName><masterLabel>Print</masterLabel>'),
  whole('BusinessProcess', 'Opportunity.Big', '<fullName>Big</fullName><isActive>true</isActive>'),
  whole('BusinessProcess', 'Lead.Web', '<fullName>Web</fullName><isActive>true</isActive>'),
  whole(
    'ListView',
    'Account.AllAccounts',
    '<fullName>AllAccounts</fullName><columns>ACCOUNT.NAME</columns><columns>ACCOUNT.PHONE1</columns><label>All Accounts</label>',
  ),
  whole('Layout', 'Account-Account Layout', '<showEmailCheckbox>false</showEmailCheckbox>'),
  whole(
    'FlexiPage',
    'Account_Page',
    '<masterLabel>Account page</masterLabel><sobjectType>Account</sobjectType>',
  ),
  whole('CustomMetadata', 'Rate.Low', '<label>Low</label><protected>false</protected>'),
  whole('Report', 'Sales/Open', '<name>Open</name><columns><field>ACCOUNT.NAME</field></columns>'),
  whole('Dashboard', 'Sales/Team', '<title>Team</title>'),
  code('ApexTrigger', 'OnAccount', 'trigger OnAccount on Account (before insert) {\n}\n'),
  code('ApexPage', 'Offer', '<apex:page></apex:page>\n'),
  code('ApexComponent', 'Footer', '<apex:component></apex:component>\n'),
  code('Certificate', 'Signing', '-----BEGIN CERTIFICATE-----\n'),
  code('EmailTemplate', 'Sales/Offer', 'Dear customer\n'),
  code('StaticResource', 'palette', '{}\n'),
  {
    type: 'LightningComponentBundle',
    fullName: 'tile',
    files: { 'tile.js': 'export default 1;\n', 'tile.js-meta.xml': document('LightningComponentBundle', '') },
  },
  {
    type: 'AuraDefinitionBundle',
    fullName: 'Banner',
    files: {
      'Banner.cmp': '<aura:component/>\n',
      'Banner.cmp-meta.xml': document('AuraDefinitionBundle', ''),
    },
  },
  whole('CustomLabels', 'CustomLabels', named('labels', 'Late_Notice', '<value>Late</value>')),
  whole(
    'Workflow',
    'Account',
    named('alerts', 'Tell_Owner') +
      named('fieldUpdates', 'Clear_Region') +
      named('outboundMessages', 'To_Erp') +
      named('rules', 'When_Closed') +
      named('tasks', 'Call_Back'),
  ),
  ...['Lead', 'Case'].flatMap((object) => [
    whole('AssignmentRules', object, named('assignmentRule', 'By_Region')),
    whole('AutoResponseRules', object, named('autoResponseRule', 'Thank_You')),
  ]),
  whole('EscalationRules', 'Case', named('escalationRule', 'After_Hours')),
  whole(
    'SharingRules',
    'Account',
    named('sharingOwnerRules', 'To_Partners') + named('sharingCriteriaRules', 'Big_Ones'),
  ),
  whole('MatchingRules', 'Account', named('matchingRules', 'Same_Vat')),
];
