// Object Manager: objects, their sections, and the parts that have an id or a name of their own.
//
// https://acme.my.salesforce-setup.com/lightning/setup/ObjectManager/Account/ValidationRules/03d5g000000CQe8AAG/edit
// https://acme.my.salesforce-setup.com/lightning/setup/ObjectManager/Account/FieldsAndRelationships/ShippingAddress/view
// https://acme.my.salesforce-setup.com/lightning/setup/ObjectManager/Account/FieldsAndRelationships/00N5g000000iAO8EAM/setFieldLevelSecurity
// https://acme.my.salesforce-setup.com/lightning/setup/ObjectManager/01I5g000000bhN1EAI/Details/view
// https://acme.my.salesforce-setup.com/lightning/setup/ObjectManager/Account/ButtonsLinksActions/New/editStandardAction

import { type Address, pathParts } from '../address.ts';
import type { SetupPage } from '../page.ts';
import { toId18 } from '../salesforce-id.ts';
import { readInnerAddress } from './inner-address.ts';
import { readId } from './read-id.ts';

const sections = new Set(
  (
    'Details FieldsAndRelationships PageLayouts RecordTypes ValidationRules CompactLayouts FieldSets ' +
    'ButtonsLinksActions ButtonsLinksAndActions ApexTriggers Triggers LightningPages SearchLayouts MySearchLayouts ' +
    'Limits RelatedLookupFilters ObjectAccess HierarchyColumns ConditionalFormatting'
  ).split(' '),
);

/** Sections whose parts tools also write by API name. */
const named: Readonly<Record<string, string>> = {
  FieldsAndRelationships: 'CustomField',
  CompactLayouts: 'CompactLayout',
  ValidationRules: 'ValidationRule',
  RecordTypes: 'RecordType',
  FieldSets: 'FieldSet',
};

const apiName = /^[A-Za-z]\w*$/;

export function readObjectManager(at: Address): SetupPage | undefined {
  const root = '/lightning/setup/ObjectManager/';
  if (!at.path.startsWith(root)) return undefined;
  const parts = pathParts(at.path.slice(root.length));
  if (!parts) return { kind: 'malformed' };
  const [object, section, ...rest] = parts;
  if (object === undefined || (object === 'home' && section === undefined)) return { kind: 'list' };
  if (object === 'new' && section === undefined) return { kind: 'new' };
  if (object === 'page') return readInnerAddress(at);
  const owner = ownerOf(object);
  if (!owner) return { kind: 'malformed' };
  if (section === undefined) return objectPage(owner);
  if (!sections.has(section)) return { kind: 'malformed' };
  if (section === 'Details') return { ...objectPage(owner), sectionName: section };
  return readSection(at, { ...owner, sectionName: section }, section, rest);
}

function readSection(
  at: Address,
  where: Partial<SetupPage>,
  section: string,
  rest: readonly string[],
): SetupPage {
  const [item, view] = rest;
  const whole: SetupPage = { kind: 'objectSection', metadataType: 'CustomObject', ...where };
  if (item === undefined || item === 'view' || item === 'home') return whole;
  if (item === 'new') return { kind: 'new' };
  if (item === 'page') {
    const page = readInnerAddress(at);
    return page.kind === 'malformed' ? page : { ...page, ...where };
  }
  const action = view === undefined ? {} : { action: view };
  if (/^\d/.test(item)) {
    const page = readId(item);
    return page.kind === 'component' ? { ...page, ...where, ...action } : page;
  }
  if (!apiName.test(item)) return { kind: 'malformed' };
  // A word of its own, such as setHistoryTracking, or a standard action, which the object's document holds.
  const type = Object.hasOwn(named, section) ? named[section] : undefined;
  if (!type || (view !== 'view' && view !== 'edit')) return whole;
  return { kind: 'componentByName', metadataType: type, name: item, ...where };
}

function objectPage(owner: { objectId?: string }): SetupPage {
  const id18 = owner.objectId && toId18(owner.objectId);
  return {
    kind: 'object',
    metadataType: 'CustomObject',
    ...(id18 ? { id: owner.objectId, id18 } : {}),
    ...owner,
  };
}

/** An API name, or the id of a custom object; undefined for anything else. */
function ownerOf(object: string): { objectId?: string; objectName?: string; namespace?: string } | undefined {
  if (/^\d/.test(object))
    return object.startsWith('01I') && toId18(object) ? { objectId: object } : undefined;
  if (!apiName.test(object)) return undefined;
  const namespaced = /^([A-Za-z][0-9A-Za-z]*(?:_[0-9A-Za-z]+)*)__[0-9A-Za-z]\w*?__[A-Za-z]+$/.exec(object);
  return { objectName: object, ...(namespaced?.[1] ? { namespace: namespaced[1] } : {}) };
}
