// The lists and values of a permission set. Sources: Metadata API WSDL v63.0; keys as sf-git-merge-driver,
// sfdx-git-delta and sf-decomposer have them.

import { rulesOf } from './table.ts';

export const permissionSetRules = rulesOf({
  sets: {
    application: 'applicationVisibilities',
    apexClass: 'classAccesses',
    name: 'agentAccesses customMetadataTypeAccesses customPermissions customSettingAccesses emailRoutingAddressAccesses userPermissions',
    externalCredentialPrincipal: 'externalCredentialPrincipalAccesses',
    externalDataSource: 'externalDataSourceAccesses',
    field: 'fieldPermissions',
    flow: 'flowAccesses',
    object: 'objectPermissions',
    apexPage: 'pageAccesses',
    recordType: 'recordTypeVisibilities',
    tab: 'tabSettings',
    dataspaceScope: 'dataspaceScopes',
    servicePresenceStatus: 'servicePresenceStatusAccesses',
  },
  ordered: {},
  booleans:
    'allowCreate allowDelete allowEdit allowRead default editable enabled hasActivationRequired modifyAllRecords readable viewAllFields viewAllRecords visible',
  // Optional since v63.0 (WSDL: minOccurs=0) and unknown before: files of older versions leave it out.
  missing: { 'objectPermissions/viewAllFields': 'false' },
});
