// Which version of a flow is active, and a version's own status.

import type { Components, FlowVersion, OrgComponent } from '../state/components.ts';
import { versionFacts } from './facts.ts';

/** The active version of a flow; undefined when none is. */
export async function activeVersion(
  components: Components,
  flow: OrgComponent,
): Promise<FlowVersion | undefined> {
  if (flow.heldActive !== undefined) return flow.versions.find((each) => each.number === flow.heldActive);
  const last = flow.versions.at(-1);
  if (!last) return undefined;
  return (await versionFacts(components, last)).status === 'Active' ? last : undefined;
}

/** The version that counts as the flow: the active one, else the latest. */
export async function currentVersion(
  components: Components,
  flow: OrgComponent,
): Promise<FlowVersion | undefined> {
  return (await activeVersion(components, flow)) ?? flow.versions.at(-1);
}

/** Active for the active one; a version that once was active is Obsolete. */
export async function versionStatus(
  components: Components,
  flow: OrgComponent,
  version: FlowVersion,
): Promise<string> {
  if ((await activeVersion(components, flow)) === version) return 'Active';
  const written = (await versionFacts(components, version)).status ?? 'Draft';
  if (written !== 'Active') return written;
  return flow.heldActive !== undefined && version.number > flow.heldActive ? 'Draft' : 'Obsolete';
}
