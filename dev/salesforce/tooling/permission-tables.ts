// Profiles and permission sets: the project's, those people have without a file, and the one of the app's package.

import { plainValues } from '../metadata/elements.ts';
import { toolingMetadata } from '../metadata/tooling-json.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { profileName } from './component-names.ts';
import { accessId, accessName, profileId } from './people-tables.ts';
import { type Column, column, stampColumns, stampParents, type Table, tableOf } from './table.ts';

/** The permission sets of the project. */
export const permissionSet: Table<OrgComponent> = {
  name: 'PermissionSet',
  prefix: '0PS',
  needs: 'ViewSetup',
  columns: {
    Id: column('id', (component) => component.id),
    Name: column('string', (component) => component.fullName),
    Label: column(
      'string',
      async (component, { org }) =>
        (await plainValues(org.components, component)).label ?? component.fullName,
    ),
    Description: column(
      'string',
      async (component, { org }) => (await plainValues(org.components, component)).description,
    ),
    NamespacePrefix: column('string', () => null),
    LicenseId: column('id', () => null),
    ProfileId: column('id', () => null),
    IsOwnedByProfile: column('boolean', () => false),
    IsCustom: column('boolean', () => true),
    Type: column('string', () => 'Regular'),
    HasActivationRequired: column(
      'boolean',
      async (component, { org }) =>
        (await plainValues(org.components, component)).hasActivationRequired === 'true',
    ),
    ...stampColumns,
  },
  parents: stampParents,
  rows: ({ org }) => org.components.list('PermissionSet'),
  find: (id, { org }) => {
    const component = org.components.byId(id);
    return component?.type === 'PermissionSet' ? component : undefined;
  },
};

/** The permission sets of the project and the one of the app's package. */
export const allPermissionSets = tableOf<OrgComponent | 'access'>({
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

interface ProfileRow {
  readonly name: string;
  readonly id: string;
  readonly component: OrgComponent | undefined;
}

/** A profile that only people name has no document and no dates. */
function profiles(org: Org): ProfileRow[] {
  const rows = org.components
    .list('Profile')
    .map((component): ProfileRow => ({ name: profileName(component), id: component.id, component }));
  const named = new Set(rows.map((row) => row.name));
  for (const { profile } of org.people.list()) {
    if (named.has(profile)) continue;
    named.add(profile);
    rows.push({ name: profile, id: profileId(org, profile), component: undefined });
  }
  return rows;
}

const plainProfileColumns: Readonly<Record<string, Column<ProfileRow>>> = {
  Id: column('id', (row) => row.id),
  Name: column('string', (row) => row.name),
  Description: column('string', async ({ component }, { org }) =>
    component ? (await plainValues(org.components, component)).description : null,
  ),
  UserLicenseId: column('id', () => null),
  ...Object.fromEntries(
    ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById'].map((name) => [
      name,
      {
        ...column<ProfileRow>(
          name.endsWith('Id') ? 'id' : 'datetime',
          ({ component }, view) => component && stampColumns[name]?.read(component, view),
        ),
      },
    ]),
  ),
};

const profileTable: Table<ProfileRow> = {
  name: 'Profile',
  prefix: '00e',
  columns: { ...plainProfileColumns, UserType: column('string', () => 'Standard') },
  parents: stampParents,
  rows: ({ org }) => profiles(org),
};

export const dataProfile = tableOf(profileTable);

export const toolingProfile = tableOf<ProfileRow>({
  ...profileTable,
  needs: 'ViewSetup',
  columns: {
    ...plainProfileColumns,
    FullName: {
      type: 'string',
      read: (row: ProfileRow) => row.component?.fullName ?? row.name,
      filterable: false,
      sortable: false,
    },
    Metadata: column('complex', ({ component }, { org }) => component && toolingMetadata(org, component)),
  },
  oneRow: ['FullName', 'Metadata'],
});
