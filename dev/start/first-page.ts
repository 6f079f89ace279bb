// The Setup page that a start opens: that of the component edited last, which the sample org's drift is.

import { org } from '../world/names.ts';
import type { World } from '../world.ts';

interface OrgState {
  readonly components: readonly { type: string; fullName: string; id: string; lastModifiedDate: string }[];
}

const nodes: Record<string, string> = { ApexClass: 'ApexClasses', PermissionSet: 'PermSets', Flow: 'Flows' };

/** The address of one component's page in Setup. */
export function setupAddress(type: string, id: string): string {
  return `https://${org.lightningHost}/lightning/setup/${nodes[type]}/page?address=%2F${id}`;
}

export async function readComponents(control: World['control']): Promise<OrgState['components']> {
  const answer = await fetch(`${control.url}/state`, {
    headers: { authorization: `Bearer ${control.token}` },
  });
  return ((await answer.json()) as OrgState).components;
}

export async function firstPage(world: Pick<World, 'control'>): Promise<string> {
  const components = await readComponents(world.control);
  const latest = [...components].sort((a, b) => b.lastModifiedDate.localeCompare(a.lastModifiedDate))[0];
  if (!latest) return `https://${org.lightningHost}/lightning/setup/SetupOneHome/home`;
  return setupAddress(latest.type, latest.id);
}
