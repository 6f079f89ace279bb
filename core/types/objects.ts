// Types of Setup's Object Manager: objects, and what source format keeps in folders below them.

import { child, type Descriptor, document, row } from './descriptor.ts';

export const objectTypes = {
  CustomObject: document('Object', 'objects', 'object', {
    ids: '01I',
  }),
  CustomField: child('Field', 'fields', 'field', {
    ids: '00N',
    tooling: row('CustomField'),
  }),
  ValidationRule: child('Validation rule', 'validationRules', 'validationRule', {
    ids: '03d',
    tooling: row('ValidationRule'),
  }),
  RecordType: child('Record type', 'recordTypes', 'recordType', {
    ids: '012',
    tooling: row('RecordType'),
  }),
  WebLink: child('Button or link', 'webLinks', 'webLink', { ids: '00b', tooling: row('WebLink') }),
  CompactLayout: child('Compact layout', 'compactLayouts', 'compactLayout', {
    ids: '0AH',
    tooling: row('CompactLayout'),
  }),
  BusinessProcess: child('Business process', 'businessProcesses', 'businessProcess', {
    ids: '019',
    tooling: row('BusinessProcess'),
  }),
  FieldSet: child('Field set', 'fieldSets', 'fieldSet', {
    ids: '0IX',
  }),
  ListView: child('List view', 'listViews', 'listView', { ids: '00B' }),
  Layout: document('Page layout', 'layouts', 'layout', { ids: '00h', tooling: row('Layout') }),
  GlobalValueSet: document('Global value set', 'globalValueSets', 'globalValueSet', {
    ids: '0Nt',
    tooling: row('GlobalValueSet'),
  }),
  StandardValueSet: document('Standard value set', 'standardValueSets', 'standardValueSet', {
    unstamped: true,
  }),
  CustomMetadata: document('Custom metadata record', 'customMetadata', 'md'),
  PathAssistant: document('Path', 'pathAssistants', 'pathAssistant', {
    ids: '1CP',
    // Its row leaves the steps out.
  }),
} satisfies Record<string, Descriptor>;
