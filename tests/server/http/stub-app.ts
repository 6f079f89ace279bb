// The real web server over stubbed people, orgs and services, for tests of one request at a time.

import type { FastifyInstance } from 'fastify';
import { type AppDeps, buildApp } from '../../../server/app.ts';
import { AppError } from '../../../server/errors.ts';
import type { Handlers } from '../../../server/http/call.ts';
import { createRateLimits, defaultQuotas, type Quotas } from '../../../server/http/rate-limit.ts';
import { createLog } from '../../../server/log.ts';
import type { ConnectedOrg, Link, Member } from '../../../server/parties.ts';
import { buildHandlers, type Services } from '../../../server/routes/index.ts';

export const orgId = '00D5g000004XyZaEAK';
/** Acme had it once. */
export const formerId = '00D5g000004FormEAK';
export const start = Date.parse('2026-03-02T09:00:00.000Z');
export const extensionId = 'a'.repeat(32);

export const acme: ConnectedOrg = {
  orgId,
  tenantId: 'tenant-acme',
  name: 'Acme',
  apiHost: 'acme.my.salesforce.com',
  loginUrl: 'https://login.salesforce.com',
  apiVersion: '66.0',
};

const member = (role: Member['role'], name: string, tenantId = 'tenant-acme'): Member => ({
  tenantId,
  tenantName: tenantId === 'tenant-acme' ? 'Acme' : 'Else',
  name,
  role,
});

export const link = (standingUntil: number | null, reason: string | null = null): Link => ({
  userId: '0055g00000AAAAAAA1',
  username: 'ada.king@acme.example',
  name: 'Ada King',
  state: reason === null ? 'connected' : 'locked',
  standingUntil,
  reason,
});

export interface Stub {
  readonly app: FastifyInstance;
  readonly members: Map<string, Member>;
  /** By subject; all in `acme`. */
  readonly links: Map<string, Link>;
  readonly logged: string[];
  readonly clock: { now: number };
  /** What services were asked, by name. */
  readonly asked: { name: string; with: unknown }[];
}

export interface StubOptions {
  readonly services?: Partial<Services>;
  readonly handlers?: Partial<Handlers>;
  readonly quotas?: Partial<Quotas>;
  readonly ready?: AppDeps['ready'];
  readonly app?: Partial<AppDeps>;
}

/** A token reads `DPoP token-of-<subject>`; the proof `stale` wants a fresh nonce. */
export function stubApp({ services, handlers, quotas, ready, app }: StubOptions = {}): Stub {
  const clock = { now: start };
  const logged: string[] = [];
  const asked: Stub['asked'] = [];
  const members = new Map([
    ['auth0|ada', member('owner', 'Ada King')],
    ['auth0|sam', member('release_manager', 'Sam Okafor')],
    ['auth0|mia', member('viewer', 'Mia Lindqvist')],
    ['auth0|eve', member('owner', 'Eve Else', 'tenant-else')],
  ]);
  const links = new Map([['auth0|ada', link(start + 60_000)]]);

  const answering = new Proxy({} as Services, {
    get: (_, name: string) => async (input: unknown) => {
      asked.push({ name, with: input });
      const given = services?.[name as keyof Services] as ((input: unknown) => unknown) | undefined;
      if (!given) throw new Error(`no stub for ${name}`);
      return given(input);
    },
  });

  const built = buildApp({
    log: createLog({ level: 'debug', destination: { write: (line) => logged.push(line) } }),
    authority: {
      verifier: {
        nonce: () => 'nonce-of-now',
        verify: async ({ headers }) => {
          const subject = /^DPoP token-of-(.+)$/.exec(headers.authorization ?? '')?.[1];
          if (!subject || !headers.dpop) throw new AppError('not_authenticated', { detail: 'No token.' });
          if (headers.dpop === 'stale') throw new AppError('use_dpop_nonce');
          return { subject, jkt: 'jkt', jti: `jti-${subject}`, expiresAt: start + 600_000, scopes: [] };
        },
      },
      member: async (subject) => members.get(subject),
      org: async (id) => (id === orgId ? acme : undefined),
      held: async (id, tenantId) => id === formerId && tenantId === 'tenant-acme',
      link: async (id, subject) => (id === orgId ? links.get(subject) : undefined),
      now: () => clock.now,
    },
    limits: createRateLimits({ ...defaultQuotas, ...quotas }),
    handlers: { ...buildHandlers(answering), ...handlers },
    ready: ready ?? {},
    worker: async () => ({ alive: true, lastAt: clock.now }),
    extensionIds: [extensionId],
    ...app,
  });
  return { app: built, members, links, logged, clock, asked };
}

/** Headers of a signed-in person. */
export const as = (subject: string) => ({ authorization: `DPoP token-of-auth0|${subject}`, dpop: 'proof' });
