// The few plain values of a metadata document that queries and lists show: label, status, and the like.

import type { Components, FlowVersion, OrgComponent } from '../state/components.ts';
import { parseXml } from '../xml.ts';

/** Simple children of the document's root by name; empty when the document can't be read. */
export type Facts = Readonly<Record<string, string>>;

const known = new WeakMap<object, { text: string; facts: Facts }>();

export async function componentFacts(components: Components, component: OrgComponent): Promise<Facts> {
  return remember(component, (await components.text(component, 'metadata')) ?? '');
}

export async function versionFacts(components: Components, version: FlowVersion): Promise<Facts> {
  const kept = known.get(version);
  if (kept) return kept.facts;
  return remember(version, (await components.versionText(version)) ?? '');
}

function remember(owner: object, text: string): Facts {
  const kept = known.get(owner);
  if (kept && kept.text === text) return kept.facts;
  const facts = readFacts(text);
  known.set(owner, { text, facts });
  return facts;
}

function readFacts(text: string): Facts {
  const facts: Record<string, string> = {};
  try {
    for (const each of parseXml(text).children) {
      if (each.children.length === 0) facts[each.name] = each.text;
    }
  } catch {
    return {};
  }
  return facts;
}
