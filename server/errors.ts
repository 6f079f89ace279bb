// The one kind of failure a caller can act on; anything else that is thrown is a bug.

import { type ErrorCode, type ErrorEntry, errorCatalog, type WhoCanAct, whoMends } from '#contract/errors.ts';

export interface AppErrorOptions {
  /** What led to it; logged, never sent. */
  readonly cause?: unknown;
  /** Facts of this occurrence in words, sent to the caller: never a secret. */
  readonly detail?: string | undefined;
  /** What to do about this occurrence, and who can, where that is known better than by the code. */
  readonly action?: string | undefined;
  readonly who?: WhoCanAct | undefined;
  /** Seconds after which the same request may work; becomes `Retry-After`. */
  readonly retryAfter?: number;
}

/** `code` is from the closed list in contract/errors.ts; the message is that entry's title. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly action: string;
  readonly who: WhoCanAct;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(errorCatalog[code].title, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options.detail;
    this.action = options.action ?? errorCatalog[code].action;
    this.who = options.who ?? whoMends(code);
    this.retryAfter = options.retryAfter;
  }

  get entry(): ErrorEntry {
    return errorCatalog[this.code];
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalog, code);
}

/** Why, and what to do: for a place that shows neither title nor action. */
export function reasonOf({ detail, message, action }: AppError): string {
  return `${detail ?? message} ${action}`;
}

/** The failure in one line for logs and for `jobs.problem`: title, then the detail. */
export function describeError(error: unknown): string {
  if (error instanceof AppError) return error.detail ? `${error.message} ${error.detail}` : error.message;
  return error instanceof Error ? error.message : String(error);
}
