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
    assignments: 'Assignment',
    assignToReference: 'variable',
    booleanValue: 'value',
    choices: 'Choice',
    collectionProcessors: 'Collection element',
    conditionLogic: 'condition logic',
    conditions: 'condition',
    connector: 'next element',
    constants: 'Constant',
    customErrors: 'Custom error',
    decisions: 'Decision',
    defaultConnector: 'default path',
    defaultConnectorLabel: 'default outcome label',
    dynamicChoiceSets: 'Choice set',
    environments: 'Environment',
    faultConnector: 'fault path',
    fields: 'field',
    filters: 'filter',
    formulas: 'Formula',
    inputAssignments: 'field value',
    inputParameters: 'input',
    isCollection: 'collection',
    isInput: 'available for input',
    isOutput: 'available for output',
    isRequired: 'required',
    leftValueReference: 'resource',
    location: 'position on canvas',
    loops: 'Loop',
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
    rules: 'rule',
    scheduledPaths: 'scheduled path',
    screens: 'Screen',
    stages: 'Stage resource',
    start: 'Start',
    'collectionProcessors/sortOptions': 'sort field',
    subflows: 'Subflow',
    'subflows/inputAssignments': 'input',
    textTemplates: 'Text template',
    transforms: 'Transform',
    variables: 'Variable',
    waits: 'Wait',
    waitEvents: 'wait event',
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
  value: (tag, text) => (tag === 'elementReference' ? `{!${text}}` : undefined),
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
