// How components are called where the full name isn't the name: their own part of it, their object, its id.

import { plainValues } from '../metadata/elements.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';

/** The part of a full name that is the component's own: the field of `Account.Field__c`, the layout of `Account-Main`. */
export function ownName(component: OrgComponent): string {
  const { type, fullName } = component;
  if (type === 'Layout') return decoded(fullName.slice(fullName.indexOf('-') + 1));
  if (component.parent || type === 'QuickAction') return fullName.slice(fullName.indexOf('.') + 1);
  return decoded(fullName.slice(fullName.lastIndexOf('/') + 1));
}

/** Without the ending that custom objects and fields have. */
export function developerName(component: OrgComponent): string {
  return ownName(component).replace(/__(?:c|mdt|e|b|x|kav)$/, '');
}

/** The object a component belongs to, by API name; undefined when it belongs to none. */
export async function objectOf(org: Org, component: OrgComponent): Promise<string | undefined> {
  const { type, fullName, parent } = component;
  if (type === 'Layout') return decoded(fullName.slice(0, fullName.indexOf('-')));
  if (type === 'QuickAction')
    return fullName.includes('.') ? fullName.slice(0, fullName.indexOf('.')) : undefined;
  if (type === 'ApexTrigger') return (await triggerHead(org, component)).object;
  if (type === 'DuplicateRule' || type === 'MatchingRule') return fullName.split('.')[0];
  if (parent) return parent.fullName;
  const values = await plainValues(org.components, component);
  return values.sobjectType ?? values.entityName;
}

const custom = /__(?:c|mdt|e|b|x|kav)$/;

/** How ids name an object: a standard one by its name, a custom one by its id of 15 or 18 characters. */
export function entityId(org: Org, name: string, length: 15 | 18): string {
  if (!custom.test(name)) return name;
  return org.components.byName('CustomObject', name)?.id.slice(0, length) ?? name;
}

export interface TriggerHead {
  readonly object: string | undefined;
  /** `before insert` and the like, in small letters. */
  readonly events: readonly string[];
}

export async function triggerHead(org: Org, component: OrgComponent): Promise<TriggerHead> {
  const body = (await org.components.text(component, 'content')) ?? '';
  const head = /\btrigger\s+\w+\s+on\s+(\w+)\s*\(([^)]*)\)/i.exec(body);
  const events = (head?.[2] ?? '').split(',').map((each) => each.trim().toLowerCase().replace(/\s+/g, ' '));
  return { object: head?.[1], events };
}

/** Standard profiles have names of their own in metadata. */
const profileNames: Readonly<Record<string, string>> = {
  Admin: 'System Administrator',
  Standard: 'Standard User',
  ReadOnly: 'Read Only',
  SolutionManager: 'Solution Manager',
  MarketingProfile: 'Marketing User',
  ContractManager: 'Contract Manager',
  MinimumAccess: 'Minimum Access - Salesforce',
};

export function profileName(component: OrgComponent): string {
  return profileNames[component.fullName] ?? decoded(component.fullName);
}

export function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
