// The objects of the Tooling API: classes, flow definitions, flow versions, permission sets.

import { componentFacts, versionFacts } from '../metadata/facts.ts';
import { activeVersion, versionStatus } from '../metadata/flow.ts';
import { apexMetadata, flowDefinitionMetadata, flowMetadata } from '../metadata/tooling-json.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { lazily, type Row, stampCells, stampColumns, stampParents, type Table } from './table.ts';

const apexClass: Table = {
  name: 'ApexClass',
  prefix: '01p',
  needs: 'ViewSetup',
  columns: {
    Id: 'id',
    Name: 'string',
    NamespacePrefix: 'string',
    ApiVersion: 'double',
    Status: 'string',
    IsValid: 'boolean',
    LengthWithoutComments: 'int',
    ManageableState: 'string',
    Body: 'string',
    FullName: 'string',
    Metadata: 'complex',
    ...stampColumns,
  },
  unfiltered: ['Body', 'Metadata'],
  oneRow: ['FullName', 'Metadata'],
  parents: stampParents,
  rows: (org) => org.components.list('ApexClass').map((component) => classRow(org, component)),
};

function classRow(org: Org, component: OrgComponent): Row {
  const facts = () => componentFacts(org.components, component);
  const body = async () => (await org.components.text(component, 'content')) ?? '';
  return {
    Id: component.id,
    Name: component.fullName,
    NamespacePrefix: null,
    ApiVersion: lazily(async () => Number((await facts()).apiVersion ?? org.sourceApiVersion)),
    Status: lazily(async () => (await facts()).status ?? 'Active'),
    IsValid: true,
    LengthWithoutComments: lazily(
      async () => (await body()).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '').length,
    ),
    ManageableState: 'unmanaged',
    Body: lazily(body),
    FullName: component.fullName,
    Metadata: lazily(() => apexMetadata(org, component)),
    ...stampCells(component),
  };
}

const flowDefinition: Table = {
  name: 'FlowDefinition',
  prefix: '300',
  needs: 'ViewSetup',
  columns: {
    Id: 'id',
    DeveloperName: 'string',
    MasterLabel: 'string',
    NamespacePrefix: 'string',
    Description: 'string',
    ActiveVersionId: 'id',
    LatestVersionId: 'id',
    ManageableState: 'string',
    FullName: 'string',
    Metadata: 'complex',
    ...stampColumns,
  },
  unfiltered: ['Metadata'],
  oneRow: ['FullName', 'Metadata'],
  parents: {
    ...stampParents,
    ActiveVersion: { table: 'Flow', key: 'ActiveVersionId' },
    LatestVersion: { table: 'Flow', key: 'LatestVersionId' },
  },
  rows: (org) =>
    org.components.list('Flow').map((flow) => {
      const facts = () => componentFacts(org.components, flow);
      return {
        Id: flow.id,
        DeveloperName: flow.fullName,
        MasterLabel: lazily(async () => (await facts()).label ?? flow.fullName),
        NamespacePrefix: null,
        Description: lazily(async () => (await facts()).description ?? null),
        ActiveVersionId: lazily(async () => (await activeVersion(org.components, flow))?.id ?? null),
        LatestVersionId: flow.versions.at(-1)?.id ?? null,
        ManageableState: 'unmanaged',
        FullName: flow.fullName,
        Metadata: lazily(() => flowDefinitionMetadata(org, flow)),
        ...stampCells(flow),
      };
    }),
};

const flow: Table = {
  name: 'Flow',
  prefix: '301',
  needs: 'ViewSetup',
  columns: {
    Id: 'id',
    DefinitionId: 'id',
    MasterLabel: 'string',
    VersionNumber: 'int',
    Status: 'string',
    ProcessType: 'string',
    Description: 'string',
    ApiVersion: 'double',
    RunInMode: 'string',
    IsTemplate: 'boolean',
    ManageableState: 'string',
    FullName: 'string',
    Metadata: 'complex',
    ...stampColumns,
  },
  unfiltered: ['Metadata'],
  oneRow: ['FullName', 'Metadata'],
  parents: { ...stampParents, Definition: { table: 'FlowDefinition', key: 'DefinitionId' } },
  rows: (org) => org.components.list('Flow').flatMap((component) => versionRows(org, component)),
};

function versionRows(org: Org, component: OrgComponent): Row[] {
  return component.versions.map((version) => {
    const facts = () => versionFacts(org.components, version);
    return {
      Id: version.id,
      DefinitionId: component.id,
      MasterLabel: lazily(async () => (await facts()).label ?? component.fullName),
      VersionNumber: version.number,
      Status: lazily(() => versionStatus(org.components, component, version)),
      ProcessType: lazily(async () => (await facts()).processType ?? 'AutoLaunchedFlow'),
      Description: lazily(async () => (await facts()).description ?? null),
      ApiVersion: lazily(async () => Number((await facts()).apiVersion ?? org.sourceApiVersion)),
      RunInMode: lazily(async () => (await facts()).runInMode ?? null),
      IsTemplate: lazily(async () => (await facts()).isTemplate === 'true'),
      ManageableState: 'unmanaged',
      FullName: `${component.fullName}-${version.number}`,
      Metadata: lazily(() => flowMetadata(org, component, version)),
      ...stampCells(version),
    };
  });
}

/** Also an object of the data API. */
export const permissionSet: Table = {
  name: 'PermissionSet',
  prefix: '0PS',
  needs: 'ViewSetup',
  columns: {
    Id: 'id',
    Name: 'string',
    Label: 'string',
    Description: 'string',
    NamespacePrefix: 'string',
    LicenseId: 'id',
    ProfileId: 'id',
    IsOwnedByProfile: 'boolean',
    IsCustom: 'boolean',
    Type: 'string',
    HasActivationRequired: 'boolean',
    ...stampColumns,
  },
  parents: stampParents,
  rows: (org) =>
    org.components.list('PermissionSet').map((component) => {
      const facts = () => componentFacts(org.components, component);
      return {
        Id: component.id,
        Name: component.fullName,
        Label: lazily(async () => (await facts()).label ?? component.fullName),
        Description: lazily(async () => (await facts()).description ?? null),
        NamespacePrefix: null,
        LicenseId: null,
        ProfileId: null,
        IsOwnedByProfile: false,
        IsCustom: true,
        Type: 'Regular',
        HasActivationRequired: lazily(async () => (await facts()).hasActivationRequired === 'true'),
        ...stampCells(component),
      };
    }),
};

export const toolingTables: readonly Table[] = [apexClass, flowDefinition, flow, permissionSet];

/** The data API has classes too, without what only Tooling gives. */
export const plainApexClass: Table = {
  ...apexClass,
  columns: Object.fromEntries(
    Object.entries(apexClass.columns).filter(([name]) => name !== 'FullName' && name !== 'Metadata'),
  ),
  oneRow: [],
};
