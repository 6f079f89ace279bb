// The Classic path inside a Setup node's `address`: which component, list or form it opens.

import { readQuery } from '../address.ts';
import { isNotMetadata, sharedPrefixes, typeOfPrefix } from '../key-prefix.ts';
import type { SetupPage } from '../page.ts';
import { toId18 } from '../salesforce-id.ts';

/** Which type a shared prefix means under a node, and whose rules they are. */
const nodeTypes: Readonly<Record<string, { type: string; object?: string }>> = {
  WorkflowRules: { type: 'WorkflowRule' },
  LeadRules: { type: 'AssignmentRule', object: 'Lead' },
  CaseRules: { type: 'AssignmentRule', object: 'Case' },
  LeadResponses: { type: 'AutoResponseRule', object: 'Lead' },
  CaseResponses: { type: 'AutoResponseRule', object: 'Case' },
  CaseEscRules: { type: 'EscalationRule', object: 'Case' },
  Queues: { type: 'Queue' },
  PublicGroups: { type: 'Group' },
};

/** Reads `/01p…`, `/p/own/Queue/d?id=…`, `/005?id=0PS…`, `/0CP/e`, `/m0z`. */
export function readClassicPath(path: string, node?: string): SetupPage {
  const cut = path.indexOf('?');
  const route = cut < 0 ? path : path.slice(0, cut);
  const query = new Map(readQuery(cut < 0 ? '' : path.slice(cut + 1)));
  const parts = route.split('/').filter(Boolean);
  const first = parts[0] ?? '';

  if (parts.length === 1 && /^[0-9A-Za-z]{15,}$/.test(first)) return readId(first, node);
  if (parts.length === 2 && /^[0-9A-Za-z]{3}$/.test(first) && parts[1] === 'e') return { kind: 'new' };
  if (/(?:\/new|New)[A-Za-z]*(?:\.apexp)?$/.test(route) || /Edit\.apexp$/.test(route)) return { kind: 'new' };
  if (parts.length === 2 && parts[1] === 'e' && /^[0-9A-Za-z]{15,18}$/.test(first))
    return readId(first, node, 'edit');

  const inQuery = query.get('lid') ?? query.get('id') ?? query.get('connectedAppId');
  if (inQuery) {
    const page = readId(inQuery, node);
    const owner = query.get('type');
    if (page.kind === 'component' && query.has('lid') && owner) {
      return { ...page, ...(owner.startsWith('01I') ? { objectId: owner } : { objectName: owner }) };
    }
    return page;
  }
  if (parts.length === 1 && /^[0-9A-Za-z]{3}$/.test(first)) return { kind: 'list' };
  const asked = query.get('asyncId') ?? '';
  if (toId18(asked)) return { kind: 'none', id: asked, id18: toId18(asked) };
  return { kind: query.has('userId') ? 'none' : parts.length ? 'list' : 'malformed' };
}

function readId(id: string, node?: string, action?: string): SetupPage {
  const id18 = toId18(id);
  if (!id18) return { kind: 'malformed' };
  const base = { id, id18, ...(action ? { action } : {}) };
  const shared = sharedPrefixes[id.slice(0, 3)];
  if (shared) {
    const known = node ? nodeTypes[node] : undefined;
    if (!known || !shared.includes(known.type)) return { kind: 'ambiguous', candidates: shared, ...base };
    return {
      kind: 'component',
      metadataType: known.type,
      ...base,
      ...(known.object ? { objectName: known.object } : {}),
    };
  }
  const type = typeOfPrefix(id);
  if (type) return { kind: 'component', metadataType: type, ...base };
  return { kind: id.startsWith('005') || !isNotMetadata(id) ? 'record' : 'none', ...base };
}
