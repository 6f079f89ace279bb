// Puts the delegation service together from its settings; main.ts runs it, tests run it in their own process.

import { createAuditLog } from '../audit/append.ts';
import { createLogService } from '../audit/serve.ts';
import { engineOf } from '../db/engine.ts';
import { isRevoked } from '../db/revoked-tokens.ts';
import { createProofTable } from '../db/used-proofs.ts';
import { readNonceKey } from '../identity/nonce.ts';
import { createPersonVerifier } from '../identity/verify-person.ts';
import type { Log } from '../log.ts';
import type { Fetch } from '../salesforce/hosts.ts';
import { createDelegationApp } from './app.ts';
import { createCallerCheck, readCallerKeys } from './callers.ts';
import { createSignInCheck } from './check-sign-in.ts';
import type { DelegationConfig } from './config.ts';
import { tenantOf } from './db/connections.ts';
import { type DelegationDatabase, openDelegationDatabase } from './db/database.ts';
import { pruneLogins } from './db/logins.ts';
import { listKeys } from './db/signing-keys.ts';
import { askUsername, findUsername } from './find-username.ts';
import { createForgetting } from './forget.ts';
import { createJobs } from './jobs.ts';
import { createEndWatch } from './keys/ending-soon.ts';
import { createKeyRing } from './keys/key-ring.ts';
import { createKeyedMint, type KeyedMintDeps } from './keys/mint-with-keys.ts';
import { createKeyProbes } from './keys/probe-keys.ts';
import { registerSetting } from './keys/register-setting.ts';
import { createLogKeys, logNameOf } from './log-keys.ts';
import { createLoginBook } from './login-book.ts';
import { mintToken } from './mint-token.ts';
import { createOrgApps } from './org-apps.ts';
import type { OrgRef } from './protocol.ts';
import { createRenames, notingRefusals } from './renames.ts';
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
const keysMs = 60_000;
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
  const keys = readCallerKeys(config.callersFile);
  const nonceKey = readNonceKey(config.nonceKeyFile);
  const db = await openDelegationDatabase(config.database, {
    lost: (code) => log.warn({ code }, 'a connection to the database ended'),
  });
  try {
    const audit = createAuditLog({
      db,
      now,
      // The log's tables are some of this database's.
      tenantOf: (transaction, org) => tenantOf(transaction as unknown as DelegationDatabase, org),
    });
    // Other servers’ attempts are under way in a database that they share; in a file all are an earlier run’s.
    const shared = engineOf(db) === 'postgres';
    const settle = async () => {
      const unknown = await audit.settle(stopped, shared ? longestAttemptMs : 0);
      if (unknown > 0) log.warn({ entries: unknown }, 'attempts of an earlier run have an unknown outcome');
    };
    await settle();
    const name = logNameOf(config.publicOrigin);
    const logKeys = createLogKeys({ db, folder: config.auditKeyFolder, name, now });
    // What cannot be signed now could not be shown to anybody later.
    await logKeys.current();

    const folder = config.signingKeyFolder;
    const local = await registerSetting({
      db,
      location: config.signingKey,
      certificateFile: config.signingCertificate,
      folder,
      now,
      log,
    });
    const ring = createKeyRing({ db, folder, local, now, log });
    await ring.settle();

    const { clientId, signInClientId, issuer, audience, publicOrigin } = config;
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
      isRevoked: (jti) => isRevoked(db, jti),
    });
    const logins = createLoginBook({ db, now, log });
    const keyed: KeyedMintDeps = {
      ring,
      mint: (by, order) => mintToken({ audit, logins, fetch, now, log, ...by }, order),
      clientId,
      log,
    };
    const mint = notingRefusals({ db, now, log }, createKeyedMint(keyed));
    const revoke = ({ apiHost, token }: HeldToken) => revokeToken(fetch, apiHost, token);
    /** With an app for sign-in alone, no other is ever signed in with. */
    const clientIdsOf = async (org: OrgRef, subject: string) => {
      if (signInClientId !== undefined) return [signInClientId];
      return (await ring.keysFor(org, subject)).keys.map((row) => row.clientId ?? clientId);
    };
    const probes = createKeyProbes({
      ...keyed,
      mint: (by, order) => notingRefusals({ db, now, log }, (one) => keyed.mint(by, one))(order),
      db,
      revoke,
      now,
    });
    const watchEnds = createEndWatch({ db, now, log });
    const jobs = createJobs({
      db,
      audit,
      verifier,
      checkSignIn: createSignInCheck({ fetch, clientIdsOf, now, replay }),
      now,
      log,
      mint,
      revoke,
      renames: createRenames({
        db,
        mint,
        findUsername: (wanted) =>
          findUsername({ fetch, mint: (order) => mint(order, undefined), revoke }, wanted),
        askUsername: (asked) => askUsername(fetch, asked),
        now,
        log,
      }),
    });
    const server = createDelegationApp({
      jobs,
      forget: createForgetting({ db, verifier, jobs, settleKeys: () => ring.settle(), now, log }),
      orgApps: createOrgApps({
        ...{ db, verifier, folder, clientId, now, log },
        returnNow: (apiHost) => probes.returnNow(apiHost),
      }),
      callers: createCallerCheck({ keys, now }),
      db,
      auditLog: createLogService(db, logKeys, config.auditRetentionDays),
      log,
    });
    const keepKeys = async () => {
      await watchEnds();
      await ring.settle();
      await probes.run();
      await pruneLogins(db, now());
    };
    await watchEnds();
    await listenOnSocket(server, config.socketPath);
    const sweeper = setInterval(() => {
      jobs.sweep().catch((err: unknown) => log.error({ err }, 'jobs could not be ended'));
    }, sweepMs);
    const keeper = setInterval(() => {
      keepKeys().catch((err: unknown) => log.error({ err }, 'the signing keys could not be looked at'));
    }, keysMs);
    const settler = setInterval(() => {
      if (shared) settle().catch((err: unknown) => log.error({ err }, 'attempts could not be settled'));
    }, longestAttemptMs);
    const [inUse] = await listKeys(db, { hosts: [''], states: ['in_use'] });
    log.info({ key: inUse?.fingerprint.slice(0, 16), socket: config.socketPath }, 'listening');
    return {
      async stop() {
        clearInterval(sweeper);
        clearInterval(settler);
        clearInterval(keeper);
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
