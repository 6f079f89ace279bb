// Where a type is special: custom metadata, parts of an object, lists with the name of something Tooling adds.

import { describe, expect, test } from 'vitest';
import { sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { parseXml } from '../../../core/metadata/parse-xml.ts';
import { recordToXml } from '../../../core/metadata/soap-record.ts';
import { toolingMetadataToXml } from '../../../core/metadata/tooling-json.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe('custom metadata records', () => {
  const values = `<values><field>Limit__c</field><value xsi:type="xsd:double">5.0</value></values>
    <values><field>Text__c</field><value xsi:nil="true"/></values>`;
  const file = (inner: string) =>
    parseXml(
      `<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>A</label>${inner}</CustomMetadata>`,
    );
  const record = `<records xsi:type="CustomMetadata"><fullName>Setting.A</fullName><description xsi:nil="true"/><label>A</label>${values.replaceAll('<values>', '<values xsi:type="CustomMetadataValue">')}</records>`;

  test('keep the types and nulls of their values, which files have too', () => {
    const xml = recordToXml('CustomMetadata', record);
    expect(sameMeaning('CustomMetadata', parseXml(xml), file(values))).toBe(true);
    expect(xml).toContain('<value xsi:type="xsd:double">5.0</value>');
    expect(xml).toContain('<value xsi:nil="true"></value>');
    expect(xml).not.toContain('description');
  });

  test('differ when a value is null or missing, or of another type', () => {
    const xml = parseXml(recordToXml('CustomMetadata', record));
    for (const other of [
      values.replace('<value xsi:nil="true"/>', ''),
      values.replace('<value xsi:nil="true"/>', '<value xsi:type="xsd:string"></value>'),
      values.replace('xsd:double', 'xsd:string'),
    ])
      expect(sameMeaning('CustomMetadata', xml, file(other))).toBe(false);
  });
});

describe('parts of an object', () => {
  const file = `${head}<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>Rating__c</fullName>
    <externalId>false</externalId>
    <label>Rating</label>
    <type>Picklist</type>
    <valueSet>
        <valueSetDefinition>
            <sorted>false</sorted>
            <value>
                <fullName>Hot</fullName>
                <default>true</default>
                <label>Hot</label>
            </value>
            <value>
                <fullName>Cold</fullName>
                <default>false</default>
                <label>Cold</label>
            </value>
        </valueSetDefinition>
    </valueSet>
</CustomField>
`;

  test('have their own name in the file, without the object that readMetadata puts before it', () => {
    const inner = file.slice(file.indexOf('    <externalId>'), file.indexOf('</CustomField>'));
    const record = `<records xsi:type="CustomField"><fullName>Account.Rating__c</fullName>${inner}<length xsi:nil="true"/></records>`;
    expect(recordToXml('CustomField', record)).toBe(file);
    expect(canonicalText('CustomField', file)).toBe(file);
  });

  test('come from the Tooling API with their name beside them and picklist values named in another way', () => {
    const value = (name: string, isDefault: boolean) => ({
      color: null,
      default: isDefault,
      description: null,
      label: name,
      urls: null,
      valueName: name,
    });
    const metadata = {
      valueSet: {
        controllingField: null,
        valueSetDefinition: { sorted: false, value: [value('Hot', true), value('Cold', false)] },
        valueSettings: [],
      },
      type: 'Picklist',
      label: 'Rating',
      externalId: false,
      length: null,
      urls: null,
    };
    expect(toolingMetadataToXml('CustomField', metadata, 'Account.Rating__c')).toBe(file);
  });
});

test('a list that has the name of something the Tooling API adds is kept', () => {
  const xml = toolingMetadataToXml('ConnectedApp', {
    attributes: [{ key: 'a', formula: 'b' }],
    label: 'App',
    urls: null,
  });
  expect(parseXml(xml).root.children.map(({ name }) => name)).toEqual(['attributes', 'label']);
  expect(toolingMetadataToXml('Flow', { attributes: { type: 'Flow' }, label: 'x' })).not.toContain(
    'attributes',
  );
});
