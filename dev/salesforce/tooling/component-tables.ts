// The objects that stand for metadata components, made from the table of their columns.

import { childNamed, typeNamed } from '../metadata/types.ts';
import type { OrgComponent } from '../state/components.ts';
import { cellReader, type ReadCell } from './component-cells.ts';
import { type ColumnSpec, componentObjects, type ObjectSpec } from './component-columns.ts';
import { type Column, column, type Parent, stampColumns, type Table, tableOf } from './table.ts';

type Api = 'tooling' | 'data';

/** Objects of the data API that every user may read. */
const anyone = new Set([
  'Dashboard',
  'Document',
  'EmailTemplate',
  'Group',
  'ListView',
  'RecordType',
  'Report',
  'UserRole',
]);

export function componentTables(api: Api): readonly Table[] {
  return componentObjects()
    .filter((spec) => spec.api === api || spec.api === 'both')
    .map((spec) => tableOf(componentTable(spec, api)));
}

/** Only to be read and filtered as the data says; Metadata and FullName are Tooling's. */
function componentTable(spec: ObjectSpec, api: Api): Table<OrgComponent> {
  const columns: Record<string, Column<OrgComponent>> = { Id: column('id', (component) => component.id) };
  const specs = api === 'data' ? [...spec.columns, ...spec.dataColumns] : spec.columns;
  for (const each of specs)
    columns[each.name] = column(each.type, cellReader(spec.name, each.name, each.type));
  addMarked(columns, spec, api);
  const isReified = spec.name === 'StandardValueSet';
  return {
    name: spec.name,
    columns,
    ...(api === 'data' && anyone.has(spec.name) ? {} : { needs: 'ViewSetup' as const }),
    oneRow: api === 'tooling' && spec.marks.includes('X') ? ['FullName', 'Metadata'] : [],
    parents: parentsOf(spec, specs),
    ...prefixOfTypes(spec),
    ...(isReified ? { reified: { filters: ['MasterLabel', 'DurableId'] } } : {}),
    rows: ({ org }) => spec.types.flatMap((type) => org.components.list(type)),
    find: (id, { org }) => {
      const component = org.components.byId(id);
      return component && spec.types.includes(component.type) ? component : undefined;
    },
    bytes: (component, { org }) => org.components.bytes(component, 'content'),
  };
}

function addMarked(
  columns: Record<string, Column<OrgComponent>>,
  { marks, name }: ObjectSpec,
  api: Api,
): void {
  const has = (mark: string) => marks.includes(mark);
  const stamp = (column: string) => {
    const found = stampColumns[column];
    if (found) columns[column] = found;
  };
  const add = (column: string, read: ReadCell, more: Partial<Column> = {}) => {
    columns[column] = { type: 'string', read, ...more };
  };
  if (has('P')) add('ManageableState', cellReader(name, 'ManageableState', 'string'));
  if (has('N')) add('NamespacePrefix', cellReader(name, 'NamespacePrefix', 'string'));
  if (has('L')) add('Language', cellReader(name, 'Language', 'string'));
  if (has('D')) add('IsDeleted', () => false, { type: 'boolean' });
  if (has('C') || has('c')) stamp('CreatedDate');
  if (has('C')) stamp('CreatedById');
  if (has('M') || has('m')) stamp('LastModifiedDate');
  if (has('M')) stamp('LastModifiedById');
  if (has('S')) stamp('SystemModstamp');
  if (api === 'data') return;
  if (has('F'))
    add('FullName', cellReader(name, 'FullName', 'string'), { filterable: false, sortable: false });
  if (has('X')) columns.Metadata = column('complex', cellReader(name, 'Metadata', 'complex'));
}

function parentsOf(spec: ObjectSpec, columns: readonly ColumnSpec[]): Readonly<Record<string, Parent>> {
  const parents: Record<string, Parent> = {};
  for (const { name, parent } of columns)
    if (parent) parents[name.slice(0, -2)] = { table: parent, key: name };
  if (spec.marks.includes('C')) parents.CreatedBy = { table: 'User', key: 'CreatedById' };
  if (spec.marks.includes('M')) parents.LastModifiedBy = { table: 'User', key: 'LastModifiedById' };
  return parents;
}

function prefixOfTypes({ types }: ObjectSpec): { prefix?: string } {
  const [prefix, ...more] = new Set(types.map((type) => typeNamed(type)?.prefix ?? childNamed(type)?.prefix));
  return prefix !== undefined && more.length === 0 ? { prefix } : {};
}
