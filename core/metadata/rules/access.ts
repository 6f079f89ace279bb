// Profiles, permission sets and who belongs to what.

import type { Table, Tables } from './table.ts';

const permissionSet: Table = {
  lists: `
    application SM applicationVisibilities
    apexClass SM classAccesses
    name SM customMetadataTypeAccesses customPermissions customSettingAccesses userPermissions
    name M emailRoutingAddressAccesses
    externalCredentialPrincipal SM externalCredentialPrincipalAccesses
    externalDataSource SM externalDataSourceAccesses
    field SM fieldPermissions
    flow SM flowAccesses
    object SM objectPermissions
    apexPage SM pageAccesses
    recordType SM recordTypeVisibilities
    tab SM tabSettings
    agentName D agentAccesses
    dataspaceScope M dataspaceScopes
    servicePresenceStatus MD servicePresenceStatusAccesses`,
  // Optional since v63.0 (WSDL: minOccurs=0) and unknown before: files of older versions leave it out.
  missing: { 'objectPermissions/viewAllFields': 'false' },
};

export const accessTables: Tables = {
  PermissionSet: permissionSet,
  MutingPermissionSet: permissionSet,
  Profile: {
    lists: `
      application MDG applicationVisibilities
      dataCategoryGroup MG categoryGroupVisibilities
      #text V dataCategories
      apexClass MG classAccesses
      name MG customMetadataTypeAccesses customPermissions customSettingAccesses userPermissions
      externalDataSource MG externalDataSourceAccesses
      field MG fieldPermissions
      flow MG flowAccesses
      layout+recordType M layoutAssignments
      friendlyName MG loginFlows
      startAddress+endAddress MD loginIpRanges
      object MG objectPermissions
      apexPage MG pageAccesses
      actionName+pageOrSobjectType+formFactor+recordType MD profileActionOverrides
      recordType MG recordTypeVisibilities
      tab MG tabVisibilities`,
    missing: { 'objectPermissions/viewAllFields': 'false' },
  },
  PermissionSetGroup: { lists: '#text V mutingPermissionSets permissionSets' },
  PermissionSetLicenseDefinition: { lists: 'name W customPermissions' },
  CustomPermission: { lists: 'customPermission W requiredPermission' },
  DelegateGroup: { lists: '#text V customObjects groups permissionSetGroups permissionSets profiles roles' },
  UserCriteria: { lists: '#text V profiles userTypes' },
  Queue: {
    lists: `
      #text V publicGroup roleAndSubordinate roleAndSubordinateInternal role user
      sobjectType D queueSobject`,
  },
  Group: {},
  Role: {},
};
