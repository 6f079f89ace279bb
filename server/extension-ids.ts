// The ids of our extension in each browser, and the addresses that follow from them.

import { createHash } from 'node:crypto';

/** Chrome and Edge: sixteen bytes in the letters a to p. */
export const isChromiumId = (id: string): boolean => /^[a-p]{32}$/.test(id);

/** `browser_specific_settings.gecko.id`: like an address of mail, or a UUID in braces; 80 characters at most. */
export const isFirefoxId = (id: string): boolean =>
  id.length <= 80 &&
  /^(?:[\w.-]*@[\w.-]+|\{[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\})$/.test(id);

/** Where the browser catches the end of a sign-in: Firefox names it by the SHA-1 of the id. */
export function redirectHostOf(id: string): string {
  return isChromiumId(id)
    ? `${id}.chromiumapp.org`
    : `${createHash('sha1').update(id).digest('hex')}.extensions.allizom.org`;
}

/** The origins that can be listed: Firefox gives each profile one of its own. */
export const originsOf = (ids: readonly string[]): string[] =>
  ids.filter(isChromiumId).map((id) => `chrome-extension://${id}`);
