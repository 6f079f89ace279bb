// Turns any failure of a request into one problem document, and a fault into `internal` with its reason in the log.

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '#contract/errors.ts';
import { AppError } from '../errors.ts';
import { CallerLeft } from './caller-left.ts';
import { RateLimited } from './rate-limited.ts';
import type { RefusalLog } from './refusal-log.ts';

/** Failures of the web framework that the caller can act on. */
const frameworkErrors: Readonly<Record<string, (error: FastifyError) => AppError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new AppError('payload_too_large'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => badRequest('The body is not JSON.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => badRequest('The body is empty.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => badRequest('The body’s type is not application/json.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => badRequest('The body is not as long as announced.'),
  FST_ERR_BAD_URL: () => new AppError('not_found'),
  FST_ERR_MAX_PARAM_LENGTH: () => new AppError('not_found'),
};

function badRequest(detail: string): AppError {
  return new AppError('invalid_request', { detail });
}

const SQLITE_FULL = 13;

function isOutOfRoom(error: unknown): boolean {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT' || errcode === SQLITE_FULL;
}

/** The failure a caller may know of; undefined for a fault of ours. */
export function knownFailure(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isOutOfRoom(error)) return new AppError('storage_full', { cause: error });
  const { code, statusCode } = (error ?? {}) as Partial<FastifyError>;
  const known = code === undefined ? undefined : frameworkErrors[code];
  if (known) return known(error as FastifyError);
  // The JSON parser's own refusal of `__proto__` has no framework code.
  if (statusCode === 400) return badRequest('The request could not be read.');
  return undefined;
}

export function toProblem(error: AppError, requestId: string): Problem {
  const { status, title, retry } = error.entry;
  return {
    type: `urn:canvasback:error:${error.code}`,
    title,
    status,
    code: error.code,
    action: error.action,
    retry,
    who: error.who,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    requestId,
  };
}

const challenges: Readonly<Record<string, string>> = {
  not_authenticated: 'DPoP error="invalid_token", algs="ES256 RS256"',
  use_dpop_nonce: 'DPoP error="use_dpop_nonce", algs="ES256 RS256"',
};

type Failing = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** What is refused before anybody is known goes to `refusals`; a client may cause any number of those. */
export function createFailing(refusals: Pick<RefusalLog, 'note'>): Failing {
  return (error, request, reply) => answerFailure(error, request, reply, refusals);
}

function answerFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  refusals: Pick<RefusalLog, 'note'>,
): FastifyReply {
  if (error instanceof CallerLeft) {
    request.log.info('the caller left before the answer');
    // Nobody reads it; the number is what logs of web servers know such requests by.
    return reply.code(499).send();
  }
  const known = knownFailure(error);
  const failure = known ?? new AppError('internal', { cause: error });
  const fault = failure.entry.status >= 500;
  if (!known) request.log.error({ err: error }, 'a fault of ours');
  else if (fault)
    request.log.warn({ code: failure.code, detail: failure.detail, err: failure.cause }, 'failed');
  else if (isBeforeSignIn(request)) noteRefusal(refusals, request, failure);
  else request.log.info({ code: failure.code, detail: failure.detail }, 'refused');

  const challenge = challenges[failure.code];
  if (challenge) reply.header('www-authenticate', challenge);
  if (failure instanceof RateLimited) reply.headers(failure.headers);
  if (failure.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(failure.retryAfter)));
  return reply
    .code(failure.entry.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(toProblem(failure, request.id)));
}

/** A framework's refusal comes before the request is decorated. */
export const isBeforeSignIn = (request: FastifyRequest): boolean => !request.subject;

function noteRefusal(
  refusals: Pick<RefusalLog, 'note'>,
  request: FastifyRequest,
  { code, detail }: AppError,
): void {
  // Every client is asked for a nonce now and then.
  if (code === 'use_dpop_nonce') return;
  // How long it is still shut changes with every request.
  const why = code === 'rate_limited' || detail === undefined ? '' : `: ${detail}`;
  refusals.note(request.ip, `${code}${why}`);
}

export function installErrorHandler(app: FastifyInstance, fail: Failing): void {
  app.setErrorHandler((error, request, reply) => fail(error, request, reply));
  app.setNotFoundHandler((request, reply) => fail(new AppError('not_found'), request, reply));
}
