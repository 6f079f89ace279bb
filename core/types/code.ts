// Types whose component is code with a small XML document beside it: one file, or a bundle of them.

import { bundle, code, codeRow, type Descriptor, document, row } from './descriptor.ts';

export const codeTypes = {
  ApexClass: code('Apex class', 'classes', 'cls', { ids: '01p', tooling: codeRow('ApexClass', 'Body') }),
  ApexTrigger: code('Apex trigger', 'triggers', 'trigger', {
    ids: '01q',
    tooling: codeRow('ApexTrigger', 'Body'),
  }),
  ApexPage: code('Visualforce page', 'pages', 'page', { ids: '066', tooling: codeRow('ApexPage', 'Markup') }),
  // Its row has no Metadata: the label and the like come from its own columns.
  ApexComponent: code('Visualforce component', 'components', 'component', {
    ids: '099',
    tooling: codeRow('ApexComponent', 'Markup'),
  }),
  // Neither its row nor readMetadata gives the classes of a suite.
  ApexTestSuite: document('Apex test suite', 'testSuites', 'testSuite', { ids: '05F', lane: 'retrieve' }),
  LightningComponentBundle: bundle('Lightning web component', 'lwc', 'js', {
    ids: '0Rb',
    tooling: row('LightningComponentBundle'),
  }),
  AuraDefinitionBundle: bundle('Aura component', 'aura', 'cmp', {
    ids: '0Ab 0Ad',
    tooling: row('AuraDefinitionBundle'),
  }),
} satisfies Record<string, Descriptor>;
