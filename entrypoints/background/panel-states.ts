// What was open in the panel, for the components looked at last: the oldest makes room.

import type { PanelState } from '../../utils/extension-host.ts';
import { panelKeys, stored } from '../../utils/storage.ts';

/** A few hundred bytes each: a day's work, and nothing that the browser's own limit would ever meet. */
export const mostPanels = 300;

/** Those of a component begin with the id of its org; what is remembered of anything else is little and stays. */
const ofComponent = /^00D[0-9A-Za-z]{15}\//;

export async function keepPanelState(key: string, state: PanelState, now: number): Promise<void> {
  const item = stored.panel(key);
  const isNew = (await item.read()) === undefined;
  await item.write({ ...state, at: now } as Parameters<typeof item.write>[0]);
  if (!isNew) return;
  const kept = (await panelKeys()).filter((each) => ofComponent.test(each));
  await Promise.all(kept.slice(0, -mostPanels).map((each) => stored.panel(each).remove()));
}
