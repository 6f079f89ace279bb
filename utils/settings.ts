// The settings of this browser profile, with what holds until somebody changes them.

import type { Settings } from './extension-host.ts';
import { stored } from './storage.ts';

const defaults: Settings = { theme: 'system', diffColours: 'red-green', hiddenOrgs: [] };
const defaultPlace = { edge: 0.4, width: 440 };

export async function readSettings(): Promise<Settings> {
  return (await stored.settings.read()) ?? defaults;
}

export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  const kept = await readSettings();
  const next = {
    theme: change.theme ?? kept.theme,
    diffColours: change.diffColours ?? kept.diffColours,
    hiddenOrgs: [...new Set(change.hiddenOrgs ?? kept.hiddenOrgs)],
  };
  await stored.settings.write(next);
  return next;
}

export async function readPlace(): Promise<{ edge: number; width: number }> {
  return (await stored.launcher.read()) ?? defaultPlace;
}

export async function changePlace(change: { edge?: number; width?: number }): Promise<void> {
  const kept = await readPlace();
  await stored.launcher.write({ edge: change.edge ?? kept.edge, width: change.width ?? kept.width });
}
