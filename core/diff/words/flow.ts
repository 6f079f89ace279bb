// Words for flows, as Flow Builder calls its elements and resources.

import type { Canon } from '../../metadata/canonical.ts';
import type { TypeWords } from './type-words.ts';

export const flowWords: TypeWords = {
  root: 'Flow',
  nouns: {
    actionCalls: 'Action',
    apexPluginCalls: 'Legacy Apex action',
    apiVersion: 'API version',
    areMetricsLoggedToDataCloud: 'Metrics logged to Data Cloud',
    assignmentItems: 'assignment',
    assignToReference: 'variable',
    booleanValue: 'value',
    collectionProcessors: 'Collection element',
    connector: 'next element',
    defaultConnector: 'default path',
    defaultConnectorLabel: 'default outcome label',
    dynamicChoiceSets: 'Choice set',
    faultConnector: 'fault path',
    inputAssignments: 'field value',
    inputParameters: 'input',
    isCollection: 'collection',
    isInput: 'available for input',
    isOutput: 'available for output',
    isRequired: 'required',
    leftValueReference: 'resource',
    location: 'position on canvas',
    nextValueConnector: 'for each item',
    noMoreValuesConnector: 'after last item',
    orchestratedStages: 'Stage',
    outputAssignments: 'output',
    outputParameters: 'output',
    processMetadataValues: 'Editor setting',
    queriedFields: 'stored field',
    recordCreates: 'Create records',
    recordDeletes: 'Delete records',
    recordLookups: 'Get records',
    recordRollbacks: 'Roll back records',
    recordUpdates: 'Update records',
    rightValue: 'value',
    stages: 'Stage resource',
    'collectionProcessors/sortOptions': 'sort field',
    'subflows/inputAssignments': 'input',
  },
  plurals: {
    recordCreates: 'Create records elements',
    recordDeletes: 'Delete records elements',
    recordLookups: 'Get records elements',
    recordRollbacks: 'Roll back records elements',
    recordUpdates: 'Update records elements',
  },
  gist: {
    connector: 'targetReference',
    defaultConnector: 'targetReference',
    faultConnector: 'targetReference',
    nextValueConnector: 'targetReference',
    noMoreValuesConnector: 'targetReference',
    inputParameters: 'value',
    inputAssignments: 'value',
    processMetadataValues: 'value',
  },
  value(tag, text) {
    if (tag === 'elementReference') return `{!${text}}`;
    // Files write every number with a fraction; people and Flow Builder do not.
    return tag === 'numberValue' ? text.replace(/\.0+$/, '') : undefined;
  },
  item: (item) =>
    item.tag === 'conditions' || item.tag === 'filters' || item.tag === 'assignmentItems'
      ? formula(item)
      : undefined,
  name: (item) => item.children.find((child) => child.tag === 'label' && child.text !== '')?.text,
};

/** `Amount GreaterThan 500`: the parts of a condition, filter or assignment in one line. */
function formula(item: Canon): string {
  const part = (...tags: string[]) => {
    const found = item.children.find((child) => tags.includes(child.tag));
    const only = found?.children[0] ?? found;
    return only ? (only.tag === 'elementReference' ? `{!${only.text}}` : only.text) : '';
  };
  return [
    part('leftValueReference', 'field', 'assignToReference'),
    part('operator'),
    part('rightValue', 'value'),
  ]
    .filter((text) => text !== '')
    .join(' ');
}
