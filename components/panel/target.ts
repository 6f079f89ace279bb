// What the page on screen means for the panel: a component with history, or the reason why there is none.

import { isMetadataType, type MetadataType, metadataTypes, typeRegistry } from '#core/component.ts';
import { componentOf, orgHostOf } from '#core/setup/page-component.ts';
import type { CurrentPage } from '../../utils/extension-host.ts';

export interface ComponentTarget {
  readonly kind: 'component';
  readonly apiHost: string;
  readonly type: MetadataType;
  readonly id?: string;
  readonly fullName?: string;
}

/** An id that components of several types may have, at an address that does not say which it is. */
export interface AmbiguousTarget {
  readonly kind: 'ambiguous';
  readonly apiHost: string;
  readonly id: string;
  readonly types: readonly MetadataType[];
}

export type Target =
  | ComponentTarget
  | AmbiguousTarget
  /** No Salesforce page of ours in the active tab, or one that was open before the extension was installed. */
  | { readonly kind: 'no_tab' }
  /** A Setup page that shows no single component. */
  | { readonly kind: 'nothing_here'; readonly apiHost?: string }
  /** A component of a type without history yet. */
  | { readonly kind: 'unsupported_type'; readonly type: string; readonly apiHost?: string };

export function targetOf({ tabId, page }: CurrentPage): Target {
  if (tabId === undefined || !page) return { kind: 'no_tab' };
  const apiHost = orgHostOf(page);
  const types = (page.candidates ?? []).filter(isMetadataType);
  if (page.kind === 'ambiguous' && apiHost && page.id18 && types.length > 0)
    return { kind: 'ambiguous', apiHost, id: page.id18, types };
  const component = componentOf(page);
  if (!component || !apiHost) return { kind: 'nothing_here', ...(apiHost ? { apiHost } : {}) };
  const { type, ...named } = component;
  return isMetadataType(type)
    ? { kind: 'component', apiHost, type, ...named }
    : { kind: 'unsupported_type', type, apiHost };
}

const bestKnown: readonly MetadataType[] = ['Flow', 'PermissionSet', 'CustomField', 'ApexClass'];

/** `Flows, permission sets, fields, Apex classes and 44 other kinds`: what can be opened, in words. */
export function typesInWords(): string {
  const [first = '', ...others] = bestKnown.map((type) => {
    const { label } = typeRegistry[type];
    return label.endsWith('s') ? `${label}es` : `${label}s`;
  });
  const rest = others.map((word) => (/^[A-Z][a-z]+ class/.test(word) ? word : word.toLowerCase()));
  return `${[first, ...rest].join(', ')} and ${metadataTypes.length - bestKnown.length} other kinds`;
}
