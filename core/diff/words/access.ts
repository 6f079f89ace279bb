// Words for profiles, permission sets and groups: what is granted, on what.

import type { Canon } from '../../metadata/canonical.ts';
import { textOf, type WordTable } from './type-words.ts';

/** Flags in the order people name them. */
const flags: readonly (readonly [tag: string, word: string])[] = [
  ['allowRead', 'read'],
  ['readable', 'read'],
  ['allowCreate', 'create'],
  ['allowEdit', 'edit'],
  ['editable', 'edit'],
  ['allowDelete', 'delete'],
  ['viewAllRecords', 'view all records'],
  ['modifyAllRecords', 'modify all records'],
  ['viewAllFields', 'view all fields'],
  ['visible', 'visible'],
  ['default', 'default'],
];

const visibilities: Readonly<Record<string, string>> = {
  DefaultOn: 'default on',
  DefaultOff: 'default off',
  Hidden: 'hidden',
};

const access: WordTable = {
  nouns: `
    ${flags.map((flag) => flag.join(' ')).join('\n')}
    applicationVisibilities App access
    categoryGroupVisibilities Data category access
    classAccesses Apex class access
    custom custom profile
    hasActivationRequired Session activation required
    layoutAssignments Page layout assignment
    loginIpRanges Login IP range
    pageAccesses Visualforce page access
    profileActionOverrides Action override
    recordTypeVisibilities Record type access
    tabVisibilities Tab setting`,
  gist: `
    enabled agentAccesses classAccesses customMetadataTypeAccesses customPermissions customSettingAccesses emailRoutingAddressAccesses externalCredentialPrincipalAccesses externalDataSourceAccesses flowAccesses pageAccesses servicePresenceStatusAccesses userPermissions
    visibility tabSettings tabVisibilities categoryGroupVisibilities`,
  value: (tag, text) =>
    tag === 'visibility' && Object.hasOwn(visibilities, text) ? visibilities[text] : undefined,
  item: grants,
  name: (item) => {
    if (item.tag === 'layoutAssignments') {
      const [layout = '', recordType] = [textOf(item, 'layout'), textOf(item, 'recordType')];
      return recordType ? `${layout} for ${recordType}` : layout;
    }
    return item.tag === 'loginIpRanges'
      ? `${textOf(item, 'startAddress')}–${textOf(item, 'endAddress')}`
      : undefined;
  },
};

const permissionSet: WordTable = {
  ...access,
  // A profile's record types have a default beside their visibility.
  gist: `${access.gist}
    visible recordTypeVisibilities`,
};

export const accessWords: Readonly<Record<string, WordTable>> = {
  PermissionSet: permissionSet,
  MutingPermissionSet: permissionSet,
  Profile: access,
  PermissionSetGroup: { name: () => undefined },
  Queue: {
    nouns: `
      queueSobject Supported object
      queueRoutingConfig routing configuration
      doesSendEmailToMembers email to members`,
    silent: 'queueMembers users roles publicGroups roleAndSubordinates',
  },
  Group: { nouns: 'doesIncludeBosses Access using hierarchies' },
};

function grants(item: Canon): string | undefined {
  const present = flags.filter(([tag]) => item.children.some((child) => child.tag === tag));
  if (present.length === 0) return undefined;
  const granted = present.filter(([tag]) =>
    item.children.some((child) => child.tag === tag && child.text === 'true'),
  );
  return granted.length === 0 ? 'no access' : granted.map(([, word]) => word).join(', ');
}
