// Says what identifies an item of a list, whether the list's order means something, and how values are spelt.

import { apexClassRules } from './rules/apex-class.ts';
import { flowRules } from './rules/flow.ts';
import { permissionSetRules } from './rules/permission-set.ts';
import { unknownRules } from './rules/unknown.ts';

export interface ListRule {
  /** Child elements that together identify an item; `#text` is the item's own text; empty: no identity. */
  readonly keys: readonly string[];
  /** `all`: the keys together. `first`: the first one that is present. */
  readonly by: 'all' | 'first';
  /** True when the order of the items means something. */
  readonly ordered: boolean;
  /** For items without identity: the child that makes two items likely the same one. */
  readonly likely?: string;
}

export type ValueKind = 'boolean' | 'double' | 'dateTime' | 'text';

export interface TypeRules {
  /** False for the fallback used with types that have no table here. */
  readonly known: boolean;
  list(parentTag: string, tag: string): ListRule | undefined;
  kind(tag: string): ValueKind;
  /** Noise: canvas positions and editor settings, never part of the meaning. */
  noise(depth: number, tag: string, name: string | undefined): boolean;
  /** Sorts element names as Salesforce writes them; `onCanvas`: the parent has a place on a flow's canvas. */
  rank(parentTag: string, tag: string, onCanvas: boolean): string;
  /** True when Salesforce sorts this type's lists without regard to case. */
  readonly ignoreCase: boolean;
  /** Values that mean the same as a missing element, as `parent/tag`. */
  missingMeans(parentTag: string, tag: string): string | undefined;
}

const tables: Readonly<Record<string, TypeRules>> = {
  ApexClass: apexClassRules,
  Flow: flowRules,
  PermissionSet: permissionSetRules,
};

/** The rules of a metadata type; a type without a table gets a safe rule with `known: false`. */
export function rulesFor(type: string): TypeRules {
  return Object.hasOwn(tables, type) ? (tables[type] ?? unknownRules) : unknownRules;
}
