// Types that say who may do what: permission sets, profiles, roles, queues and groups, trusted sites.

import { type Descriptor, document, row } from './descriptor.ts';

export const accessTypes = {
  PermissionSet: document('Permission set', 'permissionsets', 'permissionset', {
    ids: '0PS',
  }),
  PermissionSetGroup: document('Permission set group', 'permissionsetgroups', 'permissionsetgroup', {
    ids: '0PG',
  }),
  MutingPermissionSet: document('Muting permission set', 'mutingpermissionsets', 'mutingpermissionset', {
    ids: '0QM',
  }),
  // Tooling's Metadata of a profile leaves most of it out; readMetadata gives the whole.
  Profile: document('Profile', 'profiles', 'profile', {
    ids: '00e',
  }),
  CustomPermission: document('Custom permission', 'customPermissions', 'customPermission', { ids: '0CP' }),
  Role: document('Role', 'roles', 'role', { ids: '00E' }),
  Queue: document('Queue', 'queues', 'queue', { ids: '00G' }),
  Group: document('Public group', 'groups', 'group', { ids: '00G' }),
  DelegateGroup: document('Delegated administration group', 'delegateGroups', 'delegateGroup', {
    ids: '02f',
  }),
  RemoteSiteSetting: document('Remote site', 'remoteSiteSettings', 'remoteSite', {
    ids: '0rp',
    tooling: row('RemoteProxy'),
  }),
  CspTrustedSite: document('Trusted URL', 'cspTrustedSites', 'cspTrustedSite', {
    ids: '08y',
  }),
  CorsWhitelistOrigin: document('CORS origin', 'corsWhitelistOrigins', 'corsWhitelistOrigin', { ids: '074' }),
  TransactionSecurityPolicy: document(
    'Transaction security policy',
    'transactionSecurityPolicies',
    'transactionSecurityPolicy',
    { ids: '0NI', tooling: row('TransactionSecurityPolicy') },
  ),
} satisfies Record<string, Descriptor>;
