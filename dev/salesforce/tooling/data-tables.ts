// The objects of the data API that say who people are, what they may, and what was done in Setup.

import { withSuffix } from '../state/ids.ts';
import { isFrozen, may, type Org, standing } from '../state/org.ts';
import type { Permission, Person } from '../state/people.ts';
import { loginHistory } from './login-history.ts';
import { type Row, restDate, type Table } from './table.ts';
import { permissionSet, plainApexClass } from './tooling-tables.ts';

const since = Date.UTC(2019, 5, 3);
const numbered = (prefix: string, index: number) =>
  withSuffix(`${prefix}5g0${index.toString(36).toUpperCase().padStart(9, '0')}`);
const profileId = (profile: string) =>
  numbered(
    '00e',
    [...profile].reduce((sum, letter) => sum + letter.charCodeAt(0), 0),
  );

export const user: Table = {
  name: 'User',
  prefix: '005',
  columns: {
    Id: 'id',
    Username: 'string',
    Name: 'string',
    FirstName: 'string',
    LastName: 'string',
    Email: 'string',
    Alias: 'string',
    IsActive: 'boolean',
    UserType: 'string',
    ProfileId: 'id',
    CreatedDate: 'datetime',
  },
  parents: { Profile: { table: 'Profile', key: 'ProfileId' } },
  rows: (org) =>
    org.people.list().map((person) => ({
      Id: person.id,
      Username: person.username,
      Name: person.name,
      FirstName: person.firstName,
      LastName: person.lastName,
      Email: person.email,
      Alias: person.username.slice(0, 8),
      IsActive: person.active && !org.faults.inactive.includes(person.username),
      UserType: 'Standard',
      ProfileId: profileId(person.profile),
      CreatedDate: restDate(since),
    })),
};

const profile: Table = {
  name: 'Profile',
  prefix: '00e',
  columns: { Id: 'id', Name: 'string', UserType: 'string' },
  rows: (org) =>
    [...new Set(org.people.list().map((person) => person.profile))].map((name) => ({
      Id: profileId(name),
      Name: name,
      UserType: 'Standard',
    })),
};

const userLogin: Table = {
  name: 'UserLogin',
  prefix: '0Yw',
  columns: { Id: 'id', UserId: 'id', IsFrozen: 'boolean', IsPasswordLocked: 'boolean' },
  parents: { User: { table: 'User', key: 'UserId' } },
  rows: (org) =>
    org.people.list().map((person, index) => ({
      Id: numbered('0Yw', index),
      UserId: person.id,
      IsFrozen: isFrozen(org, person),
      IsPasswordLocked: standing(org, person).locked,
    })),
};

const asked: readonly Permission[] = [
  'ApiEnabled',
  'AuthorApex',
  'CustomizeApplication',
  'ManageUsers',
  'ModifyAllData',
  'ModifyMetadata',
  'ViewAllData',
  'ViewSetup',
];

/** One row: what the asking user may do; any user may read it. */
const userPermissionAccess: Table = {
  name: 'UserPermissionAccess',
  columns: {
    Id: 'id',
    LastCacheUpdate: 'datetime',
    ...Object.fromEntries(asked.map((name) => [`Permissions${name}`, 'boolean'] as const)),
  },
  rows: (org, asker) => [
    {
      Id: '000000000000000AAA',
      LastCacheUpdate: restDate(org.now()),
      ...Object.fromEntries(asked.map((name) => [`Permissions${name}`, may(org, asker, name)])),
    },
  ],
};

const organization: Table = {
  name: 'Organization',
  prefix: '00D',
  columns: {
    Id: 'id',
    Name: 'string',
    IsSandbox: 'boolean',
    OrganizationType: 'string',
    InstanceName: 'string',
    NamespacePrefix: 'string',
    TrialExpirationDate: 'datetime',
    LanguageLocaleKey: 'string',
  },
  rows: (org) => [
    {
      Id: org.settings.orgId,
      Name: org.settings.orgName,
      IsSandbox: org.settings.sandbox !== undefined,
      OrganizationType: 'Enterprise Edition',
      InstanceName: 'EU48',
      NamespacePrefix: null,
      TrialExpirationDate: null,
      LanguageLocaleKey: 'en_US',
    },
  ],
};

/** The permission set that admits to the app belongs to its package, so it is no component of the project. */
const accessName = 'Canvasback_Access';

function accessId(org: Org): string {
  return org.components.byName('PermissionSet', accessName)?.id ?? numbered('0PS', 71_077_345);
}

const assignment: Table = {
  name: 'PermissionSetAssignment',
  prefix: '0Pa',
  columns: { Id: 'id', AssigneeId: 'id', PermissionSetId: 'id', IsActive: 'boolean' },
  parents: {
    Assignee: { table: 'User', key: 'AssigneeId' },
    PermissionSet: { table: 'PermissionSet', key: 'PermissionSetId' },
  },
  rows: (org) =>
    org.people
      .list()
      .filter((person) => standing(org, person).assigned)
      .map((person, index) => ({
        Id: numbered('0Pa', index),
        AssigneeId: person.id,
        PermissionSetId: accessId(org),
        IsActive: true,
      })),
};

const dataPermissionSet: Table = {
  ...permissionSet,
  rows: async (org, asker) => {
    const rows = await permissionSet.rows(org, asker);
    if (org.components.byName('PermissionSet', accessName)) return rows;
    const access: Row = {
      Id: accessId(org),
      Name: accessName,
      Label: 'Canvasback Access',
      IsOwnedByProfile: false,
      IsCustom: false,
    };
    return [...rows, access];
  },
};

const auditTrail: Table = {
  name: 'SetupAuditTrail',
  prefix: '0Ym',
  needs: 'ViewSetup',
  columns: {
    Id: 'id',
    Action: 'string',
    Section: 'string',
    Display: 'string',
    CreatedDate: 'datetime',
    CreatedById: 'id',
    CreatedByContext: 'string',
    CreatedByIssuer: 'string',
    DelegateUser: 'string',
    ResponsibleNamespacePrefix: 'string',
  },
  unfiltered: ['Display', 'Section'],
  parents: { CreatedBy: { table: 'User', key: 'CreatedById' } },
  rows: (org) =>
    org.ledger.audit
      .filter((row) => row.at > org.now() - 180 * 86_400_000)
      .map((row, index) => ({
        Id: numbered('0Ym', index + 1),
        Action: row.action,
        Section: row.section,
        Display: row.display,
        CreatedDate: restDate(row.at),
        CreatedById: row.userId,
        CreatedByContext: null,
        CreatedByIssuer: null,
        DelegateUser: null,
        ResponsibleNamespacePrefix: null,
      })),
};

export const dataTables: readonly Table[] = [
  user,
  profile,
  userLogin,
  userPermissionAccess,
  organization,
  assignment,
  dataPermissionSet,
  plainApexClass,
  auditTrail,
  loginHistory,
];

/** Whether the object exists for this user. */
export function visible(org: Org, table: Table, asker: Person): boolean {
  return table.needs === undefined || may(org, asker, table.needs);
}
