// Jobs: one proof opens one, tokens are minted under its id until its deadline, its end revokes them.

import { randomBytes } from 'node:crypto';
import type { AuditLog } from '../audit/append.ts';
import type { Attempt } from '../audit/record.ts';
import { isRevoked } from '../db/revoked-tokens.ts';
import { AppError } from '../errors.ts';
import type { Person, PersonVerifier } from '../identity/verify-person.ts';
import type { Log } from '../log.ts';
import { isApiHost, loginUrlOf } from '../salesforce/hosts.ts';
import { keepProbed, noteBlock } from './after-mint.ts';
import { attemptOf } from './attempt-of.ts';
import type { SignInCheck } from './check-sign-in.ts';
import { confirmConnection, findConnection, moveConnection, nameTenant } from './db/connections.ts';
import type { DelegationDatabase } from './db/database.ts';
import { findLink, findLinkedSubject } from './db/links.ts';
import type { MintedToken, MintOrder } from './mint-token.ts';
import {
  type Caller,
  isBackground,
  jobLimits,
  mayAsk,
  mayMint,
  mayOpen,
  type Question,
  routesOf,
} from './policy.ts';
import type { ActingAs, JobOpened, Minted, OpenJob } from './protocol.ts';
import { Refusal, type RefusalReason, refusals } from './refusal.ts';
import type { MintedAs, Renames } from './renames.ts';
import { createTokensInUse, type HeldToken } from './tokens-in-use.ts';

export interface JobsDeps {
  readonly db: DelegationDatabase;
  readonly audit: AuditLog;
  readonly verifier: Pick<PersonVerifier, 'verify'>;
  readonly checkSignIn: SignInCheck;
  /** `person` is the Auth0 subject whose job it is. */
  mint(order: MintOrder, person: string | undefined): Promise<MintedToken>;
  readonly renames: Renames;
  /** True when the token is dead at Salesforce. */
  revoke(held: HeldToken): Promise<boolean>;
  readonly now: () => number;
  readonly log: Log;
}

interface Job {
  readonly id: string;
  readonly caller: Caller;
  readonly input: OpenJob;
  /** Auth0 subject; undefined for background work. */
  readonly person: string | undefined;
  /** `jti` of the person's access token. */
  readonly session: string | undefined;
  readonly deadline: number;
  mints: number;
  /** Whether the user's name was looked up. */
  looked?: boolean;
}

export interface Jobs {
  open(caller: Caller, input: OpenJob): Promise<JobOpened>;
  mint(caller: Caller, jobId: string, as: ActingAs | undefined): Promise<Minted>;
  end(caller: Caller, jobId: string): Promise<{ revoked: boolean }>;
  /** Ends the jobs of an org, of a person, of both, or of a session; true when every token of theirs is dead. */
  endWhere(which: { orgId?: string; person?: string; session?: string }): Promise<boolean>;
  /** Ends every job past its deadline. */
  sweep(): Promise<void>;
  /** Ends every job. */
  stop(): Promise<void>;
}

export function createJobs(deps: JobsDeps): Jobs {
  const { db, audit, now, log } = deps;
  const jobs = new Map<string, Job>();
  const tokens = createTokensInUse();

  async function facts(job: Pick<Job, 'caller' | 'input' | 'person'>): Promise<Question> {
    const { purpose, org, target, integrationUsername } = job.input;
    const [connection, link, linkedSubject] = await Promise.all([
      findConnection(db, org.orgId),
      job.person === undefined ? undefined : findLink(db, org.orgId, job.person),
      target && findLinkedSubject(db, org.orgId, target.userId),
    ]);
    const { caller, person } = job;
    return {
      caller,
      purpose,
      person,
      org,
      connection,
      link,
      linkedSubject,
      target,
      integrationUsername,
      now: now(),
    };
  }

  /** Every refusal is recorded before it is told. */
  async function refuse(attempt: Attempt, reason: RefusalReason, detail?: string): Promise<never> {
    await audit.refusal(attempt, { code: reason, reason: detail ?? refusals[reason].text });
    throw new Refusal(reason, detail);
  }

  async function revokeAll(held: readonly HeldToken[]): Promise<boolean> {
    const dead = await Promise.all(held.map((token) => deps.revoke(token)));
    const revoked = dead.every(Boolean);
    if (!revoked) log.warn({ tokens: held.length }, 'Salesforce did not confirm that a token is revoked');
    return revoked;
  }

  function end(jobId: string): Promise<boolean> {
    jobs.delete(jobId);
    return revokeAll(tokens.release(jobId));
  }

  return {
    async open(caller, input) {
      const attempt = attemptOf(caller, input, undefined);
      const asked = mayAsk(caller, input.purpose, input.person, input.org.orgId);
      if (!asked.allow) return refuse(attempt, asked.reason);
      if (!isApiHost(input.org.apiHost) || input.org.loginUrl !== loginUrlOf(input.org.apiHost)) {
        return refuse(attempt, 'host_not_allowed');
      }
      const proven = await personOf(deps, input).catch(async (error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'not_authenticated') throw error;
        return refuse(attempt, 'person_not_proven', error.detail);
      });
      const person = proven?.subject;
      const theirs = attemptOf(caller, input, person);
      const verdict = mayOpen(await facts({ caller, input, person }));
      if (!verdict.allow) return refuse(theirs, verdict.reason);
      if (input.purpose === 'probe' && proven) {
        await deps.checkSignIn(input, proven).catch((error: unknown) => {
          if (error instanceof Refusal) return refuse(theirs, error.reason, error.detail);
          throw error;
        });
      }
      const id = randomBytes(16).toString('base64url');
      const deadline = now() + jobLimits[input.purpose].lifeMs;
      // The proofs are spent; nothing of them is kept with the job.
      const kept = { ...input, person: undefined, signIn: undefined };
      const session = proven?.jti;
      jobs.set(id, { id, caller, person, session, deadline, mints: 0, input: kept });
      // The session may have ended since the proof was looked at: then its end has not seen this job.
      if (session !== undefined && (await isRevoked(db, session))) {
        await end(id);
        return refuse(theirs, 'person_not_proven', 'This session was signed out.');
      }
      return { jobId: id, deadline };
    },

    async mint(caller, jobId, as) {
      const job = jobs.get(jobId);
      if (!job) throw new Refusal('job_unknown');
      const attempt = { ...attemptOf(caller, job.input, job.person), jobId };
      if (job.caller !== caller) return refuse(attempt, 'job_not_yours');
      if (job.deadline <= now()) {
        await end(jobId);
        return refuse(attempt, 'job_expired');
      }
      const known = await facts(job);
      const verdict = mayMint(known, as);
      if (!verdict.allow) return refuse(attempt, verdict.reason);
      if (job.mints >= jobLimits[job.input.purpose].mints) return refuse(attempt, 'mint_limit');
      job.mints += 1;
      const { org } = job.input;
      const alive = () => jobs.get(jobId) === job && job.deadline > now();
      const { connection } = known;
      const asPerson = as !== 'integration' && job.person !== undefined;
      // The record names the user whose name this token is for as well.
      const { purpose } = job.input;
      const looks = asPerson && connection && deps.renames.looks({ org, purpose, connection });
      const because = looks ? { component: `User ${connection.integration.userId}` } : {};
      const order = { org, user: verdict.user, attempt: { ...attempt, ...because }, wanted: alive };
      const minted = await mintFor(job, order, asPerson).catch((error: unknown) =>
        noteBlock(deps, job.input, error),
      );
      const { accessToken, userId, username } = minted;
      // First of all: whatever fails from here on, the job's end revokes it.
      tokens.hold(jobId, { apiHost: org.apiHost, token: accessToken });
      if (connection && connection.tenant === undefined) await nameTenant(db, org.orgId, job.input.tenant);
      if (connection?.claimedUntil !== undefined && purpose !== 'probe') {
        await confirmConnection(db, org.orgId, now());
      }
      if (connection?.state === 'blocked') await moveConnection(db, org.orgId, 'connected');
      const integration =
        asPerson && connection
          ? await deps.renames.integrationName({ org, purpose, connection, minted })
          : connection?.integration.username;
      // The job may have ended while the outcome was written: then its end has not seen this token.
      if (!alive()) {
        await end(jobId);
        throw new Refusal('job_unknown');
      }
      const unkept = await keepProbed(deps, job, as, { userId, username });
      if (unkept) {
        await end(jobId);
        throw new Refusal(unkept);
      }
      return {
        accessToken,
        instanceUrl: `https://${org.apiHost}`,
        userId,
        ...(integration === undefined ? {} : { integrationUsername: integration }),
      };
    },

    async end(caller, jobId) {
      const job = jobs.get(jobId);
      if (!job) return { revoked: true };
      if (job.caller !== caller) throw new Refusal('job_not_yours');
      return { revoked: await end(jobId) };
    },

    async endWhere({ orgId, person, session }) {
      const meant = [...jobs.values()].filter(
        (job) =>
          (orgId === undefined || job.input.org.orgId === orgId) &&
          (person === undefined || job.person === person) &&
          (session === undefined || job.session === session),
      );
      return (await Promise.all(meant.map((job) => end(job.id)))).every(Boolean);
    },

    async sweep() {
      const over = [...jobs.values()].filter((job) => job.deadline <= now());
      await Promise.all(over.map((job) => end(job.id)));
    },

    async stop() {
      jobs.clear();
      await revokeAll(tokens.releaseAll());
    },
  };

  async function mintFor(job: Job, order: MintOrder, asPerson: boolean): Promise<MintedAs> {
    if (!asPerson || job.person === undefined) {
      return { ...(await deps.mint(order, job.person)), username: order.user.username };
    }
    return deps.renames.mintForPerson(order, job.person, () => {
      const first = !job.looked;
      job.looked = true;
      return first;
    });
  }
}

async function personOf({ verifier }: JobsDeps, input: OpenJob): Promise<Person | undefined> {
  const { purpose, org, person } = input;
  if (isBackground(purpose) || !person) return undefined;
  // Method and path are the purpose's own, not the caller's: the proof must fit them.
  const route = routesOf[purpose];
  const { authorization, dpop } = person;
  return verifier.verify({
    method: route.method,
    path: route.path(org.orgId),
    headers: { authorization, dpop },
  });
}
