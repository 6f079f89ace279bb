// The org's components of every type: found in a project, put together as documents and files, and changed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentOf, packageFiles, packagePath } from '../../../dev/salesforce/metadata/document.ts';
import { metadataTypes, prefixOf, typeNamed } from '../../../dev/salesforce/metadata/types.ts';
import type { OrgComponent } from '../../../dev/salesforce/state/components.ts';
import { deleteComponent, editComponent, renameComponent } from '../../../dev/salesforce/state/edit.ts';
import { type Org, openOrg } from '../../../dev/salesforce/state/org.ts';
import { sourcePlace } from '../../../dev/salesforce/state/source-path.ts';
import { writeFile } from '../../../dev/salesforce/xml.ts';
import { everyTypeFiles, makeEveryTypeProject } from './every-type.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'org-types-'));
  makeEveryTypeProject(join(dir, 'project'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let opened = 0;
async function withOrg(work: (org: Org) => Promise<void>, data = `data-${++opened}`): Promise<void> {
  const org = await openOrg({
    project: join(dir, 'project'),
    data: join(dir, data),
    tls: { cert: '', key: '' },
    now: () => Date.UTC(2026, 8, 1),
  });
  try {
    await work(org);
  } finally {
    org.git.close();
  }
}

const pack = (files: readonly { path: string; bytes: Buffer }[]) =>
  Buffer.from(files.map((file) => `${file.path}=${file.bytes.length}`).join(','));

const named = (org: Org, type: string, fullName: string): OrgComponent => {
  const found = org.components.byName(type, fullName);
  if (!found) throw new Error(`no ${type} ${fullName}`);
  return found;
};

test('the table knows each type once, with a shape it can serve', () => {
  const types = metadataTypes();
  expect(types.length).toBeGreaterThan(500);
  const shapes = ['whole', 'content', 'bundle', 'site', 'object', 'parts', 'static', 'document', 'folder'];
  expect(types.filter((type) => !shapes.includes(type.shape))).toEqual([]);
  expect(typeNamed('CustomObject')?.children.map((each) => each.name)).toContain('ValidationRule');
  expect(prefixOf('CustomField')).toBe('00N');
  expect(prefixOf('AiSurface')).toMatch(/^9[0-9A-Z]{2}$/);
});

describe('a project', () => {
  const names = async (type: string) => {
    const found: string[] = [];
    await withOrg(async (org) => {
      found.push(...org.components.list(type).map((each) => each.fullName));
    });
    return found;
  };

  test.each([
    ['ApexClass', ['Invoice']],
    ['ApexTrigger', ['OnInvoice']],
    ['LightningComponentBundle', ['invoiceList']],
    ['AuraDefinitionBundle', ['Banner']],
    ['CustomObject', ['Account', 'Invoice__c']],
    ['CustomField', ['Account.Rating__c', 'Invoice__c.Due__c']],
    ['ValidationRule', ['Invoice__c.Due_Set']],
    ['CustomObjectTranslation', ['Invoice__c-de']],
    ['CustomLabels', ['CustomLabels']],
    ['CustomLabel', ['Late', 'Paid']],
    ['WorkflowFieldUpdate', ['Account.Clear']],
    ['WorkflowRule', ['Account.Clear when closed']],
    ['Layout', ['Account-Account %28Support%29 Layout']],
    ['ReportFolder', ['Finance']],
    ['Report', ['Finance/Open_Invoices']],
    ['EmailTemplate', ['Finance/Reminder']],
    ['StaticResource', ['icons', 'palette']],
    ['Document', ['Brand/note.txt']],
    ['QuickAction', ['Account.Bill']],
    ['CustomMetadata', ['Rate.Low']],
    ['Settings', ['Account']],
  ])('has %s', async (type, expected) => {
    expect((await names(type)).sort()).toEqual(expected);
  });

  test('leaves no file of it out but the tests beside a component', async () => {
    const strange = Object.keys(everyTypeFiles).filter(
      (path) => !sourcePlace(`force-app/main/default/${path}`),
    );
    expect(strange).toEqual(['lwc/invoiceList/__tests__/invoiceList.test.js']);
  });

  test('gives each component an id of its type, and its author', async () => {
    await withOrg(async (org) => {
      const field = named(org, 'CustomField', 'Invoice__c.Due__c');
      expect(field.id).toMatch(/^00N[0-9A-Za-z]{15}$/);
      expect(org.components.byId(field.id)).toBe(field);
      expect(field.parent).toBe(named(org, 'CustomObject', 'Invoice__c'));
      expect(org.people.byId(named(org, 'CustomLabel', 'Late').modified.userId)?.name).toBe('Leo Marin');
    });
  });
});

describe('documents', () => {
  test('an object holds its parts, by element name', async () => {
    await withOrg(async (org) => {
      const root = await documentOf(org.components, named(org, 'CustomObject', 'Invoice__c'));
      expect(root.children.map((each) => each.name)).toEqual([
        'deploymentStatus',
        'fields',
        'label',
        'nameField',
        'pluralLabel',
        'sharingModel',
        'validationRules',
      ]);
      const only = await documentOf(org.components, named(org, 'CustomObject', 'Invoice__c'), () => false);
      expect(only.children.map((each) => each.name)).not.toContain('fields');
    });
  });

  test('an object of which only a field is known has that field', async () => {
    await withOrg(async (org) => {
      const text = writeFile(await documentOf(org.components, named(org, 'CustomObject', 'Account')));
      expect(text).toBe(
        [
          '<?xml version="1.0" encoding="UTF-8"?>',
          '<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">',
          '    <fields>',
          '        <fullName>Rating__c</fullName>',
          '        <label>Rating</label>',
          '        <length>20</length>',
          '        <type>Text</type>',
          '    </fields>',
          '</CustomObject>',
          '',
        ].join('\n'),
      );
    });
  });

  test('a translation holds its fields, and the comment of what nobody translated', async () => {
    await withOrg(async (org) => {
      const [file] = await packageFiles(
        org.components,
        named(org, 'CustomObjectTranslation', 'Invoice__c-de'),
        pack,
      );
      expect(file?.path).toBe('objectTranslations/Invoice__c-de.objectTranslation');
      expect(file?.bytes.toString()).toContain('    <fields>\n        <label>Fällig</label>\n');
      expect(file?.bytes.toString()).toContain('<nameFieldLabel><!-- Number --></nameFieldLabel>');
    });
  });

  test('a label is a document of its own too', async () => {
    await withOrg(async (org) => {
      const text = await org.components.text(named(org, 'CustomLabel', 'Paid'), 'metadata');
      expect(text).toMatch(/^<\?xml.*\n<CustomLabel xmlns=".*">\n {4}<fullName>Paid<\/fullName>\n/);
      expect(text).toContain('<value>It&apos;s paid</value>');
    });
  });

  test.each([
    ['ApexClass', 'Invoice', ['classes/Invoice.cls', 'classes/Invoice.cls-meta.xml']],
    [
      'LightningComponentBundle',
      'invoiceList',
      [
        'lwc/invoiceList/invoiceList.html',
        'lwc/invoiceList/invoiceList.js',
        'lwc/invoiceList/invoiceList.js-meta.xml',
      ],
    ],
    ['CustomLabel', 'Paid', ['labels/CustomLabels.labels']],
    ['CustomField', 'Invoice__c.Due__c', ['objects/Invoice__c.object']],
    ['ReportFolder', 'Finance', ['reports/Finance-meta.xml']],
    ['Report', 'Finance/Open_Invoices', ['reports/Finance/Open_Invoices.report']],
    [
      'EmailTemplate',
      'Finance/Reminder',
      ['email/Finance/Reminder.email', 'email/Finance/Reminder.email-meta.xml'],
    ],
    ['Document', 'Brand/note.txt', ['documents/Brand/note.txt', 'documents/Brand/note.txt-meta.xml']],
    [
      'StaticResource',
      'icons',
      ['staticresources/icons.resource', 'staticresources/icons.resource-meta.xml'],
    ],
    [
      'Layout',
      'Account-Account %28Support%29 Layout',
      ['layouts/Account-Account %28Support%29 Layout.layout'],
    ],
    ['Settings', 'Account', ['settings/Account.settings']],
  ])('%s %s lies in a package as it should', async (type, fullName, paths) => {
    await withOrg(async (org) => {
      const component = named(org, type, fullName);
      if (component.inside !== undefined || component.parent) {
        expect([packagePath(component)]).toEqual(paths);
        return;
      }
      const files = await packageFiles(org.components, component, pack);
      expect(files.map((file) => file.path)).toEqual(paths);
    });
  });

  test('an unpacked resource is packed again, a packed one is as it was', async () => {
    await withOrg(async (org) => {
      const [icons] = await packageFiles(org.components, named(org, 'StaticResource', 'icons'), pack);
      expect(icons?.bytes.toString()).toBe('a.svg=42,more/b.css=18');
      const [palette] = await packageFiles(org.components, named(org, 'StaticResource', 'palette'), pack);
      expect(palette?.bytes.toString()).toBe('{"red":"#f00"}\n');
    });
  });
});

describe('edits', () => {
  const sam = (org: Org) => org.people.byUsername('sam.okafor@acme.example') ?? org.people.list()[0];

  test('of one label stamp that label, and are there after a restart', async () => {
    const text =
      '<CustomLabel xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Paid</fullName><value>Settled</value></CustomLabel>';
    await withOrg(async (org) => {
      const by = sam(org);
      if (!by) throw new Error('no user');
      await editComponent(org, { type: 'CustomLabel', fullName: 'Paid', files: { metadata: text }, by });
      expect(named(org, 'CustomLabel', 'Paid').modified.userId).toBe(by.id);
      expect(named(org, 'CustomLabel', 'Late').modified.userId).not.toBe(by.id);
      expect(org.ledger.audit.at(-1)?.display).toBe('Changed Paid custom label');
    }, 'kept');
    await withOrg(async (org) => {
      const kept = await org.components.text(named(org, 'CustomLabel', 'Paid'), 'metadata');
      expect(kept).toContain('<value>Settled</value>');
      expect(await org.components.text(named(org, 'CustomLabel', 'Late'), 'metadata')).toContain('late');
    }, 'kept');
  });

  test('of a whole object touch only the parts that differ', async () => {
    await withOrg(async (org) => {
      const by = sam(org);
      if (!by) throw new Error('no user');
      const object = named(org, 'CustomObject', 'Invoice__c');
      const text = writeFile(await documentOf(org.components, object)).replace('>Due<', '>Due on<');
      await editComponent(org, {
        type: 'CustomObject',
        fullName: 'Invoice__c',
        files: { metadata: text },
        by,
      });
      expect(named(org, 'CustomField', 'Invoice__c.Due__c').modified.userId).toBe(by.id);
      expect(named(org, 'ValidationRule', 'Invoice__c.Due_Set').modified.userId).not.toBe(by.id);
      expect(writeFile(await documentOf(org.components, object))).toBe(text);
    });
  });

  test('delete a part from its document, and an object with its fields', async () => {
    await withOrg(async (org) => {
      const by = sam(org);
      if (!by) throw new Error('no user');
      await deleteComponent(org, named(org, 'CustomLabel', 'Late'), by);
      expect(org.components.list('CustomLabel').map((each) => each.fullName)).toEqual(['Paid']);
      await deleteComponent(org, named(org, 'CustomObject', 'Invoice__c'), by);
      expect(org.components.byName('CustomField', 'Invoice__c.Due__c')).toBeUndefined();
    });
  });

  test('rename keeps the id and takes the parts along, after a restart too', async () => {
    let id = '';
    await withOrg(async (org) => {
      const by = sam(org);
      if (!by) throw new Error('no user');
      const object = named(org, 'CustomObject', 'Invoice__c');
      id = object.id;
      await renameComponent(org, object, 'Bill__c', by);
      expect(named(org, 'CustomField', 'Bill__c.Due__c').parent).toBe(object);
      await expect(renameComponent(org, object, 'Account', by)).rejects.toThrow('Account exists already');
      const field = named(org, 'CustomField', 'Bill__c.Due__c');
      await expect(renameComponent(org, field, 'Due_Date__c', by)).rejects.toThrow('it begins with Bill__c.');
      await renameComponent(org, field, 'Bill__c.Due_Date__c', by, 1_700_000_000_000);
      expect(field.modified).toEqual({ at: 1_700_000_000_000, userId: by.id });
      expect(await org.components.text(field, 'metadata')).toContain('<fullName>Due_Date__c</fullName>');
    }, 'renamed');
    await withOrg(async (org) => {
      expect(named(org, 'CustomObject', 'Bill__c').id).toBe(id);
      expect(org.components.byName('CustomObject', 'Invoice__c')).toBeUndefined();
      const field = named(org, 'CustomField', 'Bill__c.Due_Date__c');
      expect(await org.components.text(field, 'metadata')).toContain('<fullName>Due_Date__c</fullName>');
      expect(field.modified.at).toBe(1_700_000_000_000);
    }, 'renamed');
  });

  test('that are no XML are refused', async () => {
    await withOrg(async (org) => {
      const by = sam(org);
      if (!by) throw new Error('no user');
      const request = { type: 'Layout', fullName: 'New', files: { metadata: '<Layout>' }, by };
      await expect(editComponent(org, request)).rejects.toThrow('metadata is no XML');
      expect(org.components.byName('Layout', 'New')).toBeUndefined();
    });
  });
});
