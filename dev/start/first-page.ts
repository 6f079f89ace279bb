// The Setup page that a start opens: the sample org's edited flow, or the list of flows of a project.

import { org } from '../world/names.ts';
import type { World } from '../world.ts';

export async function firstPage(_world: World): Promise<string> {
  return `https://${org.lightningHost}/lightning/setup/Flows/home`;
}
