// The one kind of failure a caller can act on; anything else that is thrown is a bug.

import { type ErrorCode, type ErrorEntry, errorCatalog } from '#contract/errors.ts';

export interface AppErrorOptions {
  /** What led to it; logged, never sent. */
  readonly cause?: unknown;
  /** Facts of this occurrence in words, sent to the caller: never a secret. */
  readonly detail?: string;
  /** Seconds after which the same request may work; becomes `Retry-After`. */
  readonly retryAfter?: number;
}

/** `code` is from the closed list in contract/errors.ts; the message is that entry's title. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(errorCatalog[code].title, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options.detail;
    this.retryAfter = options.retryAfter;
  }

  get entry(): ErrorEntry {
    return errorCatalog[this.code];
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalog, code);
}

/** The failure in one line for logs and for `jobs.problem`: title, then the detail. */
export function describeError(error: unknown): string {
  if (error instanceof AppError) return error.detail ? `${error.message} ${error.detail}` : error.message;
  return error instanceof Error ? error.message : String(error);
}
