// The badge of the toolbar button: one mark while anything is wrong that a person must know, and in its title what.

import { browser } from 'wxt/browser';
import { stored } from '../../utils/storage.ts';

const colour = '#b3261e';

/** One at a time: two that change it at once must not lose each other’s. */
let last: Promise<unknown> = Promise.resolve();

/** `of`: what it is about, as a word of its own; without a sentence that alarm is over. */
export function setAlarm(of: string, sentence: string | undefined): Promise<void> {
  const change = last.then(() => changed(of, sentence));
  last = change.catch(() => undefined);
  return change;
}

async function changed(of: string, sentence: string | undefined): Promise<void> {
  const { [of]: _before, ...others } = (await stored.alarms.read()) ?? {};
  const alarms = sentence === undefined ? others : { ...others, [of]: sentence };
  await stored.alarms.write(alarms);
  const sentences = Object.values(alarms);
  await browser.action.setBadgeBackgroundColor({ color: colour });
  await browser.action.setBadgeText({ text: sentences.length > 0 ? '!' : '' });
  await browser.action.setTitle({ title: ['Canvasback', ...sentences].join('\n') });
}
