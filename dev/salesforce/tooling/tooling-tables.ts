// The Tooling objects of the org's components.

import { componentFacts, versionFacts } from '../metadata/facts.ts';
import { activeVersion, versionStatus } from '../metadata/flow.ts';
import { apexMetadata, flowDefinitionMetadata, flowMetadata } from '../metadata/tooling-json.ts';
import type { FlowVersion, OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { column, stampColumns, stampParents, type Table, tableOf } from './table.ts';

const found =
  (type: string) =>
  (id: string, { org }: { org: Org }) => {
    const component = org.components.byId(id);
    return component?.type === type && component.id.startsWith(id) ? component : undefined;
  };

const classBody = async (component: OrgComponent, org: Org) =>
  (await org.components.text(component, 'content')) ?? '';

const classColumns: Table<OrgComponent>['columns'] = {
  Id: column('id', (component) => component.id),
  Name: column('string', (component) => component.fullName),
  NamespacePrefix: column('string', () => null),
  ApiVersion: column('double', async (component, { org }) =>
    Number((await componentFacts(org.components, component)).apiVersion ?? org.sourceApiVersion),
  ),
  Status: column(
    'string',
    async (component, { org }) => (await componentFacts(org.components, component)).status ?? 'Active',
  ),
  IsValid: column('boolean', () => true),
  LengthWithoutComments: column(
    'int',
    async (component, { org }) =>
      (await classBody(component, org)).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '').length,
  ),
  ManageableState: column('string', () => 'unmanaged'),
  Body: column('textarea', (component, { org }) => classBody(component, org)),
  FullName: column('string', (component) => component.fullName),
  Metadata: column('complex', (component, { org }) => apexMetadata(org, component)),
  ...stampColumns,
};

const apexClass = tableOf<OrgComponent>({
  name: 'ApexClass',
  prefix: '01p',
  needs: 'ViewSetup',
  columns: classColumns,
  oneRow: ['FullName', 'Metadata'],
  parents: stampParents,
  rows: ({ org }) => org.components.list('ApexClass'),
  find: found('ApexClass'),
});

const flowDefinition = tableOf<OrgComponent>({
  name: 'FlowDefinition',
  prefix: '300',
  needs: 'ViewSetup',
  columns: {
    Id: column('id', (flow) => flow.id),
    DeveloperName: column('string', (flow) => flow.fullName),
    MasterLabel: column(
      'string',
      async (flow, { org }) => (await componentFacts(org.components, flow)).label ?? flow.fullName,
    ),
    NamespacePrefix: column('string', () => null),
    Description: column(
      'textarea',
      async (flow, { org }) => (await componentFacts(org.components, flow)).description,
    ),
    ActiveVersionId: column('id', async (flow, { org }) => (await activeVersion(org.components, flow))?.id),
    LatestVersionId: column('id', (flow) => flow.versions.at(-1)?.id),
    ManageableState: column('string', () => 'unmanaged'),
    FullName: column('string', (flow) => flow.fullName),
    Metadata: column('complex', (flow, { org }) => flowDefinitionMetadata(org, flow)),
    ...stampColumns,
  },
  oneRow: ['FullName', 'Metadata'],
  parents: {
    ...stampParents,
    ActiveVersion: { table: 'Flow', key: 'ActiveVersionId' },
    LatestVersion: { table: 'Flow', key: 'LatestVersionId' },
  },
  rows: ({ org }) => org.components.list('Flow'),
  find: found('Flow'),
});

interface VersionOf {
  readonly flow: OrgComponent;
  readonly version: FlowVersion;
}

const versionFact =
  (name: string, otherwise?: (flow: OrgComponent) => string) =>
  async ({ flow, version }: VersionOf, { org }: { org: Org }) =>
    (await versionFacts(org.components, version))[name] ?? otherwise?.(flow);

const flow = tableOf<VersionOf>({
  name: 'Flow',
  prefix: '301',
  needs: 'ViewSetup',
  columns: {
    Id: column('id', ({ version }) => version.id),
    DefinitionId: column('id', ({ flow }) => flow.id),
    MasterLabel: column(
      'string',
      versionFact('label', (flow) => flow.fullName),
    ),
    VersionNumber: column('int', ({ version }) => version.number),
    Status: column('string', ({ flow, version }, { org }) => versionStatus(org.components, flow, version)),
    ProcessType: column(
      'string',
      versionFact('processType', () => 'AutoLaunchedFlow'),
    ),
    Description: column('textarea', versionFact('description')),
    ApiVersion: column('double', async ({ version }, { org }) =>
      Number((await versionFacts(org.components, version)).apiVersion ?? org.sourceApiVersion),
    ),
    RunInMode: column('string', versionFact('runInMode')),
    IsTemplate: column(
      'boolean',
      async ({ version }, { org }) => (await versionFacts(org.components, version)).isTemplate === 'true',
    ),
    ManageableState: column('string', () => 'unmanaged'),
    FullName: column('string', ({ flow, version }) => `${flow.fullName}-${version.number}`),
    Metadata: column('complex', ({ flow, version }, { org }) => flowMetadata(org, flow, version)),
    CreatedDate: column('datetime', ({ version }, view) => stampColumns.CreatedDate?.read(version, view)),
    CreatedById: column('id', ({ version }) => version.created.userId),
    LastModifiedDate: column('datetime', ({ version }, view) =>
      stampColumns.LastModifiedDate?.read(version, view),
    ),
    LastModifiedById: column('id', ({ version }) => version.modified.userId),
    SystemModstamp: column('datetime', ({ version }, view) =>
      stampColumns.SystemModstamp?.read(version, view),
    ),
  },
  oneRow: ['FullName', 'Metadata'],
  parents: { ...stampParents, Definition: { table: 'FlowDefinition', key: 'DefinitionId' } },
  rows: ({ org }) =>
    org.components.list('Flow').flatMap((flow) => flow.versions.map((version) => ({ flow, version }))),
  find: (id, { org }) => {
    const flow = org.components.byId(id);
    const version = flow?.versions.find((each) => each.id.startsWith(id));
    return flow && version && { flow, version };
  },
});

/** Also an object of the data API. */
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
        (await componentFacts(org.components, component)).label ?? component.fullName,
    ),
    Description: column(
      'string',
      async (component, { org }) => (await componentFacts(org.components, component)).description,
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
        (await componentFacts(org.components, component)).hasActivationRequired === 'true',
    ),
    ...stampColumns,
  },
  parents: stampParents,
  rows: ({ org }) => org.components.list('PermissionSet'),
  find: found('PermissionSet'),
};

export const toolingTables: readonly Table[] = [apexClass, flowDefinition, flow, tableOf(permissionSet)];

/** The data API has classes too, without what only Tooling gives. */
export const plainApexClass: Table = {
  ...apexClass,
  columns: Object.fromEntries(
    Object.entries(apexClass.columns).filter(([name]) => name !== 'FullName' && name !== 'Metadata'),
  ),
  oneRow: [],
};
