// Puts the delegation service together from its settings; main.ts runs it, tests run it in their own process.

import { createAuditLog } from '../audit/append.ts';
import { engineOf } from '../db/engine.ts';
import { createProofTable } from '../db/used-proofs.ts';
import { readNonceKey } from '../identity/nonce.ts';
import { createPersonVerifier } from '../identity/verify-person.ts';
import type { Log } from '../log.ts';
import type { Fetch } from '../salesforce/hosts.ts';
import { createDelegationApp } from './app.ts';
import { createCallerCheck, readCallerKeys } from './callers.ts';
import { readCertificate } from './certificate.ts';
import { createSignInCheck } from './check-sign-in.ts';
import type { DelegationConfig } from './config.ts';
import { openDelegationDatabase } from './db/database.ts';
import { findUsername } from './find-username.ts';
import { createForgetting } from './forget.ts';
import { createJobs } from './jobs.ts';
import { type MintOrder, mintToken } from './mint-token.ts';
import { openSigningKey } from './open-signing-key.ts';
import { revokeToken } from './revoke-token.ts';
import { listenOnSocket } from './socket.ts';
import type { HeldToken } from './tokens-in-use.ts';

export interface StartDeps {
  readonly fetch: Fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

const sweepMs = 5000;
const stopped = 'The service stopped before Salesforce’s answer was recorded.';
/** Salesforce is waited for much shorter than this. */
const longestAttemptMs = 2 * 60_000;
/** The API forwards a proof after its own work, up to a slot later. */
const nonceSlots = 3;

/** Resolves when it listens; `stop` revokes what is held and closes. */
export async function startDelegation(
  config: DelegationConfig,
  { fetch, now, log }: StartDeps,
): Promise<{ stop(): Promise<void> }> {
  const signingKey = await openSigningKey(config.signingKey);
  const certificate = readCertificate(config.signingCertificate, signingKey);
  const keys = readCallerKeys(config.callersFile);
  const nonceKey = readNonceKey(config.nonceKeyFile);
  const db = await openDelegationDatabase(config.database, {
    lost: (code) => log.warn({ code }, 'a connection to the database ended'),
  });
  try {
    const audit = createAuditLog({ db, now });
    // Other servers’ attempts are under way in a database that they share; in a file all are an earlier run’s.
    const shared = engineOf(db) === 'postgres';
    const settle = async () => {
      const unknown = await audit.settle(stopped, shared ? longestAttemptMs : 0);
      if (unknown > 0) log.warn({ entries: unknown }, 'attempts of an earlier run have an unknown outcome');
    };
    await settle();

    const { clientId, issuer, audience, publicOrigin } = config;
    const replay = createProofTable(db, now);
    const verifier = createPersonVerifier({
      issuer,
      audience,
      publicOrigin,
      nonceKey,
      fetch,
      now,
      replay,
      nonceSlots,
    });
    const minting = { audit, fetch, signingKey, clientId, now, log };
    const mint = (order: MintOrder) => mintToken(minting, order);
    const revoke = ({ apiHost, token }: HeldToken) => revokeToken(fetch, apiHost, token);
    const jobs = createJobs({
      db,
      audit,
      verifier,
      checkSignIn: createSignInCheck({ fetch, clientId, now, replay }),
      now,
      log,
      mint,
      revoke,
      findUsername: (wanted) => findUsername({ fetch, mint, revoke }, wanted),
    });
    const server = createDelegationApp({
      jobs,
      forget: createForgetting({ db, verifier, jobs, log }),
      certificate,
      callers: createCallerCheck({ keys, now }),
      db,
      log,
    });
    await listenOnSocket(server, config.socketPath);
    const sweeper = setInterval(() => {
      jobs.sweep().catch((err: unknown) => log.error({ err }, 'jobs could not be ended'));
    }, sweepMs);
    const settler = setInterval(() => {
      if (shared) settle().catch((err: unknown) => log.error({ err }, 'attempts could not be settled'));
    }, longestAttemptMs);
    log.info({ key: signingKey.fingerprint.slice(0, 16), socket: config.socketPath }, 'listening');
    return {
      async stop() {
        clearInterval(sweeper);
        clearInterval(settler);
        const closed = new Promise((resolve) => server.close(resolve));
        await jobs.stop();
        server.closeIdleConnections();
        await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
        server.closeAllConnections();
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
