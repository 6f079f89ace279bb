// EntityDefinition and FieldDefinition: all objects and their fields, standard and custom, as tables that are none.

import { createHash } from 'node:crypto';
import { elementOf, plainValues } from '../metadata/elements.ts';
import { toolingMetadata } from '../metadata/tooling-json.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { entityId } from './component-names.ts';
import { standardFields, standardObjects } from './standard-objects.ts';
import { type Column, column, restDate, type Table, tableOf, type View } from './table.ts';

interface Entity {
  readonly name: string;
  readonly component: OrgComponent | undefined;
}

const known = new Map(standardObjects.map((each) => [each.name, each] as const));
const ending = /__(?:c|mdt|e|b|x|kav)$/;
const isCustom = (name: string) => ending.test(name);

function entities(org: Org): Entity[] {
  const components = org.components.list('CustomObject');
  const named = new Set(components.map((each) => each.fullName));
  return [
    ...standardObjects
      .filter(({ name }) => !named.has(name))
      .map(({ name }) => ({ name, component: undefined })),
    ...components.map((component) => ({ name: component.fullName, component })),
  ];
}

/** By API name or by the id of a custom object, of 15 characters. */
function entityOf(org: Org, key: string): Entity | undefined {
  const component = org.components.byName('CustomObject', key) ?? org.components.byId(key);
  if (component?.type === 'CustomObject') return { name: component.fullName, component };
  const standard = standardObjects.find((each) => each.name.toLowerCase() === key.toLowerCase());
  return standard && { name: standard.name, component: undefined };
}

const value =
  (name: string, otherwise: (entity: Entity) => unknown) =>
  async (entity: Entity, { org }: View): Promise<unknown> =>
    (entity.component && (await plainValues(org.components, entity.component))[name]) ?? otherwise(entity);

const labelOf = value(
  'label',
  ({ name }) => known.get(name)?.label ?? name.replace(ending, '').replaceAll('_', ' '),
);

/** Records of a custom object have a prefix of their own in each org. */
function keyPrefix({ name, component }: Entity): string | null {
  if (!isCustom(name)) return known.get(name)?.prefix ?? null;
  const letter = { mdt: 'm', e: 'e', x: 'x', kav: 'k' }[ending.exec(name)?.[0].slice(2) ?? ''] ?? 'a';
  const number =
    createHash('sha256')
      .update(component?.id ?? name)
      .digest()
      .readUInt16BE(0) % 1296;
  return `${letter}${number.toString(36).toUpperCase().padStart(2, '0')}`;
}

const hidden = { filterable: false, sortable: false } as const;
const stamp = (
  read: (component: OrgComponent) => unknown,
  type: 'id' | 'datetime',
): Column<{ component: OrgComponent | undefined }> =>
  column(type, ({ component }) => component && read(component));
const stamps = {
  LastModifiedById: stamp((component) => component.modified.userId, 'id'),
  LastModifiedDate: stamp((component) => restDate(component.modified.at), 'datetime'),
};

const entityColumns: Readonly<Record<string, Column<Entity>>> = {
  Id: column('id', () => '000000000000000AAA'),
  DurableId: column('entity', ({ name }, { org }) => entityId(org, name, 15)),
  QualifiedApiName: column('string', ({ name }) => name),
  DeveloperName: column('string', ({ name }) => name.replace(ending, '')),
  NamespacePrefix: column('string', () => null),
  Label: column('string', labelOf),
  MasterLabel: column('string', labelOf),
  PluralLabel: column(
    'string',
    value('pluralLabel', ({ name }) => `${known.get(name)?.label ?? name}s`),
  ),
  KeyPrefix: column('string', keyPrefix),
  IsCustomizable: column('boolean', () => true),
  IsCustomSetting: column(
    'boolean',
    async (entity, view) => (await value('customSettingsType', () => null)(entity, view)) !== null,
  ),
  IsApexTriggerable: column('boolean', ({ name }) => !name.endsWith('__mdt')),
  IsTriggerable: column('boolean', ({ name }) => !name.endsWith('__mdt')),
  IsLayoutable: column('boolean', ({ name }) => !name.endsWith('__e')),
  IsQueryable: column('boolean', ({ name }) => !name.endsWith('__e')),
  IsWorkflowEnabled: column('boolean', ({ name }) => !/__(?:mdt|e)$/.test(name)),
  IsDeprecatedAndHidden: column('boolean', () => false),
  DeploymentStatus: column(
    'string',
    value('deploymentStatus', () => null),
  ),
  InternalSharingModel: column(
    'string',
    value('sharingModel', () => 'ReadWrite'),
  ),
  PublisherId: column('string', ({ name }) => (isCustom(name) ? '<local>' : 'System')),
  ...stamps,
};

interface Field {
  readonly entity: Entity;
  /** `Id`, `Rating__c`. */
  readonly name: string;
  readonly component: OrgComponent | undefined;
}

/** Only objects that the condition may mean could be asked for, but all have few fields. */
function fields(org: Org): Field[] {
  return entities(org).flatMap((entity) => {
    const own = [...(entity.component?.children ?? [])].filter((each) => each.type === 'CustomField');
    const named = own.map((component) => ({
      entity,
      name: component.fullName.slice(entity.name.length + 1),
      component,
    }));
    const taken = new Set(named.map((field) => field.name));
    const standard = standardFields.filter(([name]) => !taken.has(name));
    return [...standard.map(([name]) => ({ entity, name, component: undefined })), ...named];
  });
}

const standardField = (name: string) => standardFields.find(([each]) => each === name);
const fieldValue =
  (name: string) =>
  async ({ component }: Field, { org }: View): Promise<string | undefined> =>
    component && (await plainValues(org.components, component))[name];
const fieldLabel = async (field: Field, view: View) =>
  (await fieldValue('label')(field, view)) ?? standardField(field.name)?.[1] ?? field.name;

/** A lookup's own name leaves out its Id: Owner for OwnerId. */
function fieldKey({ entity, name, component }: Field, org: Org): string {
  const own = component && isCustom(name) ? component.id.slice(0, 15) : name.replace(/(?<=.)Id$/, '');
  return `${entityId(org, entity.name, 15)}.${own}`;
}

async function dataType(field: Field, view: View): Promise<string | undefined> {
  if (!field.component) return standardField(field.name)?.[2];
  const element = await elementOf(view.org.components, field.component);
  const text = (name: string) => element?.children.find((each) => each.name === name)?.text;
  const type = text('type');
  if (type === 'Text') return `Text(${text('length')})`;
  if (type === 'Lookup' || type === 'MasterDetail')
    return `${type === 'Lookup' ? type : 'Master-Detail'}(${text('referenceTo')})`;
  if (type === 'Number' || type === 'Currency' || type === 'Percent') {
    const scale = Number(text('scale') ?? 0);
    return `${type}(${Number(text('precision') ?? 18) - scale}, ${scale})`;
  }
  return type;
}

const fieldColumns: Readonly<Record<string, Column<Field>>> = {
  Id: column('id', () => '000000000000000AAA'),
  DurableId: column('string', (field, { org }) => fieldKey(field, org)),
  EntityDefinitionId: column('entity', ({ entity }, { org }) => entityId(org, entity.name, 15)),
  QualifiedApiName: column('string', ({ name }) => name),
  DeveloperName: column('string', ({ name }) => name.replace(ending, '')),
  NamespacePrefix: column('string', () => null),
  Label: column('string', fieldLabel),
  MasterLabel: column('string', fieldLabel),
  DataType: column('string', dataType),
  Description: column('string', fieldValue('description')),
  IsCalculated: column(
    'boolean',
    async (field, view) => (await fieldValue('formula')(field, view)) !== undefined,
  ),
  IsNillable: column(
    'boolean',
    async (field, view) => (await fieldValue('required')(field, view)) !== 'true',
  ),
  Length: column('int', async (field, view) => Number((await fieldValue('length')(field, view)) ?? 0)),
  Precision: column('int', async (field, view) => Number((await fieldValue('precision')(field, view)) ?? 0)),
  Scale: column('int', async (field, view) => Number((await fieldValue('scale')(field, view)) ?? 0)),
  RelationshipName: column('string', fieldValue('relationshipName')),
  ...stamps,
};

/** Tooling gives the documents too. */
export function entityTables(api: 'tooling' | 'data'): readonly Table[] {
  const tooling = api === 'tooling';
  const oneRow = tooling ? ['FullName', 'Metadata'] : [];
  const entityMetadata: Readonly<Record<string, Column<Entity>>> = {
    FullName: { type: 'string', read: ({ name }) => name, ...hidden },
    Metadata: column('complex', ({ component }, { org }) => component && toolingMetadata(org, component)),
  };
  const fieldMetadata: Readonly<Record<string, Column<Field>>> = {
    FullName: { type: 'string', read: ({ entity, name }) => `${entity.name}.${name}`, ...hidden },
    Metadata: column('complex', ({ component }, { org }) => component && toolingMetadata(org, component)),
  };
  const modifiedBy = { LastModifiedBy: { table: 'User', key: 'LastModifiedById' } };
  const entityDefinition = tableOf<Entity>({
    name: 'EntityDefinition',
    key: 'DurableId',
    needs: 'ViewSetup',
    columns: { ...entityColumns, ...(tooling ? entityMetadata : {}) },
    oneRow,
    reified: {},
    parents: modifiedBy,
    rows: ({ org }) => entities(org),
    find: (key, { org }) => entityOf(org, key),
  });
  const fieldDefinition = tableOf<Field>({
    name: 'FieldDefinition',
    key: 'DurableId',
    needs: 'ViewSetup',
    columns: { ...fieldColumns, ...(tooling ? fieldMetadata : {}) },
    oneRow,
    reified: { filters: ['EntityDefinitionId', 'DurableId'] },
    parents: { ...modifiedBy, EntityDefinition: { table: 'EntityDefinition', key: 'EntityDefinitionId' } },
    rows: ({ org }) => fields(org),
  });
  return [entityDefinition, fieldDefinition];
}
