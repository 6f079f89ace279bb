// The objects that say who people are and what they may do.

import { withSuffix } from '../state/ids.ts';
import { isFrozen, may, type Org, standing } from '../state/org.ts';
import type { Permission, Person } from '../state/people.ts';
import { profileName } from './component-names.ts';
import { column, restDate, type Table, tableOf } from './table.ts';

/** When the org began, for rows that nobody made. */
export const began = Date.UTC(2019, 5, 3);

/** An id for the n-th row of a table that has no ids of its own. */
export const numbered = (prefix: string, index: number) =>
  withSuffix(`${prefix}5g0${index.toString(36).toUpperCase().padStart(9, '0')}`);

/** Of the project's profile of that name, else one of its own. */
export function profileId(org: Org, name: string): string {
  const component = org.components.list('Profile').find((each) => profileName(each) === name);
  if (component) return component.id;
  return numbered(
    '00e',
    [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0),
  );
}

export const user = tableOf<Person>({
  name: 'User',
  prefix: '005',
  columns: {
    Id: column('id', (person) => person.id),
    Username: column('string', (person) => person.username),
    Name: column('string', (person) => person.name),
    FirstName: column('string', (person) => person.firstName),
    LastName: column('string', (person) => person.lastName),
    Email: column('string', (person) => person.email),
    Alias: column('string', (person) => person.username.slice(0, 8)),
    IsActive: column(
      'boolean',
      (person, { org }) => person.active && !org.faults.inactive.includes(person.username),
    ),
    UserType: column('string', () => 'Standard'),
    ProfileId: column('id', (person, { org }) => profileId(org, person.profile)),
    UserRoleId: column('id', () => null),
    LanguageLocaleKey: column('string', () => 'en_US'),
    LocaleSidKey: column('string', () => 'en_US'),
    TimeZoneSidKey: column('string', () => 'Etc/UTC'),
    CreatedDate: column('datetime', () => restDate(began)),
    LastModifiedDate: column('datetime', () => restDate(began)),
    SystemModstamp: column('datetime', () => restDate(began)),
  },
  parents: {
    Profile: { table: 'Profile', key: 'ProfileId' },
    UserRole: { table: 'UserRole', key: 'UserRoleId' },
  },
  rows: ({ org }) => org.people.list(),
  find: (id, { org }) => org.people.byId(id),
});

export const userLogin = tableOf<Person>({
  name: 'UserLogin',
  prefix: '0Yw',
  columns: {
    Id: column('id', (person, { org }) => numbered('0Yw', org.people.list().indexOf(person))),
    UserId: column('id', (person) => person.id),
    IsFrozen: column('boolean', (person, { org }) => isFrozen(org, person)),
    IsPasswordLocked: column('boolean', (person, { org }) => standing(org, person).locked),
  },
  parents: { User: { table: 'User', key: 'UserId' } },
  rows: ({ org }) => org.people.list(),
});

const asked: readonly Permission[] = [
  'ApiEnabled',
  'AuthorApex',
  'CustomizeApplication',
  'ManageUsers',
  'ModifyAllData',
  'ModifyMetadata',
  'MonitorLoginHistory',
  'ViewAllData',
  'ViewSetup',
];

/** One row: what the asking user may do; any user may read it. */
export const userPermissionAccess = tableOf<Person>({
  name: 'UserPermissionAccess',
  columns: {
    Id: column('id', () => '000000000000000AAA'),
    LastCacheUpdate: column('datetime', (_, { org }) => restDate(org.now())),
    ...Object.fromEntries(
      asked.map((name) => [
        `Permissions${name}`,
        column<Person>('boolean', (person, { org }) => may(org, person, name)),
      ]),
    ),
  },
  rows: ({ asker }) => [asker],
});

/** The permission set that admits to the app belongs to its package, so it is no component of the project. */
export const accessName = 'Canvasback_Access';

export function accessId(org: Org): string {
  return org.components.byName('PermissionSet', accessName)?.id ?? numbered('0PS', 71_077_345);
}

const assignment = tableOf<Person>({
  name: 'PermissionSetAssignment',
  prefix: '0Pa',
  columns: {
    Id: column('id', (person, { org }) => numbered('0Pa', org.people.list().indexOf(person))),
    AssigneeId: column('id', (person) => person.id),
    PermissionSetId: column('id', (_, { org }) => accessId(org)),
    PermissionSetGroupId: column('id', () => null),
    IsActive: column('boolean', () => true),
  },
  parents: {
    Assignee: { table: 'User', key: 'AssigneeId' },
    PermissionSet: { table: 'PermissionSet', key: 'PermissionSetId' },
  },
  rows: ({ org }) => org.people.list().filter((person) => standing(org, person).assigned),
});

export const peopleTables: readonly Table[] = [user, userLogin, userPermissionAccess, assignment];
