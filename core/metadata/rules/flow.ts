// The lists and values of a flow. Sources: Metadata API WSDL v63.0 (Flow and its parts); order where the
// element is addressed by number or evaluated in turn (conditions, rules, filters, screen fields).

import { rulesOf } from './table.ts';

const elements =
  'actionCalls apexPluginCalls assignments choices collectionProcessors constants customErrors customProperties decisions dynamicChoiceSets experiments exitRules formulas loops orchestratedStages recordCreates recordDeletes recordLookups recordRollbacks recordUpdates screens stages steps subflows textTemplates transforms variables waits';

const editorSettings = new Set(['BuilderType', 'CanvasMode', 'OriginBuilderType']);

export const flowRules = rulesOf({
  sets: {
    name: `${elements} processMetadataValues inputParameters outputParameters exitActionInputParameters exitActionOutputParameters entryActionInputParameters entryActionOutputParameters stageSteps waitEvents scheduledPaths capabilityTypes inputs paths screens/actions`,
    pathName: 'actionCallPaths',
    typeName: 'dataTypeMappings',
    transformValueName: 'transformValues',
    'outputFieldApiName+transformType': 'transformValueActions',
    assignToFieldReference: 'mapItems',
    'fieldSelection+isFieldError': 'customErrorMessages',
    'field|name': 'inputAssignments',
    'field+assignToReference': 'dynamicChoiceSets/outputAssignments recordLookups/outputAssignments',
    'name|assignToReference': 'subflows/outputAssignments',
    'assigneeType+assignee': 'assignees',
    'fieldReference+attribute': 'ruleActions',
    'eventName+eventSource': 'triggers',
    screenActionName: 'handlers',
    targetReference: 'connectors',
    '#text': 'environments queriedFields',
  },
  ordered: {
    assignToReference: 'assignmentItems',
    name: 'decisions/rules',
    'name|objectFieldReference': 'fields',
    sortField: 'sortOptions',
    '#text': 'choiceReferences',
    '?leftValueReference': 'conditions exitConditions entryConditions',
    '?field': 'filters',
    '?conditionLogic': 'screens/rules',
  },
  booleans:
    'allowBack allowFinish allowPause assignNullValuesIfNoRecordsFound assignNullToVariablesIfNoRecordsFound assignRecordIdToReference booleanValue canAssigneeEdit doesRequireRecordChangedToMeetCriteria enabled filterOutput getFirstRecordOnly hasError inputsOnNextNavToAssocScrn isActive isAdditionalPermissionRequiredToRun isCollection isFieldError isInput isLocal isOutput isOverridable isRequired isTemplate isViewedAsPlainText isVisible requiresAsyncProcessing runAsync showFooter showHeader storeOutputAutomatically useManagedAction areMetricsLoggedToDataCloud',
  first: 'processMetadataValues description name',
  firstOnCanvas: 'elementSubtype label locationX locationY',
  alphabetical: 'Flow outputParameters outputAssignments',
  ignoreCase: true,
  doubles: 'apiVersion apiVersionRuntime numberValue',
  dateTimes: 'dateTimeValue',
  noise: (depth, tag, name) =>
    tag === 'locationX' ||
    tag === 'locationY' ||
    (depth === 1 && tag === 'processMetadataValues' && name !== undefined && editorSettings.has(name)),
});
