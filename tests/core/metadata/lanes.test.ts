// What the reading lanes return becomes the file that source format has for the same component.

import { describe, expect, test } from 'vitest';
import { sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { parseXml, XmlError } from '../../../core/metadata/parse-xml.ts';
import { recordToXml } from '../../../core/metadata/soap-record.ts';
import { toolingMetadataToXml } from '../../../core/metadata/tooling-json.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe('Tooling metadata', () => {
  test('of an Apex class', () => {
    const xml = toolingMetadataToXml('ApexClass', {
      apiVersion: 58,
      packageVersions: [],
      status: 'Active',
      urls: null,
    });
    expect(xml).toBe(
      `${head}<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">\n    <apiVersion>58.0</apiVersion>\n    <status>Active</status>\n</ApexClass>\n`,
    );
  });

  test('of a flow: nulls and empty lists vanish, values get their spelling, elements their order', () => {
    const nothing = {
      apexValue: null,
      booleanValue: null,
      dateTimeValue: null,
      numberValue: null,
      stringValue: null,
    };
    const xml = toolingMetadataToXml('Flow', {
      variables: [],
      urls: { x: 1 },
      fullName: 'Route-3',
      status: 'Active',
      processMetadataValues: [{ name: 'CanvasMode', value: { ...nothing, stringValue: 'AUTO' } }],
      decisions: [
        {
          rules: [
            {
              conditions: [
                {
                  rightValue: { ...nothing, numberValue: 500 },
                  leftValueReference: 'x',
                  operator: 'GreaterThan',
                  conditions: [],
                },
                {
                  rightValue: { ...nothing, booleanValue: true },
                  leftValueReference: 'y',
                  operator: 'EqualTo',
                },
                {
                  rightValue: { ...nothing, dateTimeValue: '2024-05-01T10:00:00.000+0000' },
                  leftValueReference: 'z',
                  operator: 'EqualTo',
                },
              ],
              conditionLogic: 'and',
              connector: null,
              label: 'Platinum & more',
              name: 'Platinum',
            },
          ],
          name: 'Is_VIP',
          locationY: 100,
          locationX: 50,
          label: 'Is VIP',
          description: null,
        },
      ],
      apiVersion: 58,
    });
    expect(xml).toBe(canonicalText('Flow', xml));
    const file = `${head}<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>58.0</apiVersion>
    <decisions>
        <name>Is_VIP</name>
        <label>Is VIP</label>
        <locationX>50</locationX>
        <locationY>100</locationY>
        <rules>
            <name>Platinum</name>
            <conditionLogic>and</conditionLogic>
            <conditions>
                <leftValueReference>x</leftValueReference>
                <operator>GreaterThan</operator>
                <rightValue>
                    <numberValue>500.0</numberValue>
                </rightValue>
            </conditions>
            <conditions>
                <leftValueReference>y</leftValueReference>
                <operator>EqualTo</operator>
                <rightValue>
                    <booleanValue>true</booleanValue>
                </rightValue>
            </conditions>
            <conditions>
                <leftValueReference>z</leftValueReference>
                <operator>EqualTo</operator>
                <rightValue>
                    <dateTimeValue>2024-05-01T10:00:00.000Z</dateTimeValue>
                </rightValue>
            </conditions>
            <label>Platinum &amp; more</label>
        </rules>
    </decisions>
    <processMetadataValues>
        <name>CanvasMode</name>
        <value>
            <stringValue>AUTO</stringValue>
        </value>
    </processMetadataValues>
    <status>Active</status>
</Flow>
`;
    expect(xml).toBe(file);
  });

  test('that is no object is refused, and so is nesting no metadata has', () => {
    for (const wrong of [null, undefined, 'x', 1, []])
      expect(() => toolingMetadataToXml('Flow', wrong)).toThrow(TypeError);
    let deep: unknown = 'x';
    for (let i = 0; i < 300; i++) deep = { a: deep };
    expect(() => toolingMetadataToXml('Flow', deep)).toThrow(/nested too deeply/);
    expect(() => toolingMetadataToXml('Flow', { 'a><b': 'x' })).toThrow(/names no element/);
  });

  test('with characters XML cannot hold still gives a document that parses', () => {
    const xml = toolingMetadataToXml('Flow', {
      description: 'bell \u0007 and half \uD83D a pair',
      label: ']]>',
    });
    expect(parseXml(xml).root.children.map(({ text }) => text)).toEqual([
      'bell \uFFFD and half \uFFFD a pair',
      ']]>',
    ]);
  });
});

describe('readMetadata records', () => {
  const record = `<records xsi:type="PermissionSet">
    <fullName>Sales_Ops</fullName>
    <description xsi:nil="true"/>
    <fieldPermissions xsi:type="PermissionSetFieldPermissions"><editable>false</editable><field>Account.Rating</field><readable>true</readable></fieldPermissions>
    <fieldPermissions><editable>false</editable><field>Account.Phone</field><readable>true</readable></fieldPermissions>
    <hasActivationRequired>false</hasActivationRequired>
    <label>Sales &amp; Ops</label>
  </records>`;
  const file = `${head}<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <fieldPermissions>
        <editable>false</editable>
        <field>Account.Phone</field>
        <readable>true</readable>
    </fieldPermissions>
    <fieldPermissions>
        <editable>false</editable>
        <field>Account.Rating</field>
        <readable>true</readable>
    </fieldPermissions>
    <hasActivationRequired>false</hasActivationRequired>
    <label>Sales &amp; Ops</label>
</PermissionSet>
`;

  test('lose their wrapper and nulls, and come in the usual order', () => {
    expect(recordToXml('PermissionSet', record)).toBe(file);
  });

  test('mean what the file means even when they are compared as they are', () => {
    const whole = record
      .replace(
        '<records ',
        '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ',
      )
      .replace('</records>', '</PermissionSet>')
      .replace(' xsi:type="PermissionSetFieldPermissions"', '');
    expect(sameMeaning('PermissionSet', parseXml(whole), parseXml(file))).toBe(true);
  });

  test('with prefixes, declarations of their own, or an XML declaration', () => {
    const prefixed = record.replace(/<(\/?)(?=[a-zA-Z])/g, '<$1sf:');
    const declared = record.replace(
      '<records',
      '<?xml version="1.0"?>\n<records xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    );
    expect(recordToXml('PermissionSet', prefixed)).toBe(file);
    expect(recordToXml('PermissionSet', declared)).toBe(file);
  });

  test('that are nil, empty or malformed are refused', () => {
    for (const wrong of ['<records xsi:nil="true"/>', '', '<records><label>a</records>', '<records/>x<y>']) {
      expect(() => recordToXml('PermissionSet', wrong)).toThrow(XmlError);
    }
  });
});
