// Headers of every answer: who may read it in a browser, that nobody keeps it, and the next proof's nonce.

import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { originsOf } from '../extension-ids.ts';

export interface HeaderOptions {
  /** Ids of the extension's builds; no other origin may read an answer. */
  readonly extensionIds: readonly string[];
  readonly nonce: () => string;
}

const always = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
};

const exposed = [
  'DPoP-Nonce',
  'WWW-Authenticate',
  'Retry-After',
  'X-Request-Id',
  'RateLimit',
  'RateLimit-Policy',
];

/** Must come before any route. */
export function installHeaders(app: FastifyInstance, { extensionIds, nonce }: HeaderOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...always, 'x-request-id': request.id, 'dpop-nonce': nonce() });
  });
  app.register(cors, {
    origin: originsOf(extensionIds),
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'dpop', 'content-type'],
    exposedHeaders: exposed,
    maxAge: 600,
    strictPreflight: true,
  });
}
