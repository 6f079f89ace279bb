// Types of Setup's Object Manager: objects, and what source format keeps in folders below them.

import { bareRow, child, type Descriptor, document, row } from './descriptor.ts';

export const objectTypes = {
  CustomObject: document('Object', 'objects', 'object', {
    ids: '01I',
    tooling: bareRow('CustomObject', 'DeveloperName'),
  }),
  CustomField: child('Field', 'fields', 'field', {
    ids: '00N',
    tooling: row('CustomField', 'DeveloperName'),
  }),
  ValidationRule: child('Validation rule', 'validationRules', 'validationRule', {
    ids: '03d',
    tooling: row('ValidationRule', 'ValidationName'),
  }),
  RecordType: child('Record type', 'recordTypes', 'recordType', {
    ids: '012',
    tooling: row('RecordType'),
  }),
  WebLink: child('Button or link', 'webLinks', 'webLink', { ids: '00b', tooling: row('WebLink', 'Name') }),
  CompactLayout: child('Compact layout', 'compactLayouts', 'compactLayout', {
    ids: '0AH',
    tooling: row('CompactLayout', 'DeveloperName'),
  }),
  BusinessProcess: child('Business process', 'businessProcesses', 'businessProcess', {
    ids: '019',
    tooling: row('BusinessProcess', 'Name'),
  }),
  FieldSet: child('Field set', 'fieldSets', 'fieldSet', {
    ids: '0IX',
    tooling: bareRow('FieldSet', 'DeveloperName'),
  }),
  ListView: child('List view', 'listViews', 'listView', { ids: '00B' }),
  Layout: document('Page layout', 'layouts', 'layout', { ids: '00h', tooling: row('Layout', 'Name') }),
  GlobalValueSet: document('Global value set', 'globalValueSets', 'globalValueSet', {
    ids: '0Nt',
    tooling: row('GlobalValueSet', 'DeveloperName'),
  }),
  CustomMetadata: document('Custom metadata record', 'customMetadata', 'md'),
  PathAssistant: document('Path', 'pathAssistants', 'pathAssistant', {
    ids: '1CP',
    // Its row leaves the steps out.
    lane: 'read-metadata',
    tooling: row('PathAssistant', 'DeveloperName'),
  }),
} satisfies Record<string, Descriptor>;
