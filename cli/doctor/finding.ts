// What the doctor found: one line for each thing it looked at.

export interface Finding {
  /** `good`; `wrong`: it will not work, or not safely; `unknown`: it could not be looked at. */
  readonly state: 'good' | 'wrong' | 'unknown';
  readonly what: string;
  /** What to do about it. */
  readonly advice?: string;
}

export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export const good = (what: string): Finding => ({ state: 'good', what });
export const wrong = (what: string, advice: string): Finding => ({ state: 'wrong', what, advice });
export const unknown = (what: string, advice: string): Finding => ({ state: 'unknown', what, advice });

/** `wrong` with its advice unless `holds`. */
export function check(holds: boolean, what: string, otherwise: string, advice: string): Finding {
  return holds ? good(what) : wrong(otherwise, advice);
}

export type Fetch = typeof globalThis.fetch;

const timeLimit = 10_000;

/** One request without following redirects; a string says in words why there was no answer. */
export async function ask(
  fetch: Fetch,
  address: string | URL,
  init: RequestInit = {},
): Promise<Response | string> {
  try {
    return await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(timeLimit), ...init });
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return 'no answer within 10 seconds';
    const cause = error instanceof Error ? error.cause : undefined;
    const { code, message } = (cause ?? error) as { code?: string; message?: string };
    return code ? `${code}${message && !message.includes(code) ? `: ${message}` : ''}` : String(message);
  }
}
