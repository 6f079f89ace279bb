// A permission set with thousands of differences, and one whose older side is not well-formed.

import type { ComponentSource } from '#core/component.ts';
import type { Change, ComponentDiff } from '#core/diff/change.ts';
import { diffText } from '#core/diff/text.ts';

export const permissionSetName = 'Sales_Operations';
const fields = 2400;

function xml(edited: boolean): string {
  const rows = Array.from({ length: fields }, (_, index) => {
    const off = edited && index % 3 === 0;
    return `    <fieldPermissions>
        <editable>${off ? 'false' : 'true'}</editable>
        <field>Account.Field_${String(index).padStart(4, '0')}__c</field>
        <readable>true</readable>
    </fieldPermissions>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
${rows.join('\n')}
    <label>Sales operations</label>
</PermissionSet>
`;
}

const file = 'Sales_Operations.permissionset-meta.xml';

export const permissionSetSource = (side: 'before' | 'after'): ComponentSource => ({
  type: 'PermissionSet',
  fullName: permissionSetName,
  files: [{ role: 'metadata', name: file, text: xml(side === 'after') }],
});

const changes: readonly Change[] = Array.from({ length: fields / 3 }, (_, index) => {
  const field = `Account.Field_${String(index * 3).padStart(4, '0')}__c`;
  const line = { start: index * 15 + 4, end: index * 15 + 4 };
  return {
    kind: 'changed',
    lane: 'meaning',
    path: [{ tag: 'fieldPermissions', key: field }, { tag: 'editable' }],
    where: `Field permission ${field}: edit`,
    before: 'on',
    after: 'off',
    beforeLines: line,
    afterLines: line,
  };
});

export const permissionSetDiff: ComponentDiff = {
  same: false,
  exact: true,
  changeCount: changes.length,
  noiseCount: 0,
  summary: `${changes.length} field permissions changed`,
  files: [
    {
      name: file,
      role: 'metadata',
      by: 'structure',
      changes,
      noise: [],
      text: diffText(xml(false), xml(true)),
      exact: true,
    },
  ],
};

const broken =
  '<PermissionSet>\n<<<<<<< HEAD\n    <label>Sales</label>\n=======\n    <label>Sales ops</label>\n>>>>>>> main\n</PermissionSet>\n';
const mended = '<PermissionSet>\n    <label>Sales operations</label>\n</PermissionSet>\n';

export const malformedSource = (side: 'before' | 'after'): ComponentSource => ({
  type: 'PermissionSet',
  fullName: permissionSetName,
  files: [{ role: 'metadata', name: file, text: side === 'before' ? broken : mended }],
});

export const malformedDiff: ComponentDiff = {
  same: false,
  exact: true,
  changeCount: 1,
  noiseCount: 0,
  summary: 'Compared as lines: 5 lines removed, 1 added',
  files: [
    {
      name: file,
      role: 'metadata',
      by: 'lines',
      fallback: { side: 'before', message: 'a tag name cannot begin with “<”', line: 2, column: 2 },
      changes: [
        {
          kind: 'changed',
          lane: 'meaning',
          path: [],
          where: 'Lines 2 to 6',
          beforeLines: { start: 2, end: 6 },
          afterLines: { start: 2, end: 2 },
        },
      ],
      noise: [],
      text: diffText(broken, mended),
      exact: true,
    },
  ],
};
