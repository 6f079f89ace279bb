// A stand-in for Auth0 on loopback: its paths, its token profile, its login page and its refusals.

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAttempts } from './auth0/attempts.ts';
import { ensureTenantKeys } from './auth0/keys.ts';
import { type LoginEvent, serveLogin } from './auth0/login.ts';
import { serveLogout } from './auth0/logout.ts';
import { serveManagement, type TenantSettings, tenantSettings } from './auth0/management.ts';
import { wearManners } from './auth0/manners.ts';
import { createMemoryStore } from './auth0/memory.ts';
import { createProvider, type Tunable } from './auth0/provider.ts';
import { applicationSettings, defaultExtensionId, issuer, tokenLifetime } from './auth0/tenant.ts';
import { serveUserinfo } from './auth0/userinfo.ts';

export { audience, clientId, issuer, password, people } from './auth0/tenant.ts';

export interface Auth0Options {
  /** Keys are kept in `<dataDir>/auth0`. */
  readonly dataDir: string;
  readonly tls: { readonly cert: string; readonly key: string };
  /** 0 picks a free one. */
  readonly port?: number;
  readonly extensionIds?: readonly string[];
  /** Epoch ms that access tokens are dated by. */
  readonly clock?: () => number;
  /** Seconds. */
  readonly tokenLifetime?: number;
  readonly log?: (line: string) => void;
}

export interface Auth0StandIn {
  readonly issuer: string;
  readonly port: number;
  /** What the tenant's administrator set, and a token of the Management API to read it with. */
  readonly settings: TenantSettings;
  readonly managementToken: string;
  /** What happened at the login page, oldest first. */
  readonly events: readonly { readonly event: LoginEvent; readonly email: string }[];
  setClock(clock: () => number): void;
  setTokenLifetime(seconds: number): void;
  /** Milliseconds that tokens take from now on, as on a slow day. */
  delayTokens(milliseconds: number): void;
  /** Signs everybody out, as an administrator would. */
  endSessions(): void;
  /** Lifts the blocks after wrong passwords. */
  unblock(): void;
  stop(): Promise<void>;
}

export async function startAuth0(options: Auth0Options): Promise<Auth0StandIn> {
  const keys = await ensureTenantKeys(options.dataDir);
  const store = createMemoryStore();
  const attempts = createAttempts();
  const application = applicationSettings(options.extensionIds ?? [defaultExtensionId]);
  const events: { event: LoginEvent; email: string }[] = [];
  const tunable: Tunable = {
    clock: options.clock ?? Date.now,
    tokenLifetime: options.tokenLifetime ?? tokenLifetime,
    tokenDelay: 0,
  };
  const provider = createProvider({ keys, store, application, tunable });
  provider.on('server_error', (_, error) => options.log?.(`auth0: ${error.stack ?? error.message}`));
  wearManners(provider, tunable);
  serveLogin({
    provider,
    attempts,
    onEvent(event, email) {
      events.push({ event, email });
      options.log?.(`auth0: ${event} ${email}`);
    },
  });
  serveLogout(provider, application);
  serveUserinfo(provider, keys);
  const settings = tenantSettings(application);
  const managementToken = randomBytes(24).toString('base64url');
  serveManagement(provider, settings, managementToken);

  const server = createServer({ cert: options.tls.cert, key: options.tls.key }, provider.callback());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    issuer,
    port: (server.address() as AddressInfo).port,
    settings,
    managementToken,
    events,
    setClock(clock) {
      tunable.clock = clock;
    },
    setTokenLifetime(seconds) {
      tunable.tokenLifetime = seconds;
    },
    delayTokens(milliseconds) {
      tunable.tokenDelay = milliseconds;
    },
    endSessions: () => store.clear('Session'),
    unblock: () => attempts.unblock(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
