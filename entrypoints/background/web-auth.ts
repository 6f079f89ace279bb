// Opens an authorization page in a window of its own and waits for the redirect that ends in the extension.

import { browser } from 'wxt/browser';

/** `closed`: by the person. `needs_person`: a silent try would have had to show a page. */
export class WebAuthError extends Error {
  readonly reason: 'closed' | 'unreachable' | 'needs_person' | 'other';
  constructor(reason: WebAuthError['reason'], cause: unknown) {
    super(`The authorization window ended: ${reason}`, { cause });
    this.name = 'WebAuthError';
    this.reason = reason;
  }
}

/** Browsers only tell by the text of their error: Chromium's words, then Firefox's. */
export function webAuthReason(message: string): WebAuthError['reason'] {
  if (/did not approve|cancelled|canceled|closed/i.test(message)) return 'closed';
  if (/interaction required|requires user interaction/i.test(message)) return 'needs_person';
  if (/could not be loaded|network|timed out|invalid request/i.test(message)) return 'unreachable';
  return 'other';
}

/** Resolves with the whole redirect address. */
export async function webAuthFlow(url: string, interactive: boolean): Promise<string> {
  try {
    const redirect = await browser.identity.launchWebAuthFlow({ url, interactive });
    if (!redirect) throw new Error('closed');
    return redirect;
  } catch (error) {
    throw new WebAuthError(webAuthReason(error instanceof Error ? error.message : String(error)), error);
  }
}

export const redirectAddress = (path: string): string => browser.identity.getRedirectURL(path);
