// Shapes of the REST answers: errors as a list, and what every answer carries.

import { json, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';

/** A refusal of the REST and Tooling APIs. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly errorCode: string;

  constructor(status: number, errorCode: string, message: string) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }
}

export function apiRefusal(refusal: ApiRefusal): Reply {
  const headers: Record<string, string> = refusal.status === 401 ? { 'www-authenticate': 'Token' } : {};
  return json(refusal.status, [{ message: refusal.message, errorCode: refusal.errorCode }], headers);
}

export const notFound = () => new ApiRefusal(404, 'NOT_FOUND', 'The requested resource does not exist');

/** A resource that answers only some methods, `HEAD,GET` for one. */
export function methodRefused(method: string, allowed: string): ApiRefusal {
  return new ApiRefusal(
    405,
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${method}' not allowed. Allowed are ${allowed}`,
  );
}

export function limitHeader(org: Org): Record<string, string> {
  return { 'sforce-limit-info': `api-usage=${org.usage.used}/${org.usage.max}` };
}

export function unknownException(org: Org): ApiRefusal {
  const id = `${1_000_000_000 + (org.usage.used % 1_000_000)}-${org.usage.used} (-1234567)`;
  return new ApiRefusal(
    500,
    'UNKNOWN_EXCEPTION',
    `An unexpected error occurred. Please include this ErrorId if you contact support: ${id}`,
  );
}
