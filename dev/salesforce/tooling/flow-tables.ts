// Flows: the definition, and each of its versions.

import { componentFacts, versionFacts } from '../metadata/facts.ts';
import { activeVersion, versionStatus } from '../metadata/flow.ts';
import { flowDefinitionMetadata, flowMetadata } from '../metadata/tooling-json.ts';
import type { FlowVersion, OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { type Column, column, stampColumns, stampParents, tableOf } from './table.ts';

const fullNameColumn = <S>(read: (source: S) => string): Column<S> => ({
  type: 'string',
  read,
  filterable: false,
  sortable: false,
});

export const flowDefinition = tableOf<OrgComponent>({
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
    FullName: fullNameColumn((flow: OrgComponent) => flow.fullName),
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
  find: (id, { org }) => {
    const flow = org.components.byId(id);
    return flow?.type === 'Flow' && flow.id.startsWith(id) ? flow : undefined;
  },
});

interface VersionOf {
  readonly flow: OrgComponent;
  readonly version: FlowVersion;
}

const versionFact =
  (name: string, otherwise?: (flow: OrgComponent) => string) =>
  async ({ flow, version }: VersionOf, { org }: { org: Org }) =>
    (await versionFacts(org.components, version))[name] ?? otherwise?.(flow);

export const flowVersion = tableOf<VersionOf>({
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
    FullName: fullNameColumn(({ flow, version }: VersionOf) => `${flow.fullName}-${version.number}`),
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
