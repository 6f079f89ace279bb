// The app registered in the org: who it is, and the settings of its OAuth policies that decide what it gets.

import { readFileSync } from 'node:fs';
import { numberIn } from './faults/check.ts';
import { setNamed } from './named-settings.ts';
import { defaultClientId, defaultRedirect, type OrgOptions } from './settings.ts';

/** As a Salesforce admin finds them in the app's OAuth settings and policies. */
export interface AppSettings {
  /** Since Spring '26 new apps are external client apps; connected apps that exist keep working. */
  kind: 'external-client-app' | 'connected-app';
  /** Scopes the app was given; a mint's token has them all. */
  scopes: string[];
  redirects: string[];
  /** Consumer secret; empty text: the app has none. */
  secret: string;
  /** “Require Secret for Web Server Flow”. */
  secretForCode: boolean;
  /** “Require Secret for Refresh Token Flow”. */
  secretForRefresh: boolean;
  /** “Require Proof Key for Code Exchange (PKCE)”. */
  pkceRequired: boolean;
  /** “Enable Authorization Code and Credentials Flow”: false refuses the authorization code. */
  codeFlow: boolean;
  /** “Issue JSON Web Token (JWT)-based access tokens for named users”. */
  tokenFormat: 'opaque' | 'jwt';
  /** Minutes a JWT access token lives, used or not; an opaque one lives as the org's sessions do. */
  tokenMinutes: number;
  /** “Enable Refresh Token Rotation”. */
  refreshRotation: boolean;
  /** Days after which a refresh token ends; 0: it lives until it is revoked. */
  refreshDays: number;
  /** “Introspect all Tokens”: of other apps and of browsers too. */
  introspectAll: boolean;
}

export interface RegisteredApp extends AppSettings {
  readonly name: string;
  readonly clientId: string;
  /** PEM texts of the registered certificates; none while there are none. */
  certificates(): readonly string[];
}

/** The app as it is at a start; throws on a setting it doesn't know. */
export function registerApp(
  options: Pick<OrgOptions, 'app' | 'certificate' | 'clientId' | 'redirects'>,
): RegisteredApp {
  const app: RegisteredApp = {
    kind: 'external-client-app',
    scopes: ['refresh_token', 'openid', 'api'],
    secret: '',
    secretForCode: false,
    secretForRefresh: false,
    pkceRequired: true,
    codeFlow: true,
    tokenFormat: 'opaque',
    tokenMinutes: 30,
    refreshRotation: false,
    refreshDays: 0,
    introspectAll: false,
    redirects: [...(options.redirects ?? [defaultRedirect])],
    name: 'Canvasback',
    clientId: options.clientId ?? defaultClientId,
    certificates: () => readCertificates(options.certificate),
  };
  setApp(app, options.app ?? {});
  return app;
}

/** An app that users sign in with and nothing else: they allow it themselves, and it has no refresh token to give. */
export interface SignInApp {
  readonly name: string;
  readonly clientId: string;
  readonly redirects: readonly string[];
  readonly scopes: readonly string[];
  /** Ids of users who have allowed it. */
  readonly approvedBy: Set<string>;
}

export function registerSignInApp({
  signInClientId,
  redirects,
}: Pick<OrgOptions, 'signInClientId' | 'redirects'>): SignInApp | undefined {
  if (signInClientId === undefined) return undefined;
  return {
    name: 'Canvasback sign-in',
    clientId: signInClientId,
    redirects: [...(redirects ?? [defaultRedirect])],
    scopes: ['openid'],
    approvedBy: new Set(),
  };
}

/** The settings that can be changed, without what the app is. */
export function appSettings(app: RegisteredApp): AppSettings {
  const { name: _, clientId: __, certificates: ___, ...settings } = app;
  return settings;
}

/** Settings that are one of a few words. */
export const appWords = {
  kind: ['external-client-app', 'connected-app'],
  tokenFormat: ['opaque', 'jwt'],
} as const;

/** Sets the named settings and leaves the rest; throws on a name or kind it doesn't know. */
export function setApp(app: RegisteredApp, wanted: unknown): void {
  const settings = appSettings(app);
  setNamed(settings, wanted, {
    what: 'app setting',
    words: appWords,
    checks: {
      tokenMinutes: (value, name) => numberIn(value, name, 1),
      refreshDays: (value, name) => numberIn(value, name, 0),
    },
  });
  Object.assign(app, settings);
}

function readCertificates(file: string | undefined): readonly string[] {
  if (!file) return [];
  try {
    const pem = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
    return readFileSync(file, 'utf8').match(pem) ?? [];
  } catch (cause) {
    // The key's owner makes the file after the org has started.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
