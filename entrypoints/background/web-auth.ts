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

/** For a flow in which nobody types anything; whoever types takes the time they need. */
const silentLimit = 30_000;

/** Resolves with the whole redirect address. */
export async function webAuthFlow(url: string, interactive: boolean): Promise<string> {
  try {
    const flow = browser.identity.launchWebAuthFlow({ url, interactive });
    const redirect = await (interactive ? flow : inTime(flow));
    if (!redirect) throw new Error('closed');
    return redirect;
  } catch (error) {
    if (error instanceof WebAuthError) throw error;
    throw new WebAuthError(webAuthReason(error instanceof Error ? error.message : String(error)), error);
  }
}

/** Browsers wait for ever for a page that never answers, and Chromium's own limit is an option that others refuse. */
async function inTime<T>(flow: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new WebAuthError('unreachable', new Error(`No answer within ${silentLimit} ms`)));
  }, silentLimit);
  try {
    return await Promise.race([flow, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

export const redirectAddress = (path: string): string => browser.identity.getRedirectURL(path);
