// A flow before and after a few edits, as source format writes it.

import type { ComponentSource } from '#core/component.ts';

interface Parts {
  threshold: number;
  owner: string;
  formula: string;
  assignment: boolean;
  comments: boolean;
  x: number;
}

function flowXml(parts: Parts): string {
  const decisions = Array.from({ length: 9 }, (_, index) => decision(index, parts)).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>64.0</apiVersion>
${
  parts.assignment
    ? `    <assignments>
        <name>Set_Priority</name>
        <label>Set priority</label>
        <locationX>${parts.x}</locationX>
        <locationY>350</locationY>
        <assignmentItems>
            <assignToReference>$Record.Priority__c</assignToReference>
            <operator>Assign</operator>
            <value>
                <stringValue>High</stringValue>
            </value>
        </assignmentItems>
    </assignments>
`
    : ''
}${decisions}
    <formulas>
        <name>RegionLabel</name>
        <dataType>String</dataType>
        <expression>${parts.formula}</expression>
    </formulas>
    <label>Route new leads</label>
    <processType>AutoLaunchedFlow</processType>
    <recordUpdates>
        <name>Assign_Owner</name>
        <label>Assign owner</label>
        <locationX>${parts.x + 176}</locationX>
        <locationY>458</locationY>
        <inputAssignments>
            <field>OwnerId</field>
            <value>
                <elementReference>${parts.owner}</elementReference>
            </value>
        </inputAssignments>
    </recordUpdates>
${
  parts.comments
    ? `    <screens>
        <name>Review</name>
        <label>Review</label>
        <fields>
            <name>Comments</name>
            <fieldText>Comments</fieldText>
            <fieldType>LargeTextArea</fieldType>
        </fields>
    </screens>
`
    : ''
}    <status>Active</status>
</Flow>
`;
}

function decision(index: number, { threshold, x }: Parts): string {
  const vip = index === 4;
  return `    <decisions>
        <name>${vip ? 'Is_VIP' : `Region_${index}`}</name>
        <label>${vip ? 'Is VIP' : `Region ${index}`}</label>
        <locationX>${x + index * 44}</locationX>
        <locationY>${134 + index * 108}</locationY>
        <defaultConnectorLabel>No</defaultConnectorLabel>
        <rules>
            <name>${vip ? 'VIP' : `In_Region_${index}`}</name>
            <conditionLogic>and</conditionLogic>
            <conditions>
                <leftValueReference>$Record.AnnualRevenue</leftValueReference>
                <operator>GreaterThan</operator>
                <rightValue>
                    <numberValue>${vip ? threshold : 100 * index}.0</numberValue>
                </rightValue>
            </conditions>
            <label>Yes</label>
        </rules>
    </decisions>`;
}

const before = flowXml({
  threshold: 500,
  owner: 'Queue_Inbound.Id',
  formula: 'CASE({!$Record.Country}, "DE", "DACH", "AT", "DACH", "CH", "DACH", "Rest of world")',
  assignment: false,
  comments: true,
  x: 182,
});
const after = flowXml({
  threshold: 1000,
  owner: 'Queue_Enterprise.Id',
  formula: 'CASE({!$Record.Country}, "DE", "DACH", "AT", "DACH", "CH", "Switzerland", "Rest of world")',
  assignment: true,
  comments: false,
  x: 226,
});

export const flowName = 'Route_New_Leads';

export const flowSource = (side: 'before' | 'after'): ComponentSource => ({
  type: 'Flow',
  fullName: flowName,
  files: [
    { role: 'metadata', name: 'Route_New_Leads.flow-meta.xml', text: side === 'before' ? before : after },
  ],
});
