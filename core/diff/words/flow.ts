// Words for flows, as Flow Builder calls its elements and resources.

import type { WordTable } from './type-words.ts';

export const flowWords: WordTable = {
  nouns: `
    actionCalls Action
    apexPluginCalls Legacy Apex action
    apiVersion API version
    areMetricsLoggedToDataCloud Metrics logged to Data Cloud
    assignmentItems assignment
    assignToReference variable
    booleanValue value
    collectionProcessors Collection element
    connector next element
    defaultConnector default path
    defaultConnectorLabel default outcome label
    dynamicChoiceSets Choice set
    faultConnector fault path
    inputAssignments field value
    inputParameters input
    isGoTo Go To connector
    isCollection collection
    isInput available for input
    isOutput available for output
    isRequired required
    leftValueReference resource
    location position on canvas
    nextValueConnector for each item
    noMoreValuesConnector after last item
    orchestratedStages Stage
    outputAssignments output
    outputParameters output
    processMetadataValues Editor setting
    queriedFields stored field
    recordCreates Create records
    recordDeletes Delete records
    recordLookups Get records
    recordRollbacks Roll back records
    recordUpdates Update records
    rightValue value
    stages Stage resource
    collectionProcessors/sortOptions sort field
    subflows/inputAssignments input`,
  plurals: `
    recordCreates Create records elements
    recordDeletes Delete records elements
    recordLookups Get records elements
    recordRollbacks Roll back records elements
    recordUpdates Update records elements`,
  gist: `
    targetReference connector defaultConnector faultConnector nextValueConnector noMoreValuesConnector
    value inputParameters inputAssignments processMetadataValues`,
  value(tag, text) {
    if (tag === 'elementReference') return `{!${text}}`;
    // Flow Builder writes the constants so, and checkboxes otherwise.
    if (tag === 'booleanValue') return text === 'true' ? 'True' : text === 'false' ? 'False' : undefined;
    // Files write every number with a fraction; people and Flow Builder do not.
    return tag === 'numberValue' ? text.replace(/\.0+$/, '') : undefined;
  },
  // The name is told beside it where two elements share a label.
  name: (item) => item.children.find((child) => child.tag === 'label' && child.text !== '')?.text,
};
