// Documents of the three types that people look at most, shaped by hand as real ones are.

import fc from 'fast-check';
import { item, leaf, type Model } from './write-model.ts';

export { type Model, plain, type Style, shuffled, style, write } from './write-model.ts';

const name = fc.constantFrom('Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Flo', 'Gus', 'Hal', 'Ida', 'Jo');
const flag = fc.boolean().map(String);
const prose = fc.constantFrom(
  '',
  'plain',
  'a < b & c',
  `it's "so"`,
  'two\nlines',
  '  spaced  ',
  'ü 😀',
  ']]>',
);

const fieldPermission = fc
  .tuple(name, flag, flag)
  .map(([field, edit, read]) =>
    item('fieldPermissions', [
      leaf('editable', edit),
      leaf('field', `Account.${field}`),
      leaf('readable', read),
    ]),
  );
const userPermission = fc
  .tuple(name, flag)
  .map(([key, on]) => item('userPermissions', [leaf('enabled', on), leaf('name', key)]));
const tabSetting = fc
  .tuple(name, fc.constantFrom('Available', 'Visible', 'None'))
  .map(([tab, visibility]) => item('tabSettings', [leaf('tab', tab), leaf('visibility', visibility)]));

export const permissionSet: fc.Arbitrary<Model> = fc
  .tuple(
    prose,
    fc.array(fieldPermission, { maxLength: 8 }),
    fc.array(userPermission, { maxLength: 4 }),
    fc.array(tabSetting, { maxLength: 4 }),
  )
  .map(([label, ...lists]) => item('PermissionSet', [leaf('label', label), ...lists.flat()]));

const value = fc.oneof(
  prose.map((text) => leaf('stringValue', text)),
  fc.integer({ min: 0, max: 20 }).map((number) => leaf('numberValue', `${number}.0`)),
  name.map((reference) => leaf('elementReference', reference)),
  flag.map((text) => leaf('booleanValue', text)),
);
const condition = fc
  .tuple(name, fc.constantFrom('EqualTo', 'GreaterThan'), value)
  .map(([left, operator, right]) =>
    item(
      'conditions',
      [leaf('leftValueReference', left), leaf('operator', operator), item('rightValue', [right])],
      'list',
    ),
  );
const rule = fc
  .tuple(name, fc.array(condition, { maxLength: 3 }), name)
  .map(([key, conditions, target]) =>
    item(
      'rules',
      [
        leaf('name', key),
        leaf('conditionLogic', 'and'),
        ...conditions,
        item('connector', [leaf('targetReference', target)]),
      ],
      'list',
    ),
  );
const spot = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }));
const decision = fc
  .tuple(name, name, spot, fc.array(rule, { maxLength: 3 }))
  .map(([key, label, [x, y], rules]) =>
    item('decisions', [
      leaf('name', key),
      leaf('label', label),
      leaf('locationX', String(x)),
      leaf('locationY', String(y)),
      ...rules,
    ]),
  );
const assignment = fc
  .tuple(name, fc.array(fc.tuple(name, value), { maxLength: 4 }))
  .map(([key, items]) =>
    item('assignments', [
      leaf('name', key),
      ...items.map(([to, what]) =>
        item(
          'assignmentItems',
          [leaf('assignToReference', to), leaf('operator', 'Assign'), item('value', [what])],
          'list',
        ),
      ),
    ]),
  );
const variable = fc
  .tuple(name, fc.constantFrom('String', 'Number'), flag)
  .map(([key, dataType, input]) =>
    item('variables', [leaf('name', key), leaf('dataType', dataType), leaf('isInput', input)]),
  );
const lookup = fc
  .tuple(name, fc.uniqueArray(name, { maxLength: 3 }))
  .map(([key, fields]) =>
    item('recordLookups', [
      leaf('name', key),
      leaf('object', 'Account'),
      ...fields.map((field) => leaf('queriedFields', field)),
    ]),
  );

export const flow: fc.Arbitrary<Model> = fc
  .tuple(
    fc.array(decision, { maxLength: 4 }),
    fc.array(assignment, { maxLength: 3 }),
    fc.array(variable, { maxLength: 4 }),
    fc.array(lookup, { maxLength: 3 }),
    fc.integer({ min: 50, max: 68 }),
  )
  .map(([decisions, assignments, variables, lookups, version]) =>
    item('Flow', [
      leaf('apiVersion', `${version}.0`),
      leaf('status', 'Active'),
      ...decisions,
      ...assignments,
      ...variables,
      ...lookups,
    ]),
  );

export const apexClass: fc.Arbitrary<Model> = fc
  .tuple(fc.integer({ min: 50, max: 68 }), fc.uniqueArray(name, { maxLength: 3 }))
  .map(([version, packages]) =>
    item('ApexClass', [
      leaf('apiVersion', `${version}.0`),
      ...packages.map((namespace) =>
        item('packageVersions', [
          leaf('majorNumber', '1'),
          leaf('minorNumber', '0'),
          leaf('namespace', namespace),
        ]),
      ),
      leaf('status', 'Active'),
    ]),
  );

export const documents: readonly { readonly type: string; readonly model: fc.Arbitrary<Model> }[] = [
  { type: 'PermissionSet', model: permissionSet },
  { type: 'Flow', model: flow },
  { type: 'ApexClass', model: apexClass },
];
