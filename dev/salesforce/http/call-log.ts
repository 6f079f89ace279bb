// What was asked of the org, for tests to look at; tokens appear as hashes only.

import { createHash } from 'node:crypto';

export interface LoggedCall {
  readonly at: number;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  status: number;
  /** Milliseconds until its answer was ready; left out while it is not. */
  ms?: number | undefined;
  /** Username of the session that asked. */
  user?: string | undefined;
  /** First characters of the token's SHA-256. */
  token?: string | undefined;
  /** The SOQL text, the SOAP operation, the grant: what the path doesn't tell. */
  detail?: string | undefined;
  /** The fault that this call met. */
  fault?: string | undefined;
}

/** The last 5,000 calls. */
export class CallLog {
  readonly #calls: LoggedCall[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  begin(method: string, host: string, path: string): LoggedCall {
    const call: LoggedCall = { at: this.#now(), method, host, path, status: 0 };
    this.#calls.push(call);
    if (this.#calls.length > 5000) this.#calls.splice(0, 1000);
    return call;
  }

  list(): readonly LoggedCall[] {
    return this.#calls;
  }

  clear(): void {
    this.#calls.length = 0;
  }
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}
