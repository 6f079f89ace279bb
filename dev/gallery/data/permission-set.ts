// A permission set with thousands of differences, and one whose older side is not well-formed.

import type { ComponentSource } from '#core/component.ts';

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

const broken =
  '<PermissionSet>\n<<<<<<< HEAD\n    <label>Sales</label>\n=======\n    <label>Sales ops</label>\n>>>>>>> main\n</PermissionSet>\n';
const mended = '<PermissionSet>\n    <label>Sales operations</label>\n</PermissionSet>\n';

export const malformedSource = (side: 'before' | 'after'): ComponentSource => ({
  type: 'PermissionSet',
  fullName: permissionSetName,
  files: [{ role: 'metadata', name: file, text: side === 'before' ? broken : mended }],
});
