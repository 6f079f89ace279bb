// What a manifest picks: components, parts of components, and what it names that isn't there.

import { childNamed, typeNamed } from '../../metadata/types.ts';
import type { OrgComponent } from '../../state/components.ts';
import type { Org } from '../../state/org.ts';
import { folderTypes, standingOf } from '../api-types.ts';
import { isStandard, type Listed, listed } from '../file-properties.ts';
import { flowNamed } from '../live-document.ts';
import type { Manifest } from '../manifest.ts';

export interface Picked {
  /** The component whose files are written. */
  readonly component: OrgComponent;
  /** FlowDefinition for a flow's definition, else the component's own type. */
  readonly type: string;
  /** A flow version's name has its number. */
  readonly fullName: string;
  /** Only these parts of it; undefined for all of it. */
  readonly parts: Set<OrgComponent> | undefined;
}

export interface Selection {
  /** By file owner, in the order first named. */
  readonly picked: readonly Picked[];
  readonly rows: readonly Listed[];
  readonly messages: readonly string[];
}

/** Types that no wildcard picks from. */
const named = new Set(['StandardValueSet', 'AnalyticSnapshot', 'ExperienceBundle']);

/** Reads names only: no document is opened. */
export async function select(org: Org, manifest: Manifest, version: number): Promise<Selection> {
  const picked = new Map<string, Picked>();
  const rows = new Map<string, Listed>();
  const messages: string[] = [];
  for (const { name, members } of manifest.types) {
    const refusal = refusalOf(org, name, version);
    if (refusal !== undefined) {
      messages.push(refusal);
      continue;
    }
    for (const member of members) {
      const found = await find(org, name, member);
      if (!found) messages.push(`Entity of type '${name}' named '${member}' cannot be found`);
      for (const each of found ?? []) pick(each, picked, rows);
    }
  }
  return { picked: [...picked.values()], rows: [...rows.values()], messages };
}

function refusalOf(org: Org, type: string, version: number): string | undefined {
  switch (standingOf(org, type, version)) {
    case 'served':
      return undefined;
    case 'not in this version':
      return `Entity type '${type}' is not available in this api version`;
    case 'not in this org':
      return `Entity type '${type}' is not available in this organization`;
    default:
      return `Entity type: '${type}' is unknown`;
  }
}

/** A wildcard finds what there is, be it nothing; a name that finds nothing gives undefined. */
async function find(org: Org, type: string, member: string): Promise<Listed[] | undefined> {
  const { components } = org;
  const child = childNamed(type);
  const inFolder = typeNamed(type)?.inFolder === true;
  const hasWildcard = !inFolder && !named.has(type) && (!child || child.alone);
  if (member === '*' && hasWildcard) return everyOne(org, type).map((each) => listed(each, type));
  const folder = folderTypes[type];
  const found =
    components.byName(type === 'FlowDefinition' ? 'Flow' : type, member) ??
    (folder === undefined ? undefined : components.byName(folder, member));
  if (found) return [listed(found, type === 'FlowDefinition' ? type : found.type)];
  if (type !== 'Flow') return undefined;
  const numbered = await flowNamed(org, member);
  return (
    numbered && [
      { ...listed(numbered.flow), fullName: numbered.fullName, fileName: `flows/${numbered.fullName}.flow` },
    ]
  );
}

/** Standard objects are picked by name only. */
function everyOne(org: Org, type: string): OrgComponent[] {
  if (type === 'FlowDefinition') return org.components.list('Flow');
  const all = org.components.list(type);
  return type === 'CustomObject' ? all.filter((each) => !isStandard(type, each.fullName)) : all;
}

function pick(row: Listed, picked: Map<string, Picked>, rows: Map<string, Listed>): void {
  const { component, type, fullName } = row;
  rows.set(`${type}:${fullName}`, row);
  const child = childNamed(component.type);
  const owner = child ? component.parent : component;
  if (!owner) return;
  const key = child ? `${owner.type}:${owner.fullName}` : `${type}:${fullName}`;
  const known = picked.get(key);
  if (!child) {
    picked.set(key, { component, type, fullName, parts: undefined });
  } else if (!known) {
    picked.set(key, {
      component: owner,
      type: owner.type,
      fullName: owner.fullName,
      parts: new Set([component]),
    });
  } else known.parts?.add(component);
}
