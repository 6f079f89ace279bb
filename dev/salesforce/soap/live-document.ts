// The document a call gives for a name: flows by version, settings by their own type, all else as the org holds it.

import { documentOf } from '../metadata/document.ts';
import { currentVersion, versionStatus } from '../metadata/flow.ts';
import { masked } from '../metadata/masks.ts';
import type { FlowVersion, OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { parseXml, type XmlElement } from '../xml.ts';

export interface FlowName {
  readonly flow: OrgComponent;
  readonly version: FlowVersion;
  /** `Route`, or `Route-1` when a version was asked for. */
  readonly fullName: string;
}

/** A flow's current version, or the one its name numbers. */
export async function flowNamed(org: Org, name: string): Promise<FlowName | undefined> {
  const whole = org.components.byName('Flow', name);
  const numbered = whole ? null : /^(.*)-(\d+)$/.exec(name);
  const flow = whole ?? org.components.byName('Flow', numbered?.[1] ?? '');
  if (!flow) return undefined;
  const version = numbered
    ? flow.versions.find((each) => each.number === Number(numbered[2]))
    : await currentVersion(org.components, flow);
  const suffix = numbered ? `-${numbered[2]}` : '';
  return version && { flow, version, fullName: flow.fullName + suffix };
}

/** Throws XmlError when the version's text is no XML. */
export async function flowDocument(org: Org, { flow, version }: FlowName): Promise<XmlElement> {
  const root = parseXml((await org.components.versionText(version)) ?? '');
  const status = await versionStatus(org.components, flow, version);
  const children = root.children.map((each) =>
    each.name === 'status' ? { ...each, text: status, children: [] } : each,
  );
  return { ...root, children };
}

export async function definitionDocument(org: Org, flow: OrgComponent): Promise<XmlElement> {
  const version = await currentVersion(org.components, flow);
  const active = version && (await versionStatus(org.components, flow, version)) === 'Active';
  const number = active ? version.number : 0;
  return {
    name: 'FlowDefinition',
    attributes: {},
    text: '',
    children: [{ name: 'activeVersionNumber', attributes: {}, text: String(number), children: [] }],
  };
}

/** The live document of any component; `only` says which of its parts are in it. Throws XmlError. */
export async function liveDocument(
  org: Org,
  component: OrgComponent,
  only?: (part: OrgComponent) => boolean,
): Promise<XmlElement> {
  if (component.type !== 'Flow') {
    const document = await documentOf(org.components, component, only);
    return org.faults.secrets === 'told' ? document : masked(component.type, document);
  }
  const version = await currentVersion(org.components, component);
  if (!version) return documentOf(org.components, component, only);
  return flowDocument(org, { flow: component, version, fullName: component.fullName });
}
