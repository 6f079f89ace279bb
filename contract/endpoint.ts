// What an endpoint is: a name, a place, and checked shapes in both directions.

import type { output, ZodMiniType } from 'zod/mini';

/**
 * `person`: a valid session. `standing`: Salesforce also confirmed the person's access within 15 minutes. `record`:
 * standing, or an owner's session: who answers for an org reads its records also while it is locked or blocked, and
 * of the time in which it was the account's also when it is disconnected.
 */
export type Access = 'person' | 'standing' | 'record';

/** Why a Salesforce token is wanted. The delegation service refuses any other word. */
export type Purpose = 'probe' | 'standing' | 'compare' | 'sync' | 'reconcile';

export interface Endpoint<I extends ZodMiniType = ZodMiniType, O extends ZodMiniType = ZodMiniType> {
  readonly method: 'GET' | 'POST';
  /** `{name}` parts are filled from the input; the rest of the input is the query (GET) or the JSON body. */
  readonly path: string;
  readonly access: Access;
  /** Set when a call of this endpoint opens a delegation job: the proof of this very request opens it. */
  readonly purpose?: Purpose;
  /** Set when the delegation service forgets something at this request: it checks the proof itself. */
  readonly forgets?: true;
  /** Set when the delegation service changes an org's app at this request: it checks the proof itself. */
  readonly setsApp?: true;
  /** Set when the server calls an org's public pages for it, without a token. */
  readonly looksOutside?: true;
  /** Set for a step of connecting: failures of one person are counted, and shut it for them after a few. */
  readonly connects?: true;
  readonly input: I;
  readonly output: O;
}

/** Keeps the literal types of one endpoint: its schemas, and the access, path and purpose that calls depend on. */
export function endpoint<const E extends Endpoint>(
  definition: E,
): E & {
  readonly purpose?: Purpose;
  readonly forgets?: true;
  readonly setsApp?: true;
  readonly looksOutside?: true;
  readonly connects?: true;
} {
  return definition;
}

export type Input<E extends Endpoint> = output<E['input']>;
export type Output<E extends Endpoint> = output<E['output']>;

/** Splits an input into the filled path and what is left for query or body. */
export function fillPath(
  path: string,
  input: Record<string, unknown>,
): { path: string; rest: Record<string, unknown> } {
  const rest = { ...input };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { path: filled, rest };
}
