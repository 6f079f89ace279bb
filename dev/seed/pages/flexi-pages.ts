// Lightning pages of the sample org: regions, and the components in them from top to bottom.

import { type Files, pathOf } from '../paths.ts';
import { type Child, metadataFile, values } from '../xml.ts';

interface Placed {
  readonly component: string;
  readonly properties?: Readonly<Record<string, string>>;
  /** Shown only when this field of the record has that value. */
  readonly when?: readonly [field: string, value: string];
}

interface Page {
  readonly name: string;
  readonly object?: string;
  readonly template: string;
  readonly regions: Readonly<Record<string, readonly Placed[]>>;
}

const highlights: Placed = { component: 'force:highlightsPanel' };
const details: Placed = { component: 'force:detailPanel' };
const related: Placed = { component: 'force:relatedListContainer' };
const twoColumns = 'flexipage:recordHomeTemplateDesktop';

export const accountPage = flexiPage({
  name: 'Customer_Record',
  object: 'Account',
  template: twoColumns,
  regions: {
    header: [highlights],
    main: [details, related],
    sidebar: [
      { component: 'CreditBanner', when: ['Risk_Class__c', 'D'] },
      { component: 'runtime_sales_activities:activityPanel' },
    ],
  },
});

export const leadPage = flexiPage({
  name: 'Lead_Record',
  object: 'Lead',
  template: twoColumns,
  regions: { header: [highlights], main: [details], sidebar: [{ component: 'leadCard' }] },
});

export const loanPage = flexiPage({
  name: 'Loan_Application_Record',
  object: 'Loan_Application__c',
  template: twoColumns,
  regions: {
    header: [highlights, { component: 'runtime_sales_pathassistant:pathAssistant' }],
    main: [details, related],
    sidebar: [{ component: 'loanCalculator', properties: { yearlyRate: '4.5' } }],
  },
});

export const branchHome = flexiPage({
  name: 'Branch_Home',
  template: 'home:desktopTemplate',
  regions: { top: [{ component: 'loanCalculator' }], bottomLeft: [{ component: 'branchMap' }] },
});

function flexiPage({ name, object, template, regions }: Page): Files {
  return {
    [pathOf.flexiPage(name)]: metadataFile('FlexiPage', [
      ...Object.entries(regions).map(
        ([region, placed]): Child => [
          'flexiPageRegions',
          [
            ...placed.map((item): Child => ['itemInstances', [['componentInstance', instance(item)]]]),
            ...values({ name: region, type: 'Region' }),
          ],
        ],
      ),
      ...values({
        masterLabel: name.replaceAll('_', ' '),
        sobjectType: object,
        type: object ? 'RecordPage' : 'HomePage',
      }),
      ['template', [['name', template]]],
    ]),
  };
}

function instance({ component, properties = {}, when }: Placed): Child[] {
  const rule: Child[] = when
    ? [
        [
          'visibilityRule',
          [
            [
              'criteria',
              values({ leftValue: `{!Record.${when[0]}}`, operator: 'EQUAL', rightValue: when[1] }),
            ],
          ],
        ],
      ]
    : [];
  return [
    ...Object.entries(properties).map(
      ([name, value]): Child => ['componentInstanceProperties', values({ name, value })],
    ),
    ...values({ componentName: component, identifier: component.replace(/^.*:/, '') }),
    ...rule,
  ];
}
