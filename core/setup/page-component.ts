// The component that a page is about, as history and Salesforce name it; and the org that it belongs to.

import type { SetupPage } from './page.ts';

export interface PageComponent {
  readonly type: string;
  readonly id?: string;
  readonly fullName?: string;
}

/** Lookups of standard objects: their place in an address leaves the `Id` of the field's name out. */
const lookups = new Set(
  (
    'Account Asset BusinessHours Campaign Case Contact Contract CreatedBy Entitlement Individual LastModifiedBy Lead ' +
    'MasterRecord Opportunity Order Owner Parent PartnerAccount Pricebook2 Product2 RecordType ReportsTo ' +
    'Who What Manager Profile UserRole DelegatedApprover RootAsset Quote SyncedQuote BillToContact ShipToContact ' +
    'CustomerSigned CompanySigned ActivatedBy'
  ).split(' '),
);

/** Undefined where the page shows no single component. */
export function componentOf(page: SetupPage): PageComponent | undefined {
  const { kind, metadataType, name, objectName } = page;
  const id = page.id18 ?? page.id;
  if (kind === 'list' && page.settings) return { type: 'Settings', fullName: page.settings };
  if (kind === 'object') {
    if (!id && !objectName) return undefined;
    return { type: 'CustomObject', ...(id ? { id } : { fullName: objectName ?? '' }) };
  }
  if (!metadataType) return undefined;
  if (kind === 'component' && id) return { type: metadataType, id };
  if (kind !== 'componentByName' || !name) return undefined;
  // Without its object's API name, what belongs to an object has no name.
  if (page.objectId && !objectName) return undefined;
  const own = metadataType === 'CustomField' && lookups.has(name) ? `${name}Id` : name;
  return { type: metadataType, fullName: objectName ? `${objectName}.${own}` : own };
}

/** Which org is asked about this page; undefined when the page does not tell. */
export function orgHostOf(page: SetupPage | undefined): string | undefined {
  return page?.apiHost ?? page?.likelyApiHost;
}
