// Refresh tokens: each belongs to one user's approval of the app, which may put a new one in its place.

import { randomBytes, randomUUID } from 'node:crypto';

export interface RefreshToken {
  readonly token: string;
  /** The approval it stands for; the access tokens it gave carry it too. */
  readonly family: string;
  readonly userId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  /** Undefined: it lives until it is revoked. */
  readonly endsAt: number | undefined;
}

export class RefreshTokens {
  readonly #now: () => number;
  readonly #live = new Map<string, RefreshToken>();
  /** Tokens that were rotated out, with their families. */
  readonly #spent = new Map<string, string>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A user's first token of a new approval; `days` 0 is one without an end. */
  give(userId: string, clientId: string, scopes: readonly string[], days: number): RefreshToken {
    const now = this.#now();
    return this.#keep({
      token: newToken(),
      family: randomUUID(),
      userId,
      clientId,
      scopes,
      issuedAt: now,
      endsAt: days > 0 ? now + days * 86_400_000 : undefined,
    });
  }

  /** The token while it lives. */
  find(token: string): RefreshToken | undefined {
    const found = this.#live.get(token);
    if (!found || (found.endsAt !== undefined && this.#now() > found.endsAt)) return undefined;
    return found;
  }

  /** Puts a new token in the place of a live one; the end stays where it was. */
  rotate(old: RefreshToken): RefreshToken {
    this.#live.delete(old.token);
    this.#spent.set(old.token, old.family);
    return this.#keep({ ...old, token: newToken(), issuedAt: this.#now() });
  }

  /** The approval of a token that was rotated out: using one again is how a theft shows. */
  familyOfSpent(token: string): string | undefined {
    return this.#spent.get(token);
  }

  revoke(family: string): void {
    for (const each of [...this.#live.values()]) if (each.family === family) this.#live.delete(each.token);
  }

  clear(): void {
    this.#live.clear();
    this.#spent.clear();
  }

  hasAny(userId: string): boolean {
    return [...this.#live.values()].some((each) => each.userId === userId && this.find(each.token));
  }

  #keep(token: RefreshToken): RefreshToken {
    this.#live.set(token.token, token);
    return token;
  }
}

function newToken(): string {
  return `5Aep861${randomBytes(60).toString('base64url').replace(/-/g, '.')}`;
}
