// Words for permission sets: what is granted, on what.

import type { Canon } from '../../metadata/canonical.ts';
import type { TypeWords } from './type-words.ts';

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
const flagWords = Object.fromEntries(flags);

export const permissionSetWords: TypeWords = {
  root: 'Permission set',
  nouns: {
    ...flagWords,
    applicationVisibilities: 'App access',
    classAccesses: 'Apex class access',
    hasActivationRequired: 'Session activation required',
    pageAccesses: 'Visualforce page access',
    recordTypeVisibilities: 'Record type access',
  },
  gist: {
    agentAccesses: 'enabled',
    classAccesses: 'enabled',
    customMetadataTypeAccesses: 'enabled',
    customPermissions: 'enabled',
    customSettingAccesses: 'enabled',
    emailRoutingAddressAccesses: 'enabled',
    externalCredentialPrincipalAccesses: 'enabled',
    externalDataSourceAccesses: 'enabled',
    flowAccesses: 'enabled',
    pageAccesses: 'enabled',
    recordTypeVisibilities: 'visible',
    servicePresenceStatusAccesses: 'enabled',
    tabSettings: 'visibility',
    userPermissions: 'enabled',
  },
  value: (_tag, text) => (text === 'true' ? 'on' : text === 'false' ? 'off' : undefined),
  item: grants,
};

function grants(item: Canon): string | undefined {
  const present = flags.filter(([tag]) => item.children.some((child) => child.tag === tag));
  if (present.length === 0) return undefined;
  const granted = present.filter(([tag]) =>
    item.children.some((child) => child.tag === tag && child.text === 'true'),
  );
  return granted.length === 0 ? 'no access' : granted.map(([, word]) => word).join(', ');
}
