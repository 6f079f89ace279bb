// What the control server refuses, with the words its caller reads.

import { SettingError } from '../faults/check.ts';

export class BadRequest extends Error {}

export type Body = Readonly<Record<string, unknown>>;

/** A request for the control server's JSON door. */
export interface Asked {
  readonly body: Body;
  readonly query: URLSearchParams;
}

export function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new BadRequest(`${name} is missing`);
  return value;
}

/** A moment as epoch milliseconds or as text that a Date reads; undefined when it is left out. */
export function momentOf(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const at = typeof value === 'number' ? value : Date.parse(String(value));
  if (!Number.isFinite(at)) throw new BadRequest(`${name} is no date: ${String(value)}`);
  return at;
}

/** A setting's check, whose complaint is the caller's to read. */
export function checked<Value>(check: () => Value): Value {
  try {
    return check();
  } catch (cause) {
    if (cause instanceof SettingError) throw new BadRequest(cause.message, { cause });
    throw cause;
  }
}
