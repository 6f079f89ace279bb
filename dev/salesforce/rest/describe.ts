// Describes of objects and their fields, and the list of all objects.

import type { Column, ColumnType, Table } from '../tooling/table.ts';

const soapTypes: Readonly<Record<ColumnType, string>> = {
  id: 'tns:ID',
  entity: 'xsd:string',
  string: 'xsd:string',
  textarea: 'xsd:string',
  datetime: 'xsd:dateTime',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  complex: 'mns:Metadata',
  base64: 'xsd:base64Binary',
};

/** `base` is `/services/data/v66.0/tooling` or without `/tooling`. */
export function describeGlobal(tables: readonly Table[], base: string) {
  return {
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: tables.map((table) => shortDescribe(table, base)),
  };
}

export function shortDescribe(table: Table, base: string) {
  const address = `${base}/sobjects/${table.name}`;
  const label = table.label ?? spaced(table.name);
  return {
    activateable: false,
    createable: false,
    custom: false,
    customSetting: false,
    deletable: false,
    deprecatedAndHidden: false,
    feedEnabled: false,
    keyPrefix: table.prefix ?? null,
    label,
    labelPlural: label.endsWith('s') ? label : `${label}s`,
    layoutable: false,
    mergeable: false,
    mruEnabled: false,
    name: table.name,
    queryable: true,
    replicateable: false,
    retrieveable: true,
    searchable: false,
    triggerable: false,
    undeletable: false,
    updateable: false,
    urls: { rowTemplate: `${address}/{ID}`, describe: `${address}/describe`, sobject: address },
  };
}

export function describeObject(table: Table, base: string) {
  const fields = Object.entries(table.columns).map(([name, column]) => describeField(table, name, column));
  return {
    ...shortDescribe(table, base),
    childRelationships: [],
    fields,
    recordTypeInfos: [],
    supportedScopes: [],
  };
}

function describeField(table: Table, name: string, { type, filterable, sortable }: Column) {
  const parent = Object.entries(table.parents ?? {}).find(([, each]) => each.key === name);
  const isId = name === 'Id';
  return {
    name,
    label: spaced(name),
    type: isId
      ? 'id'
      : type === 'id'
        ? 'reference'
        : type === 'complex'
          ? 'complexvalue'
          : type === 'entity'
            ? 'string'
            : type,
    soapType: soapTypes[type],
    length: type === 'id' ? 18 : type === 'string' ? 255 : type === 'entity' ? 255 : 0,
    createable: false,
    custom: false,
    defaultedOnCreate: isId,
    filterable: filterable !== false,
    groupable: type !== 'datetime' && filterable !== false,
    idLookup: isId,
    nameField: name === 'Name' || name === 'DeveloperName',
    nillable: !isId,
    picklistValues: [],
    referenceTo: parent ? [parent[1].table] : [],
    relationshipName: parent?.[0] ?? null,
    sortable: sortable !== false,
    unique: false,
    updateable: false,
  };
}

/** `LastModifiedDate` as Last Modified Date. */
function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2');
}
