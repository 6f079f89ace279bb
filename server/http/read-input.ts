// The door for what clients send: path, query or body become an endpoint's checked input, or `invalid_request`.

import type { FastifyRequest } from 'fastify';
import type { output, ZodMiniType } from 'zod/mini';
import type { Endpoint } from '#contract/endpoint.ts';
import { AppError } from '../errors.ts';

/** Checks `value` and says where it is wrong, never what it holds. */
export function readInput<E extends Endpoint>(endpoint: E, request: FastifyRequest): output<E['input']> {
  const result = (endpoint.input as ZodMiniType).safeParse(rawInput(endpoint, request));
  if (result.success) return result.data as output<E['input']>;
  const [issue] = result.error.issues;
  const place = issue?.path.map(String).join('.');
  throw new AppError('invalid_request', { detail: `${place || 'The request'} is not as expected.` });
}

function rawInput(endpoint: Endpoint, request: FastifyRequest): Record<string, unknown> {
  const params = request.params as Record<string, string>;
  if (endpoint.method === 'GET') return { ...numbers(endpoint, request.query), ...params };
  const body = request.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw new AppError('invalid_request', { detail: 'The body is not an object.' });
  }
  return { ...body, ...params };
}

/** A query holds texts; those that stand for numbers in the schema become numbers. */
function numbers(endpoint: Endpoint, query: unknown): Record<string, unknown> {
  const wanted = numericKeys(endpoint.input);
  return Object.fromEntries(
    Object.entries(query as Record<string, unknown>).map(([key, value]) => [
      key,
      wanted.has(key) && typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ]),
  );
}

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, ZodMiniType>>;
  readonly innerType?: ZodMiniType;
}

const definitionOf = (schema: ZodMiniType) => schema._zod.def as Definition;

function numericKeys(input: ZodMiniType): Set<string> {
  const shape = Object.entries(definitionOf(input).shape ?? {});
  return new Set(shape.filter(([, schema]) => isNumber(schema)).map(([key]) => key));
}

function isNumber(schema: ZodMiniType): boolean {
  const { type, innerType } = definitionOf(schema);
  return type === 'number' || (innerType !== undefined && isNumber(innerType));
}
