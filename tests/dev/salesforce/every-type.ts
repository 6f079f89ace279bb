// A project with a component of every way files lie: documents, code, bundles, parts in files of their own, folders.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from './tiny-project.ts';

const root = 'force-app/main/default';
const document = (type: string, ...lines: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${lines.map((line) => `    ${line}\n`).join('')}</${type}>\n`;

/** Source-format files below the package directory, by path. */
export const everyTypeFiles: Readonly<Record<string, string>> = {
  'classes/billing/Invoice.cls': 'public class Invoice {\n}\n',
  'classes/billing/Invoice.cls-meta.xml': document(
    'ApexClass',
    '<apiVersion>66.0</apiVersion>',
    '<status>Active</status>',
  ),
  'triggers/OnInvoice.trigger': 'trigger OnInvoice on Account (before insert) {\n}\n',
  'triggers/OnInvoice.trigger-meta.xml': document(
    'ApexTrigger',
    '<apiVersion>66.0</apiVersion>',
    '<status>Active</status>',
  ),
  'lwc/invoiceList/invoiceList.js':
    "import { LightningElement } from 'lwc';\nexport default class InvoiceList extends LightningElement {}\n",
  'lwc/invoiceList/invoiceList.html': '<template></template>\n',
  'lwc/invoiceList/__tests__/invoiceList.test.js': 'test.todo("later");\n',
  'lwc/invoiceList/invoiceList.js-meta.xml': document(
    'LightningComponentBundle',
    '<apiVersion>66.0</apiVersion>',
    '<isExposed>false</isExposed>',
  ),
  'aura/Banner/Banner.cmp': '<aura:component></aura:component>\n',
  'aura/Banner/Banner.cmp-meta.xml': document('AuraDefinitionBundle', '<apiVersion>66.0</apiVersion>'),
  'objects/Account/fields/Rating__c.field-meta.xml': document(
    'CustomField',
    '<fullName>Rating__c</fullName>',
    '<label>Rating</label>',
    '<length>20</length>',
    '<type>Text</type>',
  ),
  'objects/Invoice__c/Invoice__c.object-meta.xml': document(
    'CustomObject',
    '<deploymentStatus>Deployed</deploymentStatus>',
    '<label>Invoice</label>',
    '<nameField>',
    '    <label>Number</label>',
    '    <type>Text</type>',
    '</nameField>',
    '<pluralLabel>Invoices</pluralLabel>',
    '<sharingModel>ReadWrite</sharingModel>',
  ),
  'objects/Invoice__c/fields/Due__c.field-meta.xml': document(
    'CustomField',
    '<fullName>Due__c</fullName>',
    '<label>Due</label>',
    '<type>Date</type>',
  ),
  'objects/Invoice__c/validationRules/Due_Set.validationRule-meta.xml': document(
    'ValidationRule',
    '<fullName>Due_Set</fullName>',
    '<active>true</active>',
    '<errorConditionFormula>ISBLANK(Due__c)</errorConditionFormula>',
    '<errorMessage>Say when it is due.</errorMessage>',
  ),
  'objectTranslations/Invoice__c-de/Invoice__c-de.objectTranslation-meta.xml': document(
    'CustomObjectTranslation',
    '<gender>Feminine</gender>',
    '<nameFieldLabel><!-- Number --></nameFieldLabel>',
  ),
  'objectTranslations/Invoice__c-de/Due__c.fieldTranslation-meta.xml': document(
    'CustomFieldTranslation',
    '<label>Fällig</label>',
    '<name>Due__c</name>',
  ),
  'labels/CustomLabels.labels-meta.xml': document(
    'CustomLabels',
    ...['Late', 'Paid'].flatMap((name) => [
      '<labels>',
      `    <fullName>${name}</fullName>`,
      '    <language>en_US</language>',
      '    <protected>true</protected>',
      `    <shortDescription>${name}</shortDescription>`,
      `    <value>It&apos;s ${name.toLowerCase()}</value>`,
      '</labels>',
    ]),
  ),
  'workflows/Account.workflow-meta.xml': document(
    'Workflow',
    '<fieldUpdates>',
    '    <fullName>Clear</fullName>',
    '    <field>Rating__c</field>',
    '    <name>Clear</name>',
    '    <operation>Null</operation>',
    '</fieldUpdates>',
    '<rules>',
    '    <fullName>Clear when closed</fullName>',
    '    <active>false</active>',
    '    <triggerType>onCreateOnly</triggerType>',
    '</rules>',
  ),
  'layouts/Account-Account %28Support%29 Layout.layout-meta.xml': document(
    'Layout',
    '<showEmailCheckbox>false</showEmailCheckbox>',
  ),
  'profiles/Admin.profile-meta.xml': document(
    'Profile',
    '<custom>false</custom>',
    '<fieldPermissions>',
    '    <editable>true</editable>',
    '    <field>Account.Rating__c</field>',
    '    <readable>true</readable>',
    '</fieldPermissions>',
    '<fieldPermissions>',
    '    <editable>true</editable>',
    '    <field>Invoice__c.Due__c</field>',
    '    <readable>true</readable>',
    '</fieldPermissions>',
  ),
  'permissionsets/Invoicing.permissionset-meta.xml': document(
    'PermissionSet',
    '<hasActivationRequired>false</hasActivationRequired>',
    '<label>Invoicing</label>',
  ),
  'customMetadata/Rate.Low.md-meta.xml': document(
    'CustomMetadata',
    '<label>Low</label>',
    '<protected>false</protected>',
  ),
  'reports/Finance.reportFolder-meta.xml': document('ReportFolder', '<name>Finance</name>'),
  'reports/Finance/Open_Invoices.report-meta.xml': document(
    'Report',
    '<format>Tabular</format>',
    '<name>Open Invoices</name>',
    '<reportType>AccountList</reportType>',
  ),
  'email/Finance.emailFolder-meta.xml': document('EmailFolder', '<name>Finance</name>'),
  'email/Finance/Reminder.email': 'Please pay.\n',
  'email/Finance/Reminder.email-meta.xml': document(
    'EmailTemplate',
    '<available>true</available>',
    '<encodingKey>UTF-8</encodingKey>',
    '<name>Reminder</name>',
    '<style>none</style>',
    '<subject>Reminder</subject>',
    '<type>text</type>',
    '<uiType>Aloha</uiType>',
  ),
  'staticresources/palette.json': '{"red":"#f00"}\n',
  'staticresources/palette.resource-meta.xml': document(
    'StaticResource',
    '<cacheControl>Private</cacheControl>',
    '<contentType>application/json</contentType>',
  ),
  'staticresources/icons/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
  'staticresources/icons/more/b.css': 'b { color: red; }\n',
  'staticresources/icons.resource-meta.xml': document(
    'StaticResource',
    '<cacheControl>Public</cacheControl>',
    '<contentType>application/zip</contentType>',
  ),
  'documents/Brand.documentFolder-meta.xml': document('DocumentFolder', '<name>Brand</name>'),
  'documents/Brand/note.txt': 'A note.\n',
  'documents/Brand/note.document-meta.xml': document(
    'Document',
    '<internalUseOnly>false</internalUseOnly>',
    '<name>note</name>',
    '<public>false</public>',
  ),
  'quickActions/Account.Bill.quickAction-meta.xml': document(
    'QuickAction',
    '<label>Bill</label>',
    '<optionsCreateFeedItem>false</optionsCreateFeedItem>',
    '<type>Create</type>',
  ),
  'settings/Account.settings-meta.xml': document(
    'AccountSettings',
    '<enableAccountTeams>false</enableAccountTeams>',
  ),
  'flows/Bill.flow-meta.xml': document(
    'Flow',
    '<apiVersion>66.0</apiVersion>',
    '<label>Bill</label>',
    '<processType>AutoLaunchedFlow</processType>',
    '<status>Active</status>',
  ),
};

/** Makes the project in a new repository at `dir`, in one commit. */
export function makeEveryTypeProject(dir: string): void {
  mkdirSync(dir, { recursive: true });
  const author = { GIT_AUTHOR_NAME: 'Leo Marin', GIT_AUTHOR_EMAIL: 'leo.marin@acme.example' };
  const by = { ...author, GIT_COMMITTER_NAME: 'Leo Marin', GIT_COMMITTER_EMAIL: 'leo.marin@acme.example' };
  git(dir, {}, 'init', '-q', '-b', 'main');
  const files = {
    'sfdx-project.json':
      '{"packageDirectories":[{"path":"force-app","default":true}],"sourceApiVersion":"66.0"}\n',
    ...Object.fromEntries(Object.entries(everyTypeFiles).map(([path, text]) => [`${root}/${path}`, text])),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  git(dir, {}, 'add', '-A');
  git(dir, by, 'commit', '-q', '-m', 'Everything');
}
