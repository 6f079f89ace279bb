// The Metadata field of Tooling rows: the document as typed JSON, absent fields as null and absent lists as empty.

import type { FlowVersion, OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { parseXml, type XmlElement } from '../xml.ts';
import { elementOf } from './elements.ts';
import { activeVersion, versionStatus } from './flow.ts';
import { type Field, metadataSchema } from './schema.ts';
import { shuffled } from './shuffle.ts';

type Json = Record<string, unknown>;

/** A number that keeps its decimal point in the answer: 66.0, as Salesforce writes doubles. */
function double(text: string): unknown {
  const written = /^-?\d+\.\d+(?:[eE][+-]?\d+)?$/.test(text) ? text : Number(text).toFixed(1);
  return Number.isFinite(Number(text))
    ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(written)
    : null;
}

function whole(text: string): number | null {
  const value = Number(text.trim());
  return Number.isFinite(value) ? value : null;
}

let reads = 0;

export async function flowMetadata(org: Org, flow: OrgComponent, version: FlowVersion): Promise<Json> {
  const root = parseXml((await org.components.versionText(version)) ?? '');
  const out = complex(root, 'Flow', orderOf(org, flow.fullName));
  return withUrls({ ...out, status: await versionStatus(org.components, flow, version) });
}

/** Any other component's document; lists keep their order where order may have meaning. */
export async function toolingMetadata(org: Org, component: OrgComponent): Promise<Json | null> {
  const root = await elementOf(org.components, component);
  if (!root) return null;
  const isSetLike = component.type === 'Profile';
  const order = isSetLike ? orderOf(org, component.fullName) : { seed: 0, name: '' };
  return withUrls(complex(root, component.type, order));
}

/** Every read of a set-like list may come in another order. */
function orderOf(org: Org, fullName: string): Order {
  reads += 1;
  return { seed: org.settings.seed, name: `${fullName}${reads}` };
}

/** Tooling's Metadata has this field on every type, always empty. */
function withUrls(metadata: Json): Json {
  const all = { ...metadata, urls: null };
  return Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
}

export async function flowDefinitionMetadata(org: Org, flow: OrgComponent): Promise<Json> {
  const active = await activeVersion(org.components, flow);
  return { activeVersionNumber: active?.number ?? 0, description: null, masterLabel: null, urls: null };
}

interface Order {
  readonly seed: number;
  readonly name: string;
}

/** Only the lists at the top and the settings lists are sets; the order of the rest has meaning. */
function complex(element: XmlElement, type: string, order: Order, top = true): Json {
  const out: Json = {};
  const all = metadataSchema().get(type) ?? [];
  const fields = all.filter((field) => !field.soapOnly);
  const known = new Set(all.map((field) => field.name));
  for (const each of element.children) {
    if (known.has(each.name)) continue;
    known.add(each.name);
    const repeated = element.children.filter((other) => other.name === each.name).length > 1;
    fields.push({
      name: each.name,
      kind: each.children.length > 0 ? '?' : 's',
      list: repeated,
      soapOnly: false,
    });
  }
  for (const field of fields.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const given = element.children.filter((each) => each.name === field.name);
    if (field.list) {
      const isSet = (top && field.kind !== 's') || field.name === 'processMetadataValues';
      const items = given.map((each) => single(each, field, order));
      out[field.name] = isSet ? shuffled(items, order.seed, `${order.name}${field.name}`) : items;
    } else {
      const last = given.at(-1);
      out[field.name] = last === undefined ? null : single(last, field, order);
    }
  }
  return out;
}

function single(element: XmlElement, field: Field, order: Order): unknown {
  if (element.attributes['xsi:nil'] === 'true') return null;
  if (field.kind === 's') return element.text;
  if (field.kind === 'b') return element.text.trim() === 'true';
  if (field.kind === 'i') return whole(element.text);
  if (field.kind === 'd') return double(element.text.trim());
  if (field.kind === 't') return element.text.replace(/Z$/, '+0000');
  return complex(element, field.kind, order, false);
}
