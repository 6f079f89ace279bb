// The kinds of fields, in short: each gives the elements that a field document of that kind has.

import { type Child, type Value, values } from '../xml.ts';

export interface Kind {
  readonly elements: readonly Child[];
}

const kind = (given: Readonly<Record<string, Value>>, more: readonly Child[] = []): Kind => ({
  elements: [...values(given), ...more],
});

export const text = (length = 80) => kind({ type: 'Text', length, unique: false, externalId: false });
export const key = (length = 40) =>
  kind({ type: 'Text', length, unique: true, externalId: true, caseSensitive: false });
export const longText = (length = 32_768, visibleLines = 5) =>
  kind({ type: 'LongTextArea', length, visibleLines });
export const number = (precision = 18, scale = 0) =>
  kind({ type: 'Number', precision, scale, unique: false, externalId: false });
export const currency = () => kind({ type: 'Currency', precision: 18, scale: 2 });
export const percent = () => kind({ type: 'Percent', precision: 5, scale: 2 });
export const date = () => kind({ type: 'Date' });
export const dateTime = () => kind({ type: 'DateTime' });
export const checkbox = (defaultValue = false) => kind({ type: 'Checkbox', defaultValue });
export const phone = () => kind({ type: 'Phone' });

/** Read by people of the referenced object as `relationship`. */
export const lookup = (referenceTo: string, relationship: string) =>
  kind({
    type: 'Lookup',
    deleteConstraint: 'SetNull',
    referenceTo,
    relationshipLabel: relationship.replaceAll('_', ' '),
    relationshipName: relationship,
  });

export const master = (referenceTo: string, relationship: string) =>
  kind({
    type: 'MasterDetail',
    referenceTo,
    relationshipLabel: relationship.replaceAll('_', ' '),
    relationshipName: relationship,
    relationshipOrder: 0,
    reparentableMasterDetail: false,
    writeRequiresMasterRead: false,
  });

/** Worked out when it is read; `like` says what it comes out as. */
export const formula = (expression: string, like: 'Currency' | 'Date' | 'Number' | 'Text' | 'Checkbox') =>
  kind({
    type: like,
    formula: expression,
    formulaTreatBlanksAs: 'BlankAsZero',
    ...(like === 'Currency' || like === 'Number' ? { precision: 18, scale: 2 } : {}),
  });

/** With values of its own; the first one is the default. */
export const picklist = (...names: readonly string[]): Kind =>
  kind({ type: 'Picklist' }, [
    [
      'valueSet',
      [
        ['restricted', true],
        [
          'valueSetDefinition',
          [
            ['sorted', false],
            ...names.map(
              (name, index): Child => [
                'value',
                [
                  ['fullName', name],
                  ['default', index === 0],
                  ['label', name],
                ],
              ],
            ),
          ],
        ],
      ],
    ],
  ]);

/** With the values of a global set. */
export const shared = (valueSetName: string): Kind =>
  kind({ type: 'Picklist' }, [['valueSet', values({ restricted: true, valueSetName })]]);

export const several = (valueSetName: string, visibleLines = 4): Kind =>
  kind({ type: 'MultiselectPicklist', visibleLines }, [
    ['valueSet', values({ restricted: true, valueSetName })],
  ]);
