// Access tokens, authorization codes and browser sessions; in memory only, gone when the org stops.

import { randomBytes } from 'node:crypto';
import type { Faults } from '../faults.ts';

export interface Session {
  readonly token: string;
  readonly userId: string;
  /** Of the app it was given to; empty for a browser's own session. */
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  usedAt: number;
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
  /** Set when the code was answered: the token it became. */
  usedFor?: string | undefined;
}

const codeLife = 15 * 60_000;

export class SessionStore {
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
  }

  /** A new session; an open one of the same user and app when the org is set to give it again. */
  open(userId: string, clientId: string, scopes: readonly string[]): Session {
    const now = this.#now();
    if (this.#faults.reuseTokens && clientId) {
      const again = [...this.#sessions.values()].find(
        (session) => session.userId === userId && session.clientId === clientId && this.#alive(session),
      );
      if (again) {
        again.usedAt = now;
        return again;
      }
    }
    const secret = randomBytes(72).toString('base64').replace(/\+/g, '.').replace(/\//g, '_');
    const session = {
      token: `${this.#orgId15}!AQE${secret}`,
      userId,
      clientId,
      scopes,
      issuedAt: now,
      usedAt: now,
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
    return session.usedAt + this.#faults.sessionMinutes * 60_000;
  }

  /** True when there was such a session. */
  close(token: string): boolean {
    return this.#sessions.delete(token);
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

  /** Counts a login; false when the user had 3,600 within the hour. */
  countLogin(userId: string): boolean {
    const now = this.#now();
    const recent = (this.#logins.get(userId) ?? []).filter((at) => now - at < 3_600_000);
    recent.push(now);
    this.#logins.set(userId, recent);
    return recent.length <= 3600;
  }

  #alive(session: Session): boolean {
    if (this.#now() <= this.expiresAt(session)) return true;
    this.#sessions.delete(session.token);
    return false;
  }
}
