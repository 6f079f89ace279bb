// Paths of source format, there and back.

import { expect, test } from 'vitest';
import { metadataTypes, typeRegistry } from '../../../core/component.ts';
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
  'a/lwc/jsconfig.json',
  'a/lwc/list/__tests__/list.test.js',
  'a/lwc/list/.eslintrc.json',
  'flows/A.flow',
  'permissionsets/A.permissionset',
  'x.cls/readme.md',
  'A.cls-meta.xml.bak',
  '',
])('%j is no component file', (path) => expect(fileToComponent(path)).toBeUndefined());

test.each([
  ['a/lwc/list/list.js', 'LightningComponentBundle', 'list', 'content', 'list.js'],
  ['a/lwc/list/list.js-meta.xml', 'LightningComponentBundle', 'list', 'metadata', 'list.js-meta.xml'],
  ['a/lwc/list/util/format.js', 'LightningComponentBundle', 'list', 'content', 'util/format.js'],
  ['a/aura/Bank/Bank.app-meta.xml', 'AuraDefinitionBundle', 'Bank', 'metadata', 'Bank.app-meta.xml'],
])('%s is in a bundle', (path, type, fullName, role, name) => {
  const folder = path.slice(0, -name.length - 1);
  expect(fileToComponent(path)).toEqual({ type, fullName, role, bundle: { folder, name } });
});

test.each(metadataTypes)('files of a new %s lead back to it', (type) => {
  const key = { type, fullName: typeRegistry[type].shape === 'child' ? 'Account.My_Thing' : 'My_Thing' };
  const files = componentToPaths(key, 'force-app');
  expect(files.map(({ path }) => fileToComponent(path))).toEqual(files.map(({ role }) => ({ ...key, role })));
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
