// Values that the sample org keeps once for many: global value sets, and records of custom metadata.

import { type Files, pathOf } from './paths.ts';
import { type Child, metadataFile, typedFile, values } from './xml.ts';

type SetRow = readonly [name: string, about: string, names: readonly string[]];

export const valueSets: readonly SetRow[] = [
  [
    'Region',
    'Where territories, teams and orders are.',
    ['Nordics', 'DACH', 'Benelux', 'Iberia', 'UK & Ireland'],
  ],
  [
    'Customer_Segment',
    'Who looks after a customer.',
    ['Retail', 'Private banking', 'Small business', 'Mid-size', 'Corporate'],
  ],
  ['Consent_Purpose', 'What people may agree to be told about.', ['Newsletter', 'Offers', 'Market research']],
];

export const globalValueSets = (rows: readonly SetRow[]): Files =>
  Object.fromEntries(
    rows.map(([name, about, names]) => [
      pathOf.globalValueSet(name),
      metadataFile('GlobalValueSet', [
        ...names.map(
          (fullName): Child => ['customValue', values({ fullName, default: false, label: fullName })],
        ),
        ...values({ description: about, masterLabel: name.replaceAll('_', ' '), sorted: false }),
      ]),
    ]),
  );

type Field = readonly [
  field: string,
  type: 'string' | 'double' | 'boolean',
  value: string | number | boolean,
];

/** A record of custom metadata: `Type.Name`. */
export const record = (fullName: string, label: string, fields: readonly Field[]): Files => ({
  [pathOf.customMetadata(fullName)]: typedFile('CustomMetadata', [
    ...values({ label, protected: false }),
    ...fields.map(
      ([field, type, value]): Child => [
        'values',
        [
          ['field', field],
          ['value', type === 'double' ? Number(value).toFixed(1) : value, `xsi:type="xsd:${type}"`],
        ],
      ],
    ),
  ]),
});

const limit = (name: string, role: string, most: number, second: boolean) =>
  record(`Approval_Limit.${name}`, role, [
    ['Role__c', 'string', role],
    ['Most__c', 'double', most],
    ['Second_Signature__c', 'boolean', second],
  ]);

export const approvalLimits: Files = {
  ...limit('Advisor', 'Advisor', 25_000, false),
  ...limit('Branch_Manager', 'Branch manager', 100_000, false),
  ...limit('Credit_Desk', 'Credit desk', 1_000_000, true),
};

const surcharge = (riskClass: string, points: number) =>
  record(`Risk_Surcharge.Class_${riskClass}`, `Class ${riskClass}`, [
    ['Risk_Class__c', 'string', riskClass],
    ['Points__c', 'double', points],
  ]);

export const riskSurcharges: Files = {
  ...surcharge('A', 0),
  ...surcharge('B', 0.5),
  ...surcharge('C', 1.5),
  ...surcharge('D', 4),
};
