// What was open in the panel: remembered for the components looked at last, and for no more than those.

import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { keepPanelState, mostPanels } from '../../../entrypoints/background/panel-states.ts';
import { panelKeys, stored } from '../../../utils/storage.ts';

vi.mock('wxt/browser', () => ({ browser: fakeBrowser }));

const key = (name: number) => `00D5g000004XyZaEAK/Flow/F${name}`;

beforeEach(() => fakeBrowser.reset());

test('the component looked at longest ago makes room, whichever came first', async () => {
  await keepPanelState('lens/Flow', { lens: 'inline' }, 0);
  for (let name = 0; name < mostPanels; name += 1)
    await keepPanelState(key(name), { tab: 'history' }, name + 1);
  await keepPanelState(key(0), { tab: 'changes' }, 5_000);
  await keepPanelState(key(-1), { tab: 'history' }, 5_001);
  const kept = await panelKeys();
  expect(kept).toHaveLength(mostPanels + 1);
  expect(kept).toContain('lens/Flow');
  expect(kept).toContain(key(0));
  expect(kept).toContain(key(-1));
  expect(kept).not.toContain(key(1));
});

test('what was chosen, filtered and scrolled to comes back as it was', async () => {
  const state = {
    a: 'a'.repeat(40),
    b: 'b'.repeat(40),
    tab: 'changes',
    filter: { words: 'VIP' },
    scroll: { row: 12, by: 7.5 },
    seen: { of: 'a..b', lens: 'inline', row: 3, by: 0, step: 2, open: ['0 fold 1'] },
  };
  await keepPanelState(key(1), state, 9);
  expect(await stored.panel(key(1)).read()).toEqual({ ...state, at: 9 });
});
