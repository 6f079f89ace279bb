// Object Manager: objects, their sections, and the parts that have an id of their own.
//
// https://acme.my.salesforce-setup.com/lightning/setup/ObjectManager/Account/ValidationRules/03d5g000000CQe8AAG/edit

import { type Address, parameter } from '../address.ts';
import { typeOfPrefix } from '../key-prefix.ts';
import type { SetupPage } from '../page.ts';
import { looksLikeId, toId18 } from '../salesforce-id.ts';
import { readClassicPath } from './classic-path.ts';

const sections = new Set(
  (
    'Details FieldsAndRelationships PageLayouts RecordTypes ValidationRules CompactLayouts FieldSets ' +
    'ButtonsLinksActions ButtonsLinksAndActions ApexTriggers Triggers LightningPages SearchLayouts MySearchLayouts ' +
    'Limits RelatedLookupFilters ObjectAccess HierarchyColumns ConditionalFormatting'
  ).split(' '),
);

export function readObjectManager(address: Address): SetupPage | undefined {
  const root = '/lightning/setup/ObjectManager/';
  if (!address.path.startsWith(root)) return undefined;
  const parts = address.path.slice(root.length).split('/').filter(Boolean);
  const [object = '', section, item, view] = parts;
  if (parts.length === 1 && object === 'home') return { kind: 'list' };
  if (parts.length === 1 && object === 'new') return { kind: 'new' };
  const inner = parameter(address.query, 'address');
  if (object === 'page' && inner) return readClassicPath(inner);
  if (!/^[A-Za-z][0-9A-Za-z_]*$/.test(object) && !looksLikeId(object)) return { kind: 'malformed' };

  const owner = ownerOf(object);
  if (!section || !sections.has(section)) return { kind: 'malformed' };
  const at = { ...owner, sectionName: section };
  if (section === 'Details') {
    const id18 = owner.objectId ? toId18(owner.objectId) : undefined;
    return {
      kind: 'object',
      metadataType: 'CustomObject',
      ...(id18 ? { id: owner.objectId, id18 } : {}),
      ...at,
    };
  }
  if (item === 'new') return { kind: 'new' };
  if (item === 'page' && inner) return { ...readClassicPath(inner), ...at };
  if (!item || item === 'view' || !(view || looksLikeId(item)))
    return { kind: 'objectSection', metadataType: 'CustomObject', ...at };
  const action = view ? { action: view } : {};
  const id18 = toId18(item);
  if (id18) return { kind: 'component', metadataType: typeOfPrefix(item), id: item, id18, ...at, ...action };
  if (section === 'FieldsAndRelationships') {
    return { kind: 'componentByName', metadataType: 'CustomField', name: item, ...at };
  }
  return { kind: 'malformed' };
}

function ownerOf(object: string): { objectId?: string; objectName?: string; namespace?: string } {
  if (object.startsWith('01I') && looksLikeId(object)) return { objectId: object };
  const namespaced = /^([A-Za-z][0-9A-Za-z]*)__[0-9A-Za-z_]+__[a-z]+$/.exec(object);
  return { objectName: object, ...(namespaced ? { namespace: namespaced[1] } : {}) };
}
