// Access tokens, authorization codes and browser sessions; in memory only, gone when the org stops.

import { randomBytes } from 'node:crypto';
import type { Faults } from '../faults.ts';
import { RefreshTokens } from './refresh-tokens.ts';

export interface Session {
  readonly token: string;
  readonly userId: string;
  /** Of the app it was given to; empty for a browser's own session. */
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  usedAt: number;
  /** A JWT ends then, used or not; an opaque token lives on while it is used. */
  readonly endsAt: number | undefined;
  /** The approval whose refresh token it came with; it ends with it. */
  readonly family: string | undefined;
}

/** What a new access token is beside whose and for what. */
export interface TokenKind {
  readonly family?: string | undefined;
  /** The text of a JWT, and when it ends; without it the token is opaque. */
  readonly jwt?: { readonly token: string; readonly endsAt: number } | undefined;
}

export interface Grant {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly userId: string;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly issuer: string;
  readonly at: number;
  /** Set when the code was answered: the tokens it became. */
  usedFor?: { readonly token: string; readonly family: string | undefined } | undefined;
}

const codeLife = 15 * 60_000;

export class SessionStore {
  readonly refresh: RefreshTokens;
  #orgId15: string;
  readonly #now: () => number;
  readonly #faults: Faults;
  readonly #sessions = new Map<string, Session>();
  readonly #grants = new Map<string, Grant>();
  readonly #logins = new Map<string, number[]>();

  constructor(orgId: string, now: () => number, faults: Faults) {
    this.#orgId15 = orgId.slice(0, 15);
    this.#now = now;
    this.#faults = faults;
    this.refresh = new RefreshTokens(now);
  }

  /** A new session; an open one of the same user, app and kind when the org is set to give it again. */
  open(userId: string, clientId: string, scopes: readonly string[], kind: TokenKind = {}): Session {
    const now = this.#now();
    if (this.#faults.reuseTokens && clientId) {
      const again = this.list().find(
        (session) =>
          session.userId === userId &&
          session.clientId === clientId &&
          session.family === kind.family &&
          (session.endsAt === undefined) === (kind.jwt === undefined),
      );
      if (again) {
        again.usedAt = now;
        return again;
      }
    }
    const session: Session = {
      token: kind.jwt?.token ?? this.#opaqueToken(),
      userId,
      clientId,
      scopes,
      issuedAt: now,
      usedAt: now,
      endsAt: kind.jwt?.endsAt,
      family: kind.family,
    };
    this.#sessions.set(session.token, session);
    return session;
  }

  /** The session of a token while it lives; looking at it is using it. */
  find(token: string): Session | undefined {
    const session = this.#sessions.get(token);
    if (!session || !this.#alive(session)) return undefined;
    session.usedAt = this.#now();
    return session;
  }

  expiresAt(session: Session): number {
    return session.endsAt ?? session.usedAt + this.#faults.sessionMinutes * 60_000;
  }

  /** True when there was such a session. */
  close(token: string): boolean {
    return this.#sessions.delete(token);
  }

  /** Ends the access tokens that came with one approval's refresh token. */
  closeFamily(family: string): void {
    for (const session of this.list()) if (session.family === family) this.#sessions.delete(session.token);
  }

  /** Ends every session of one user, or all. */
  closeAll(userId?: string): number {
    let closed = 0;
    for (const session of [...this.#sessions.values()]) {
      if (userId === undefined || session.userId === userId) {
        this.#sessions.delete(session.token);
        closed += 1;
      }
    }
    return closed;
  }

  /** Another org id: nothing that was given out before is good any more. */
  renew(orgId: string): void {
    this.#orgId15 = orgId.slice(0, 15);
    this.#sessions.clear();
    this.#grants.clear();
    this.refresh.clear();
  }

  list(): readonly Session[] {
    return [...this.#sessions.values()].filter((session) => this.#alive(session));
  }

  grant(grant: Omit<Grant, 'code' | 'at'>): Grant {
    const made: Grant = { ...grant, code: `aPrx${randomBytes(48).toString('base64url')}==`, at: this.#now() };
    this.#grants.set(made.code, made);
    return made;
  }

  grantOf(code: string): { grant: Grant; expired: boolean } | undefined {
    const grant = this.#grants.get(code);
    return grant && { grant, expired: this.#now() - grant.at > codeLife };
  }

  /** Counts a login; false when the user had too many within the hour. */
  countLogin(userId: string): boolean {
    const now = this.#now();
    const recent = (this.#logins.get(userId) ?? []).filter((at) => now - at < 3_600_000);
    recent.push(now);
    this.#logins.set(userId, recent);
    return recent.length <= this.#faults.loginsPerHour;
  }

  #opaqueToken(): string {
    const secret = randomBytes(72).toString('base64').replace(/\+/g, '.').replace(/\//g, '_');
    return `${this.#orgId15}!AQE${secret}`;
  }

  #alive(session: Session): boolean {
    if (this.#now() <= this.expiresAt(session)) return true;
    this.#sessions.delete(session.token);
    return false;
  }
}
