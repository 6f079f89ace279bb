// Generates metadata documents for laws, and writes one document in many ways that all mean the same.

import fc from 'fast-check';

/** `set`: order means nothing among siblings of this tag; `list`: it does. */
export interface Model {
  readonly tag: string;
  readonly text?: string;
  readonly children: readonly Model[];
  readonly order: 'set' | 'list';
}

const leaf = (tag: string, text: string, order: Model['order'] = 'set'): Model => ({
  tag,
  text,
  children: [],
  order,
});
const item = (tag: string, children: readonly Model[], order: Model['order'] = 'set'): Model => ({
  tag,
  children,
  order,
});

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

/** Ways to write a document that don't change what it means. */
export interface Style {
  readonly indent: string;
  readonly newline: '\n' | '\r\n' | '';
  readonly prefix: '' | 'met:';
  readonly entities: 'named' | 'raw' | 'numeric' | 'cdata';
  readonly mark: boolean;
  readonly nils: boolean;
  readonly wrapper: boolean;
  readonly shortNumbers: boolean;
  /** Sorts siblings by a hash with this seed; 0 leaves them in place. Lists keep their order. */
  readonly shuffle: number;
}

export const plain: Style = {
  indent: '    ',
  newline: '\n',
  prefix: '',
  entities: 'named',
  mark: false,
  nils: false,
  wrapper: false,
  shortNumbers: false,
  shuffle: 0,
};

export const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom('', '  ', '    ', '\t'),
  newline: fc.constantFrom('\n', '\r\n', ''),
  prefix: fc.constantFrom('', 'met:'),
  entities: fc.constantFrom('named', 'raw', 'numeric', 'cdata'),
  mark: fc.boolean(),
  nils: fc.boolean(),
  wrapper: fc.boolean(),
  shortNumbers: fc.boolean(),
  shuffle: fc.integer({ min: 0, max: 1000 }),
});

export function write(model: Model, how: Style = plain): string {
  const xmlns = how.prefix ? `xmlns:met` : 'xmlns';
  const declarations = ` ${xmlns}="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`;
  const extra = [
    ...(how.wrapper ? [leaf('fullName', 'Any_Name')] : []),
    ...(how.nils ? [leaf('description', '\u0000nil')] : []),
  ];
  const root = { ...model, children: [...extra, ...model.children] };
  return `${how.mark ? '\uFEFF' : ''}<?xml version="1.0" encoding="UTF-8"?>${how.newline}${element(root, how, 0, declarations)}${how.newline}`;
}

function element(model: Model, how: Style, depth: number, extra = ''): string {
  const tag = how.prefix + model.tag;
  if (model.text === '\u0000nil') return `<${tag} xsi:nil="true"/>`;
  if (model.children.length === 0) return `<${tag}${extra}>${spelt(model, how)}</${tag}>`;
  const pad = how.newline === '' ? '' : how.newline + how.indent.repeat(depth + 1);
  const end = how.newline === '' ? '' : how.newline + how.indent.repeat(depth);
  const inner = shuffled(model.children, how.shuffle).map((child) => pad + element(child, how, depth + 1));
  return `<${tag}${extra}>${inner.join('')}${end}</${tag}>`;
}

/** Any order of the siblings that keeps each ordered list in its own order. */
export function shuffled(children: readonly Model[], seed: number): readonly Model[] {
  if (seed === 0) return children;
  const hash = (text: string) =>
    [...`${seed}${text}`].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 65_521, 7);
  const keyed = children.map((child, place) => ({
    child,
    place,
    key: child.order === 'list' ? hash(child.tag) : hash(`${place}${child.tag}${JSON.stringify(child)}`),
  }));
  return keyed.sort((a, b) => a.key - b.key || a.place - b.place).map(({ child }) => child);
}

function spelt(model: Model, how: Style): string {
  const text = model.text ?? '';
  if (how.shortNumbers && /^\d+\.0$/.test(text)) return text.slice(0, -2);
  const lines = how.newline === '\r\n' ? text.replaceAll('\n', '\r\n') : text;
  if (how.entities === 'cdata' && text !== '')
    return `<![CDATA[${lines.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
  const safe = lines.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(']]>', ']]&gt;');
  if (how.entities === 'raw') return safe;
  if (how.entities === 'numeric') return safe.replaceAll('"', '&#34;').replaceAll("'", '&#x27;');
  return safe.replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;');
}
