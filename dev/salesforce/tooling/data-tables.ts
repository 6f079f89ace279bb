// The objects of the data API.

import type { OrgComponent } from '../state/components.ts';
import { auditTables } from './audit-tables.ts';
import { accessId, accessName, peopleTables, profileId } from './people-tables.ts';
import { type Column, column, type Table, tableOf } from './table.ts';
import { permissionSet, plainApexClass } from './tooling-tables.ts';

const profile = tableOf<string>({
  name: 'Profile',
  prefix: '00e',
  columns: {
    Id: column('id', (name) => profileId(name)),
    Name: column('string', (name) => name),
    UserType: column('string', () => 'Standard'),
  },
  rows: ({ org }) => [...new Set(org.people.list().map((person) => person.profile))],
});

/** The permission sets of the project and the one of the app's package. */
const dataPermissionSet = tableOf<OrgComponent | 'access'>({
  ...permissionSet,
  columns: Object.fromEntries(
    Object.entries(permissionSet.columns).map(([name, own]): [string, Column<OrgComponent | 'access'>] => [
      name,
      {
        ...own,
        read: (source, view) =>
          source === 'access' ? access(name, accessId(view.org)) : own.read(source, view),
      },
    ]),
  ),
  rows: ({ org }) => {
    const rows = org.components.list('PermissionSet');
    return org.components.byName('PermissionSet', accessName) ? rows : [...rows, 'access'];
  },
  find: (id, view) =>
    permissionSet.find?.(id, view) ?? (accessId(view.org).startsWith(id) ? 'access' : undefined),
});

function access(column: string, id: string): unknown {
  const cells: Record<string, unknown> = {
    Id: id,
    Name: accessName,
    Label: 'Canvasback Access',
    Type: 'Regular',
    IsOwnedByProfile: false,
    IsCustom: false,
    HasActivationRequired: false,
  };
  return cells[column];
}

export const dataTables: readonly Table[] = [
  ...peopleTables,
  ...auditTables,
  profile,
  dataPermissionSet,
  plainApexClass,
];
