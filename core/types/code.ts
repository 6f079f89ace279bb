// Types whose component is a file of code and a small XML document beside it.

import { code, codeRow, type Descriptor } from './descriptor.ts';

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
    lane: 'tooling',
    tooling: codeRow('ApexComponent', 'Markup', false),
  }),
} satisfies Record<string, Descriptor>;
