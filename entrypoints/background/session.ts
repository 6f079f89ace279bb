// The person's session: signed in by a click, renewed without one while Auth0 allows it, ended for good.

import type { z } from 'zod/mini';
import type { Session } from '../../utils/extension-host.ts';
import { log } from '../../utils/log.ts';
import type { accountRecord, Item, sessionRecord } from '../../utils/storage.ts';
import type { Auth0 } from './auth0.ts';
import { WebAuthError } from './web-auth.ts';

type Account = z.infer<typeof accountRecord>;
type SessionRecord = z.infer<typeof sessionRecord>;

interface SessionDeps {
  readonly auth0: Auth0;
  readonly restoreSignIn: () => Promise<void>;
  readonly record: Item<SessionRecord>;
  readonly account: Item<Account>;
  readonly changed: () => void;
}

/** There is no session to act with; a click can bring one. */
export class NoSession extends Error {
  override readonly name = 'NoSession';
}

/** Auth0 could not be asked; the session is what it was. */
export class Auth0Unreachable extends Error {
  override readonly name = 'Auth0Unreachable';
}

export type PersonSession = ReturnType<typeof createSession>;

export function createSession(deps: SessionDeps) {
  const { auth0, record, account } = deps;
  let started: Promise<void> | undefined;
  let renewal: Promise<void> | undefined;
  let signingIn: Promise<Session> | undefined;
  let signingOut: Promise<Session> | undefined;
  /** What began before the last sign-out may not bring the session back. */
  let signOuts = 0;
  /** A stay ends with a sign-out, and when somebody else is signed in: what was asked in one is not for the next. */
  let stay = 0;
  /** Auth0’s subject of who was signed in last. */
  let whose: string | undefined;

  /** Once in a worker's life: settles what an earlier one left behind. */
  function start(): Promise<void> {
    started ??= (async () => {
      await deps.restoreSignIn();
      const kept = await record.read();
      const { returning = false, ask = false } = (await account.read()) ?? {};
      const cutOff = kept?.state === 'signing_in';
      // Stopped in the middle of a sign-out, or of the sign-in after it: what is left of either goes now.
      if (ask && (cutOff || kept?.state === 'signed_out')) await auth0.forget();
      if (kept && !cutOff) {
        whose = kept.subject;
        return;
      }
      await record.write({
        ...{ state: returning ? 'signed_in' : 'signed_out', name: kept?.name },
        ...(returning ? { subject: kept?.subject } : {}),
      });
      // Whoever had signed out is still known to Auth0: only a password tells who it is now.
      if (returning || (cutOff && !ask)) await renew().catch((error) => log.warn('first renewal', error));
    })();
    return started;
  }

  async function change(next: SessionRecord): Promise<Session> {
    await record.write(next);
    deps.changed();
    return next;
  }

  async function current(): Promise<Session> {
    await start();
    return (await record.read()) ?? { state: 'signed_out' };
  }

  /** One silent try at a time; `login_required` ends the session until somebody clicks. */
  function renew(): Promise<void> {
    renewal ??= renewOnce(signOuts).finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  async function renewOnce(begun: number): Promise<void> {
    let failed: unknown;
    let next: SessionRecord = { state: 'signed_in' };
    try {
      next = { state: 'signed_in', name: await auth0.authorize('none'), subject: await auth0.subject() };
    } catch (error) {
      failed = error;
      if (isUnreachable(error) || (await isAway(error)))
        throw new Auth0Unreachable('Auth0 did not answer', { cause: error });
      const before = await record.read();
      const had = before?.state === 'signed_in' || before?.state === 'ended';
      next = { state: had ? 'ended' : 'signed_out', name: had ? before.name : undefined };
    }
    if (begun !== signOuts) {
      await auth0.forget();
      throw new NoSession('Signed out meanwhile');
    }
    if (failed) {
      await change(next);
      throw new NoSession('Auth0 asks for a new sign-in', { cause: failed });
    }
    await establish(next);
  }

  /** Writes at once, in one turn: no sign-out comes between the look at `signOuts` and this. */
  async function establish(next: SessionRecord): Promise<Session> {
    if (whose !== undefined && whose !== next.subject) stay += 1;
    whose = next.subject;
    const returning = account.write({ returning: true, ask: false });
    const [session] = await Promise.all([change(next), returning]);
    return session;
  }

  /** Firefox says that it needs the person also when it could reach nobody. */
  const isAway = async (error: unknown) =>
    error instanceof WebAuthError && error.reason === 'needs_person' && !(await auth0.answers());

  async function signInOnce(): Promise<Session> {
    await signingOut;
    const before = await current();
    const begun = signOuts;
    // Both keep their verifier in the same place.
    await renewal?.catch(() => undefined);
    const ask = (await account.read())?.ask ?? false;
    await change({ state: 'signing_in', name: before.name });
    try {
      const name = await auth0.authorize(ask ? 'login' : undefined);
      const subject = await auth0.subject();
      if (begun === signOuts) return await establish({ state: 'signed_in', name, subject });
      await auth0.forget();
    } catch (error) {
      log.warn('sign-in', error);
      const problem = await problemOf(error);
      const state = before.state === 'ended' || before.state === 'signed_in' ? 'ended' : 'signed_out';
      if (begun === signOuts) return change({ state, name: before.name, problem });
    }
    return change({ state: 'signed_out', problem: 'You signed out meanwhile. Sign in again.' });
  }

  async function signOutOnce(endAtApi: (token: string) => Promise<void>): Promise<Session> {
    await start();
    signOuts += 1;
    stay += 1;
    const token = await auth0.cachedToken().catch(() => undefined);
    // First of all: from here on nobody gets a token, all pages know, and a worker that is stopped half way wakes signed out.
    await Promise.all([change({ state: 'signed_out' }), account.write({ returning: false, ask: true })]);
    if (token) await endAtApi(token).catch((error) => log.warn('session.end', error));
    const ended = await auth0.logout().then(
      () => true,
      (error) => {
        log.warn('Auth0 logout', error);
        return false;
      },
    );
    await account.write({ returning: false, ask: !ended });
    return change({
      state: 'signed_out',
      problem: ended ? undefined : 'Signed out here. Auth0 could not be reached to end its own session.',
    });
  }

  /** For what looked at the session before a sign-out was asked for, and comes to renewing it after. */
  function refuseAfterSignOut(begun: number): void {
    if (signingOut || begun !== signOuts) throw new NoSession('Signed out meanwhile');
  }

  /** Chromium closes the window at any answer of 400 or more, and Auth0 answers a wrong password so. */
  async function problemOf(error: unknown): Promise<string> {
    const answered =
      error instanceof WebAuthError && error.reason === 'unreachable' && (await auth0.answers());
    return answered ? refusedWords : signInProblem(error);
  }

  return {
    current,

    /** Auth0’s subject of who is signed in; undefined while nobody is. */
    async person(): Promise<string | undefined> {
      await start();
      const kept = await record.read();
      return kept?.state === 'signed_in' ? kept.subject : undefined;
    },

    /** Which stay this is: another number says that what was asked before is not for who is here now. */
    stay: (): number => stay,

    signIn(): Promise<Session> {
      signingIn ??= signInOnce().finally(() => {
        signingIn = undefined;
      });
      return signingIn;
    },

    /** `endAtApi` deny-lists the token that is still good; none is fetched for it. */
    signOut(endAtApi: (token: string) => Promise<void>): Promise<Session> {
      signingOut ??= signOutOnce(endAtApi).finally(() => {
        signingOut = undefined;
      });
      return signingOut;
    },

    /** A token with a minute left. Throws NoSession or Auth0Unreachable. */
    async token(): Promise<string> {
      const begun = signOuts;
      if ((await current()).state !== 'signed_in') throw new NoSession('Nobody is signed in');
      const cached = await auth0.cachedToken();
      if (cached) return cached;
      refuseAfterSignOut(begun);
      await renew();
      const fresh = await auth0.cachedToken();
      if (!fresh) throw new NoSession('The renewal brought no token');
      return fresh;
    },

    /** The API refused the token it was given: one silent renewal, then the new one. */
    async tokenAfterRefusal(refused: string): Promise<string> {
      const begun = signOuts;
      if ((await current()).state !== 'signed_in') throw new NoSession('Nobody is signed in');
      const cached = await auth0.cachedToken();
      if (!cached || cached === refused) {
        refuseAfterSignOut(begun);
        await renew();
      }
      const fresh = await auth0.cachedToken();
      if (!fresh || fresh === refused) throw new NoSession('The renewal brought no token');
      return fresh;
    },

    /** Keeps words that a popup, closed by now, could not show. */
    async note(problem: string | undefined): Promise<void> {
      await start();
      await change({ ...((await record.read()) ?? { state: 'signed_out' }), problem });
    },
  };
}

function isUnreachable(error: unknown): boolean {
  if (error instanceof WebAuthError) return error.reason === 'unreachable';
  // The SDK passes a failed fetch on as it is.
  return error instanceof TypeError || (error instanceof Error && /fetch/i.test(error.message));
}

const refusedWords =
  'Auth0 did not accept what was entered, and the browser closed the window. Sign in again with the right password.';

/** Auth0's own refusal carries `error` and `error_description`. */
export function signInProblem(error: unknown): string {
  if (error instanceof WebAuthError && error.reason === 'closed') {
    return 'The sign-in window was closed before it finished.';
  }
  if (isUnreachable(error)) return 'Auth0 could not be reached.';
  if (error instanceof Error && 'error_description' in error) {
    return `Auth0 refused the sign-in: ${String(error.error_description)}`;
  }
  return 'The sign-in did not finish.';
}
