// The permission sets of the sample org, from a dozen lines to three hundred kilobytes.

import type { Child } from './xml.ts';
import { metadataFile } from './xml.ts';

export interface FieldAccess {
  readonly field: string;
  readonly edit: boolean;
  readonly read: boolean;
}

const flag = (field: string, edit: boolean, read = true): FieldAccess => ({ field, edit, read });

interface Grants {
  readonly label: string;
  readonly description?: string;
  readonly fields?: readonly FieldAccess[];
  /** Object → letters of create, read, edit, delete, view all, modify all. */
  readonly objects?: Readonly<Record<string, string>>;
  readonly classes?: readonly string[];
  readonly user?: readonly string[];
  readonly tabs?: readonly string[];
}

export function permissionSet(grants: Grants): string {
  const byName = (a: { field: string }, b: { field: string }) => (a.field < b.field ? -1 : 1);
  return metadataFile('PermissionSet', [
    ...(grants.classes ?? []).map(
      (name): Child => [
        'classAccesses',
        [
          ['apexClass', name],
          ['enabled', true],
        ],
      ],
    ),
    ...(grants.description ? ([['description', grants.description]] as Child[]) : []),
    ...[...(grants.fields ?? [])].sort(byName).map(
      (access): Child => [
        'fieldPermissions',
        [
          ['editable', access.edit],
          ['field', access.field],
          ['readable', access.read],
        ],
      ],
    ),
    ['hasActivationRequired', false],
    ['label', grants.label],
    ['license', 'Salesforce'],
    ...Object.entries(grants.objects ?? {}).map(
      ([object, letters]): Child => [
        'objectPermissions',
        [
          ['allowCreate', letters.includes('c')],
          ['allowDelete', letters.includes('d')],
          ['allowEdit', letters.includes('e')],
          ['allowRead', letters.includes('r')],
          ['modifyAllRecords', letters.includes('m')],
          ['object', object],
          ['viewAllFields', false],
          ['viewAllRecords', letters.includes('v')],
        ],
      ],
    ),
    ...(grants.tabs ?? []).map(
      (tab): Child => [
        'tabSettings',
        [
          ['tab', tab],
          ['visibility', 'Visible'],
        ],
      ],
    ),
    ...(grants.user ?? []).map(
      (name): Child => [
        'userPermissions',
        [
          ['enabled', true],
          ['name', name],
        ],
      ],
    ),
  ]);
}

export function salesManager(v: {
  rating: boolean;
  phone: boolean;
  forecast: boolean;
  deleteOpportunities: boolean;
}): string {
  return permissionSet({
    label: 'Sales Manager',
    description: 'What team leads in sales need beyond Sales User.',
    objects: {
      Account: 'cre',
      Opportunity: v.deleteOpportunities ? 'cred' : 'cre',
      Lead: 'crev',
      ...(v.forecast ? { Forecast__c: 'cre' } : {}),
    },
    fields: [
      flag('Account.AnnualRevenue', true),
      flag('Account.Rating', v.rating, true),
      ...(v.phone ? [flag('Account.Phone', true), flag('Contact.MobilePhone', false)] : []),
      flag('Opportunity.Amount', true),
      flag('Opportunity.Discount__c', true),
      flag('Opportunity.NextStep', true),
      ...(v.forecast ? [flag('Forecast__c.Quota__c', true), flag('Forecast__c.Commit__c', true)] : []),
    ],
    classes: ['OpportunityForecast'],
    tabs: ['standard-Forecasting3'],
    user: ['ViewSetup', 'RunReports'],
  });
}

export function serviceAgent(v: { macros: boolean }): string {
  return permissionSet({
    label: 'Service Agent',
    objects: { Case: 'cre', Contact: 're', Knowledge__kav: 'r' },
    fields: [flag('Case.Priority', true), flag('Case.Reason', true), flag('Contact.Phone', false)],
    user: v.macros ? ['ManageMacros', 'RunFlow'] : ['RunFlow'],
  });
}

const objects = [
  'Account',
  'Asset',
  'Campaign',
  'Case',
  'Contact',
  'Contract',
  'Invoice__c',
  'Invoice_Line__c',
  'Lead',
  'Opportunity',
  'Order',
  'OrderItem',
  'Price_Rule__c',
  'Product2',
  'Quote',
  'QuoteLineItem',
  'Region__c',
  'Renewal__c',
  'Shipment__c',
  'Subscription__c',
  'Supplier__c',
  'Team__c',
  'Territory__c',
  'Warehouse__c',
];
const subjects = [
  'Billing',
  'Shipping',
  'Contract',
  'Discount',
  'Credit',
  'Renewal',
  'Support',
  'Usage',
  'Partner',
  'Legal',
  'Tax',
  'Delivery',
  'Forecast',
  'Margin',
];
const aspects = ['Amount', 'Contact', 'Currency', 'Date', 'Status', 'Owner'];

/** Sales Operations reads and edits nearly everything: about 2,000 field permissions. */
export function salesOperations(v: { marginEditable: boolean; withSuppliers: boolean }): string {
  const visible = objects.filter((object) => v.withSuppliers || object !== 'Supplier__c');
  const fields = visible.flatMap((object, i) =>
    subjects.flatMap((subject, j) =>
      aspects.map((aspect, k) =>
        flag(
          `${object}.${subject}_${aspect}__c`,
          subject === 'Margin' ? v.marginEditable : (i + j + k) % 3 !== 0,
        ),
      ),
    ),
  );
  return permissionSet({
    label: 'Sales Operations',
    description: 'Keeps the data of the whole sales process in order.',
    fields,
    objects: Object.fromEntries(visible.map((object, i) => [object, i % 2 ? 'crev' : 'credv'])),
    classes: ['PricingEngine', 'TerritoryLookup', 'InvoiceSync'],
    user: ['ViewSetup', 'EditReports', 'ManageDashboards'],
  });
}

/** Sets that were made once and left alone. */
export function simplePermissionSets(): readonly (readonly [name: string, text: string])[] {
  const make = (name: string, grants: Omit<Grants, 'label'>) =>
    [name, permissionSet({ label: name.replaceAll('_', ' '), ...grants })] as const;
  return [
    make('Sales_User', {
      objects: { Account: 'cre', Lead: 'cre', Opportunity: 'cre' },
      fields: [flag('Lead.Score__c', false)],
    }),
    make('Service_Lead', { objects: { Case: 'crev' }, user: ['ManageMacros', 'RunReports'] }),
    make('Marketing_User', { objects: { Campaign: 'cred', Lead: 'cre' }, user: ['MarketingUser'] }),
    make('Finance_Read_Only', {
      objects: { Invoice__c: 'rv', Order: 'rv' },
      fields: [flag('Invoice__c.Total__c', false)],
    }),
    make('Integration_Access', {
      objects: { Account: 'crev', Invoice__c: 'crev' },
      classes: ['InvoiceSync'],
      user: ['ApiEnabled'],
    }),
    make('Release_Manager', { user: ['ViewSetup', 'ModifyMetadata', 'ApiEnabled'] }),
    make('Data_Steward', { objects: { Account: 'crem', Contact: 'crem' }, classes: ['AccountMerge'] }),
    make('Partner_Manager', { objects: { Account: 're', Lead: 'cre' } }),
    make('Canvasback_Access', {
      description: 'Lets a person use Canvasback with this org.',
      user: ['ViewSetup'],
    }),
  ];
}
