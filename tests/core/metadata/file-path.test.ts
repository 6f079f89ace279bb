// Paths of source format, there and back.

import { expect, test } from 'vitest';
import { metadataTypes, typeRegistry } from '../../../core/component.ts';
import { componentToContainer, fileToContainer } from '../../../core/metadata/container-path.ts';
import { componentToFileNames, componentToPaths, fileToComponent } from '../../../core/metadata/file-path.ts';

test.each([
  ['force-app/main/default/classes/LeadRouter.cls', 'ApexClass', 'LeadRouter', 'content'],
  ['force-app/main/default/classes/sub/LeadRouter.cls-meta.xml', 'ApexClass', 'LeadRouter', 'metadata'],
  ['a/flows/Route_New_Leads.flow-meta.xml', 'Flow', 'Route_New_Leads', 'metadata'],
  ['Sales.Ops.permissionset-meta.xml', 'PermissionSet', 'Sales.Ops', 'metadata'],
  ['a/triggers/OnLead.trigger', 'ApexTrigger', 'OnLead', 'content'],
  ['a/objects/Lead/Lead.object-meta.xml', 'CustomObject', 'Lead', 'metadata'],
  ['a/objects/Lead/fields/Score__c.field-meta.xml', 'CustomField', 'Lead.Score__c', 'metadata'],
  ['a/objects/A__c/validationRules/Due.validationRule-meta.xml', 'ValidationRule', 'A__c.Due', 'metadata'],
  ['a/layouts/Lead-Lead %28new%29.layout-meta.xml', 'Layout', 'Lead-Lead %28new%29', 'metadata'],
  ['a/classes/lwc/Made.cls', 'ApexClass', 'Made', 'content'],
  ['a/classes/aura/sub/Made.cls-meta.xml', 'ApexClass', 'Made', 'metadata'],
  ['a/sites/Bank.site-meta.xml', 'CustomSite', 'Bank', 'metadata'],
  ['a/reports/Sales.reportFolder-meta.xml', 'ReportFolder', 'Sales', 'metadata'],
  ['a/reports/Sales/North.reportFolder-meta.xml', 'ReportFolder', 'Sales/North', 'metadata'],
  ['a/reports/Sales/North/Open.report-meta.xml', 'Report', 'Sales/North/Open', 'metadata'],
  ['a/reports/unfiled$public/Open.report-meta.xml', 'Report', 'unfiled$public/Open', 'metadata'],
  ['a/reports/reports/Open.report-meta.xml', 'Report', 'reports/Open', 'metadata'],
  ['reports/reports/Sales/Open.report-meta.xml', 'Report', 'Sales/Open', 'metadata'],
  ['a/main/default/reports/reports/North/Open.report-meta.xml', 'Report', 'reports/North/Open', 'metadata'],
  ['a/email/lwc/Due.email', 'EmailTemplate', 'lwc/Due', 'content'],
  ['a/email/Letters/Due.email-meta.xml', 'EmailTemplate', 'Letters/Due', 'metadata'],
  ['a/customMetadata/Rate.Low.md-meta.xml', 'CustomMetadata', 'Rate.Low', 'metadata'],
])('%s', (path, type, fullName, role) => {
  expect(fileToComponent(path)).toEqual({ type, fullName, role });
});

test.each([
  'classes/.cls',
  'x.unheard',
  'fields/Score__c.field-meta.xml',
  'a/fields/Score__c.field-meta.xml',
  'a/Lead/fields/Score__c.field-meta.xml',
  'README.md',
  'a/experiences/Bank.site-meta.xml',
  'a/staticresources/.DS_Store',
  'a/staticresources/Shop/.DS_Store',
  'a/documents/readme.txt',
  'a/reports/Open.report-meta.xml',
  'Sales/Open.report-meta.xml',
  'a/lwc/jsconfig.json',
  'a/lwc/list/__tests__/list.test.js',
  'a/lwc/__tests__/any.test.js',
  'a/lwc/list/.eslintrc.json',
  'flows/A.flow',
  'permissionsets/A.permissionset',
  'x.cls/readme.md',
  'A.cls-meta.xml.bak',
  // These hold several.
  'a/labels/CustomLabels.labels-meta.xml',
  'a/workflows/Lead.workflow-meta.xml',
  '',
])('%j is no component file', (path) => expect(fileToComponent(path)).toBeUndefined());

test.each([
  ['a/lwc/list/list.js', 'LightningComponentBundle', 'list', 'content', 'list.js'],
  ['a/lwc/list/list.js-meta.xml', 'LightningComponentBundle', 'list', 'metadata', 'list.js-meta.xml'],
  ['a/lwc/list/util/format.js', 'LightningComponentBundle', 'list', 'content', 'util/format.js'],
  ['a/lwc/list/staticresources/a.js', 'LightningComponentBundle', 'list', 'content', 'staticresources/a.js'],
  ['a/aura/Bank/Bank.app-meta.xml', 'AuraDefinitionBundle', 'Bank', 'metadata', 'Bank.app-meta.xml'],
])('%s is in a bundle', (path, type, fullName, role, name) => {
  const folder = path.slice(0, -name.length - 1);
  expect(fileToComponent(path)).toEqual({ type, fullName, role, bundle: { folder, name } });
});

test.each([
  [
    'a/staticresources/Shop.resource-meta.xml',
    'StaticResource',
    'Shop',
    'metadata',
    'a/staticresources/Shop',
  ],
  ['a/staticresources/Shop.json', 'StaticResource', 'Shop', 'content', 'a/staticresources/Shop'],
  ['a/staticresources/Shop.min.js', 'StaticResource', 'Shop', 'content', 'a/staticresources/Shop'],
  ['a/staticresources/Shop/lwc/a/a.js', 'StaticResource', 'Shop', 'content', 'a/staticresources/Shop'],
  [
    'a/staticresources/Shop/classes/A.cls-meta.xml',
    'StaticResource',
    'Shop',
    'content',
    'a/staticresources/Shop',
  ],
  [
    'a/staticresources/Shop/staticresources/B.js',
    'StaticResource',
    'Shop',
    'content',
    'a/staticresources/Shop',
  ],
  [
    'lwc/main/default/staticresources/B.js',
    'StaticResource',
    'B',
    'content',
    'lwc/main/default/staticresources/B',
  ],
  ['a/documents/Papers/Logo.png', 'Document', 'Papers/Logo', 'content', 'a/documents/Papers/Logo'],
  ['a/documents/Papers/Logo.png-meta.xml', 'Document', 'Papers/Logo', 'metadata', 'a/documents/Papers/Logo'],
  [
    'a/documents/Papers/Logo.document-meta.xml',
    'Document',
    'Papers/Logo',
    'metadata',
    'a/documents/Papers/Logo',
  ],
])('%s may be called anything', (path, type, fullName, role, folder) => {
  expect(fileToComponent(path)).toMatchObject({ type, fullName, role, bundle: { folder } });
});

test.each(metadataTypes)('files of a new %s lead back to it', (type) => {
  const { shape, inFolder, part } = typeRegistry[type];
  const loose = shape === 'resource' || shape === 'file';
  const folder = inFolder ? (shape === 'file' ? 'A/' : 'A/B/') : '';
  const below = shape === 'child' || (part && !part.container.alone);
  const fullName = below ? 'Account.My_Thing' : `${folder}My_Thing`;
  const key = { type, fullName };
  const files = componentToPaths(key, 'force-app');
  const found = files.map(({ path }) => fileToComponent(path));
  if (part) expect(files.map(({ path }) => fileToContainer(path))).toEqual([componentToContainer(key)]);
  else expect(found).toMatchObject(files.map(({ role }) => ({ ...key, role })));
  expect(found.every((file) => loose === (file?.bundle !== undefined))).toBe(true);
  expect(files.map(({ path }) => path.split('/').at(-1))).toEqual(
    componentToFileNames(key).map(({ name }) => name),
  );
});

test('package directories with slashes, or the project itself', () => {
  const path = (dir: string) => componentToPaths({ type: 'Flow', fullName: 'A' }, dir)[0]?.path;
  expect(path('force-app/')).toBe('force-app/main/default/flows/A.flow-meta.xml');
  expect(path('.')).toBe('main/default/flows/A.flow-meta.xml');
  expect(path('')).toBe('main/default/flows/A.flow-meta.xml');
});
