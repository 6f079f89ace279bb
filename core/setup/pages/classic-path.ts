// A Classic path, inside a Setup node's `address` or as a page of its own: which component, list or form it opens.
//
// https://acme.my.salesforce-setup.com/lightning/setup/ApexClasses/page?address=%2F01p5g000000dVj3AAE
// https://acme.my.salesforce-setup.com/lightning/setup/Queues/page?address=%2Fp%2Fown%2FQueue%2Fd%3Fid%3D00G5g000000jdB9
// https://acme.my.salesforce-setup.com/lightning/setup/ApexClasses/page?address=%2Fsetup%2Fbuild%2FviewApexClass.apexp%3Fid%3D01p5g000000dVj3
// https://acme.my.salesforce-setup.com/lightning/setup/null/page?address=%2F_ui%2Fcommon%2Fconfig%2Ffield%2FStandardFieldAttributes%2Fd%3Fid%3DName%26type%3DAccount
// https://acme.my.salesforce-setup.com/lightning/setup/PermSets/page?address=%2F005%3Fid%3D0PS5g000000aaa0

import { isRepeated, parameter, type Query, readQuery } from '../address.ts';
import type { SetupPage } from '../page.ts';
import { looksLikeId, toId18 } from '../salesforce-id.ts';
import { readId, standsForId } from './read-id.ts';

/** Parameters that name what a page is about; `lid` before `id`: a layout's page names its object, too. */
const idParameters = ['lid', 'id', 'Id', 'connectedAppId', 'applicationId'];

/** Pages that are the same for a queue and a public group, or say which. */
const routeTypes: Readonly<Record<string, string>> = {
  '/p/own/Queue/d': 'Queue',
  '/p/own/Queue/e': 'Queue',
  '/setup/own/groupdetail.jsp': 'Group',
  '/setup/own/groupedit.jsp': 'Group',
};

/** Sharing rules name their object by its key prefix. */
const entities: Readonly<Record<string, string>> = {
  '001': 'Account',
  '003': 'Contact',
  '006': 'Opportunity',
  '00Q': 'Lead',
  '500': 'Case',
  '701': 'Campaign',
};

/** `inner`: the path as Setup was given it, decoded once. */
export function readClassicPath(inner: string, node?: string): SetupPage {
  const [, route = '', queryText = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(inner) ?? [];
  // One slash and no scheme; what is still escaped was encoded twice. Anything else could lead off the org.
  if (!/^\/(?![/\\])[^\s%\\]*$/.test(route) || route.includes('//')) return { kind: 'malformed' };
  const query = readQuery(queryText);
  const parts = route.split('/').filter(Boolean);
  const [first, second] = parts;
  if (first === undefined || parts.includes('..') || parts.includes('.')) return { kind: 'malformed' };
  const under = node ?? parameter(query, 'setupid');

  if (parts.length <= 2 && standsForId(first)) {
    const edit = second === 'e' ? { action: 'edit' } : {};
    const page = readId(first, under);
    return page.kind === 'malformed' ? page : { ...page, ...edit };
  }
  if (parts.length === 2 && /^[0-9A-Za-z]{3}$/.test(first) && second === 'e') return { kind: 'new' };
  const field = /\/StandardFieldAttributes\/[de]$/.test(route) ? standardField(query) : undefined;
  if (field) return field;
  if (first === 'apex' || first === 'flow') return { kind: 'none' };
  return readParameters(route, query, under) ?? withoutId(route, parts, query);
}

/** A standard field's page; undefined when it is a custom field's, which has an id. */
function standardField(query: Query): SetupPage | undefined {
  const name = parameter(query, 'id');
  const object = parameter(query, 'type');
  if (!name || !object || !/^[A-Za-z]\w*$/.test(name) || !/^[A-Za-z]\w*$/.test(object)) return undefined;
  return { kind: 'componentByName', metadataType: 'CustomField', objectName: object, name };
}

function readParameters(route: string, query: Query, node: string | undefined): SetupPage | undefined {
  const name = idParameters.find((each) => query.some(([key]) => key === each));
  if (!name) return undefined;
  const id = parameter(query, name);
  if (!id || isRepeated(query, name)) return { kind: 'malformed' };
  // A custom setting's data page may name the key prefix of its records.
  if (/^[0-9A-Za-z]{3}$/.test(id)) return { kind: 'list' };
  const page = readId(id, node, routeTypes[route]);
  if (page.kind !== 'component') return page;
  return { ...page, ...owner(name, page.metadataType, query) };
}

/** Whose layout, field or rule it is, where the page says so. */
function owner(name: string, type: string | undefined, query: Query): Partial<SetupPage> {
  const object = parameter(query, 'type');
  if (object && (name === 'lid' || type === 'CustomField')) {
    if (object.startsWith('01I') && looksLikeId(object)) return { objectId: object };
    return /^[A-Za-z]\w*$/.test(object) ? { objectName: object } : {};
  }
  const entity = type?.startsWith('Sharing') ? parameter(query, 'entity') : undefined;
  const objectName = entity && Object.hasOwn(entities, entity) ? entities[entity] : undefined;
  return objectName ? { objectName } : {};
}

function withoutId(route: string, parts: readonly string[], query: Query): SetupPage {
  const last = (parts.at(-1) ?? '').replace(/\.(?:apexp|jsp)$/, '');
  if (/^(?:new|edit)[A-Z]|New(?:$|[A-Z])|(?:Edit|edit)$/.test(last) || last === 'new' || last === 'e')
    return { kind: 'new' };
  const asked = parameter(query, 'asyncId') ?? parameter(query, 'networkId');
  const id18 = asked && toId18(asked);
  if (id18) return { kind: 'none', id: asked, id18 };
  if (query.some(([key]) => key === 'userId')) return { kind: 'none' };
  return { kind: route.includes('/secur/') ? 'none' : 'list' };
}
