// What the page on screen means for the panel: a component with history, or the reason why there is none.

import { isMetadataType, type MetadataType, metadataTypes, typeRegistry } from '#core/component.ts';
import type { CurrentPage } from '../../utils/extension-host.ts';

export interface ComponentTarget {
  readonly kind: 'component';
  readonly apiHost: string;
  readonly type: MetadataType;
  readonly id?: string;
  readonly fullName?: string;
}

export type Target =
  | ComponentTarget
  /** No Salesforce page of ours in the active tab, or one that was open before the extension was installed. */
  | { readonly kind: 'no_tab' }
  /** A Setup page that shows no single component. */
  | { readonly kind: 'nothing_here'; readonly apiHost?: string }
  /** A component of a type without history yet. */
  | { readonly kind: 'unsupported_type'; readonly type: string; readonly apiHost?: string };

export function targetOf({ tabId, page }: CurrentPage): Target {
  if (tabId === undefined || !page) return { kind: 'no_tab' };
  const host = page.apiHost ? { apiHost: page.apiHost } : {};
  if (page.kind !== 'component' && page.kind !== 'componentByName') return { kind: 'nothing_here', ...host };
  const id = page.id18 ?? page.id;
  const fullName = page.kind === 'componentByName' || !id ? page.name : undefined;
  if (!page.metadataType || !page.apiHost || (!id && !fullName)) return { kind: 'nothing_here', ...host };
  if (!isMetadataType(page.metadataType)) {
    return { kind: 'unsupported_type', type: page.metadataType, ...host };
  }
  return {
    kind: 'component',
    apiHost: page.apiHost,
    type: page.metadataType,
    ...(id ? { id } : {}),
    ...(fullName ? { fullName } : {}),
  };
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
