// Asks the background, before anything is drawn, whether this docked panel is where our content script put it.

import { send, speakWith } from './call-api.ts';

export const refusedPlace =
  'Canvasback did not open this panel, so it shows nothing here. On a Setup page of Salesforce, open it with ' +
  'Canvasback’s own button at the right edge; if that brings you here, reload the page.';

/** True when the background knows nonce, tab and top page, and the browser names that page as the only one around us. */
export async function confirmPlace(): Promise<boolean> {
  speakWith(location.hash.slice(1));
  try {
    const { origin } = await send('panel.confirm', {});
    // Not every browser tells.
    const { ancestorOrigins } = location as Partial<Location>;
    return !ancestorOrigins || (ancestorOrigins.length === 1 && ancestorOrigins[0] === origin);
  } catch {
    return false;
  }
}
