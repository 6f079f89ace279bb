// Flows. Conditions and filters are addressed by number in a formula, rules and items are taken in turn.

import { below, type Tables } from './table.ts';

const editorSettings = new Set(['BuilderType', 'CanvasMode', 'OriginBuilderType']);

/** Their name does not come first. */
const outputs =
  'outputParameters outputAssignments entryActionOutputParameters exitActionOutputParameters transformValueActions';

export const flowTables: Tables = {
  Flow: {
    lists: `
      name W actionCalls apexPluginCalls assignments choices collectionProcessors constants customErrors customProperties decisions dynamicChoiceSets experiments exitRules formulas loops orchestratedStages recordCreates recordDeletes recordLookups recordRollbacks recordUpdates screens stages steps subflows textTemplates transforms variables waits
      name W processMetadataValues inputParameters outputParameters exitActionInputParameters exitActionOutputParameters entryActionInputParameters entryActionOutputParameters stageSteps waitEvents scheduledPaths capabilityTypes inputs paths screens/actions subflows/inputAssignments subflows/outputAssignments
      pathName W actionCallPaths
      typeName W dataTypeMappings
      transformValueName W transformValues
      outputFieldApiName+transformType J transformValueActions
      assignToFieldReference W mapItems
      fieldSelection+isFieldError J customErrorMessages
      field DW inputAssignments
      field+assignToReference DW outputAssignments
      assigneeType+assignee J assignees
      fieldReference+attribute W ruleActions
      eventName+eventSource W triggers
      screenActionName W handlers
      targetReference W connectors
      #text V environments queriedFields
      assignToReference De assignmentItems
      name We decisions/rules
      name|objectFieldReference Wv fields
      sortField Wp sortOptions
      #text Vv choiceReferences
      ?leftValueReference Nn conditions exitConditions entryConditions
      ?field Jn filters
      ?conditionLogic Ne screens/rules`,
    first: 'processMetadataValues description name',
    firstOnCanvas: 'elementSubtype label locationX locationY',
    alphabetical: 'Flow',
    last: outputs
      .split(' ')
      .map((tag) => below(tag, 'name outputFieldApiName transformType value'))
      .join(' '),
    ignoreCase: true,
    noise: (depth, tag, name) =>
      tag === 'locationX' ||
      tag === 'locationY' ||
      (depth === 1 && tag === 'processMetadataValues' && name !== undefined && editorSettings.has(name)),
  },
  FlowDefinition: {},
};
