// Short forms of flow elements, in the order Salesforce writes their parts.

import type { Child } from './xml.ts';
import { metadataFile } from './xml.ts';

export type Value = string | number | boolean | { readonly ref: string };

const value = (tag: string, content: Value): Child => {
  if (typeof content === 'object') return [tag, [['elementReference', content.ref]]];
  if (typeof content === 'number') return [tag, [['numberValue', content.toFixed(1)]]];
  if (typeof content === 'boolean') return [tag, [['booleanValue', content]]];
  return [tag, [['stringValue', content]]];
};

const connect = (target: string | undefined, tag = 'connector'): Child[] =>
  target ? [[tag, [['targetReference', target]]]] : [];

const head = (name: string, x: number, y: number): Child[] => [
  ['name', name],
  ['label', name.replaceAll('_', ' ')],
  ['locationX', x],
  ['locationY', y],
];

export interface Rule {
  readonly name: string;
  readonly when: readonly (readonly [left: string, operator: string, right: Value])[];
  readonly goTo?: string;
}

export const decision = (
  name: string,
  x: number,
  y: number,
  rules: readonly Rule[],
  otherwise?: string,
): Child => [
  'decisions',
  [
    ...head(name, x, y),
    ...connect(otherwise, 'defaultConnector'),
    ['defaultConnectorLabel', 'Default Outcome'],
    ...rules.map(
      (rule): Child => [
        'rules',
        [
          ['name', rule.name],
          ['conditionLogic', 'and'],
          ...rule.when.map(
            ([left, operator, right]): Child => [
              'conditions',
              [['leftValueReference', left], ['operator', operator], value('rightValue', right)],
            ],
          ),
          ...connect(rule.goTo),
          ['label', rule.name.replaceAll('_', ' ')],
        ],
      ],
    ),
  ],
];

export const assignment = (
  name: string,
  x: number,
  y: number,
  sets: readonly (readonly [string, Value])[],
  next?: string,
): Child => [
  'assignments',
  [
    ...head(name, x, y),
    ...sets.map(
      ([target, content]): Child => [
        'assignmentItems',
        [['assignToReference', target], ['operator', 'Assign'], value('value', content)],
      ],
    ),
    ...connect(next),
  ],
];

export const lookup = (
  name: string,
  x: number,
  y: number,
  object: string,
  filters: readonly (readonly [string, string, Value])[],
  next?: string,
): Child => [
  'recordLookups',
  [
    ...head(name, x, y),
    ['assignNullValuesIfNoRecordsFound', false],
    ...connect(next),
    ['filterLogic', 'and'],
    ...filters.map(
      ([field, operator, content]): Child => [
        'filters',
        [['field', field], ['operator', operator], value('value', content)],
      ],
    ),
    ['getFirstRecordOnly', true],
    ['object', object],
    ['storeOutputAutomatically', true],
  ],
];

export const update = (
  name: string,
  x: number,
  y: number,
  fields: readonly (readonly [string, Value])[],
  next?: string,
): Child => [
  'recordUpdates',
  [
    ...head(name, x, y),
    ...connect(next),
    ...fields.map(
      ([field, content]): Child => ['inputAssignments', [['field', field], value('value', content)]],
    ),
    ['inputReference', '$Record'],
  ],
];

export const action = (
  name: string,
  x: number,
  y: number,
  kind: string,
  inputs: readonly (readonly [string, Value])[],
  next?: string,
): Child => [
  'actionCalls',
  [
    ...head(name, x, y),
    ['actionName', kind],
    ['actionType', kind],
    ...connect(next),
    ['flowTransactionModel', 'CurrentTransaction'],
    ...inputs.map(
      ([input, content]): Child => ['inputParameters', [['name', input], value('value', content)]],
    ),
    ['nameSegment', kind],
  ],
];

export const variable = (name: string, type: string, input = false): Child => [
  'variables',
  [
    ['name', name],
    ['dataType', type],
    ['isCollection', false],
    ['isInput', input],
    ['isOutput', false],
    ...(type === 'Number' ? ([['scale', 0]] as Child[]) : []),
  ],
];

export const formula = (name: string, type: string, expression: string): Child => [
  'formulas',
  [
    ['name', name],
    ['dataType', type],
    ['expression', expression],
  ],
];

/** A record-triggered flow around its elements. */
export function recordFlow(
  label: string,
  object: string,
  first: string,
  elements: readonly Child[],
  start: { x?: number; description?: string } = {},
): string {
  return metadataFile('Flow', [
    ['apiVersion', '64.0'],
    ['areMetricsLoggedToDataCloud', false],
    ...(start.description ? ([['description', start.description]] as Child[]) : []),
    ['environments', 'Default'],
    ['interviewLabel', `${label} {!$Flow.CurrentDateTime}`],
    ['label', label],
    ['processMetadataValues', [['name', 'BuilderType'], value('value', 'LightningFlowBuilder')]],
    ['processMetadataValues', [['name', 'CanvasMode'], value('value', 'AUTO_LAYOUT_CANVAS')]],
    ['processType', 'AutoLaunchedFlow'],
    [
      'start',
      [
        ['locationX', start.x ?? 50],
        ['locationY', 0],
        ['connector', [['targetReference', first]]],
        ['object', object],
        ['recordTriggerType', 'CreateAndUpdate'],
        ['triggerType', 'RecordAfterSave'],
      ],
    ],
    ['status', 'Active'],
    ...elements,
  ]);
}
