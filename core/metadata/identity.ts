// Says what identifies an item of a list, whether the list's order means something, and how values are spelt.

import { accessTables } from './rules/access.ts';
import { automationTables } from './rules/automation.ts';
import { botTables } from './rules/bots.ts';
import { codeTables } from './rules/code.ts';
import { flowTables } from './rules/flow.ts';
import { objectTables } from './rules/objects.ts';
import { pageTables } from './rules/pages.ts';
import { reportTables } from './rules/reports.ts';
import { settingsTables } from './rules/settings.ts';
import { sharingTables } from './rules/sharing.ts';
import { siteTables } from './rules/sites.ts';
import { rulesOf, type Table, type Tables } from './rules/table.ts';
import { translationTables } from './rules/translations.ts';
import { unknownRules } from './rules/unknown.ts';

export interface ListRule {
  /** Children (`a`, or `a.b` for a child's child) that identify an item; `#text`: its own text; empty: no identity. */
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
  /** True when an element may hold any type, so that its `xsi:type` and `xsi:nil` are part of the value. */
  isAnyType(tag: string): boolean;
  /** True when a file of this type repeats the component's own name in `fullName`. */
  readonly named: boolean;
}

const tables: Tables = {
  ...accessTables,
  ...automationTables,
  ...botTables,
  ...codeTables,
  ...flowTables,
  ...objectTables,
  ...pageTables,
  ...reportTables,
  ...settingsTables,
  ...sharingTables,
  ...siteTables,
  ...translationTables,
};

/** Types that have a table. */
export const tabledTypes: readonly string[] = Object.keys(tables).sort();

/** The table behind a type's rules. */
export function tableOf(type: string): Table | undefined {
  return Object.hasOwn(tables, type) ? tables[type] : undefined;
}

const made = new Map<string, TypeRules>();

/** The rules of a metadata type; a type without a table gets a safe rule with `known: false`. */
export function rulesFor(type: string): TypeRules {
  const known = made.get(type);
  if (known) return known;
  const table = tableOf(type);
  if (!table) return unknownRules;
  const rules = rulesOf(table);
  made.set(type, rules);
  return rules;
}
