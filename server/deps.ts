// Builds every part of the API from its settings: database, history, delegation, services.

import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { countAccess, listAccess } from './access-log.ts';
import { countAdminLog, listAdminLog } from './admin-log.ts';
import type { AppDeps } from './app.ts';
import { createOpenLive } from './compare/open-live.ts';
import { createCompareServices } from './compare/services.ts';
import type { Config } from './config.ts';
import { engineOf } from './db/engine.ts';
import { heldOrgs } from './db/held-orgs.ts';
import { listMembers } from './db/members.ts';
import { isRevoked, revokeToken } from './db/revoked-tokens.ts';
import { createProofTable } from './db/used-proofs.ts';
import { workerLife } from './db/worker-beat.ts';
import { createDelegationClient, readCallerKey } from './delegation/client.ts';
import { countVersions, listVersions } from './history/list-versions.ts';
import { openHistory } from './history/open.ts';
import { readPicture } from './history/pictures.ts';
import { type Reading, startReading } from './history/reading.ts';
import { removeHistory } from './history/remove.ts';
import { findComponent, findVersion } from './history/versions.ts';
import { wholeOnly } from './history/whole.ts';
import { createAuthority } from './http/authority.ts';
import { createRateLimits, defaultQuotas } from './http/rate-limit.ts';
import { recordBlock } from './http/record-block.ts';
import { sharedLimits } from './http/shared-limits.ts';
import { readNonceKey } from './identity/nonce.ts';
import { createMemoryReplay } from './identity/replay.ts';
import { createPersonVerifier } from './identity/verify-person.ts';
import type { Log } from './log.ts';
import { createOrgServices } from './orgs/index.ts';
import { acknowledgeAlarm, reconciliationOf, requestReconciliation } from './reconcile/state.ts';
import { buildHandlers, type Services } from './routes/index.ts';
import { createLimitBook } from './salesforce/limit-book.ts';
import { readSourceAs } from './secrets/read-source-as.ts';
import { createRedactor } from './secrets/redactor.ts';
import { enqueueBaseline, enqueueMissingBaselines } from './sync/enqueue.ts';
import { stopJobs } from './sync/stop-jobs.ts';

/** What the process gives its parts. */
export interface Ambient {
  readonly fetch: typeof globalThis.fetch;
  /** Epoch ms. */
  readonly now: () => number;
  readonly log: Log;
}

export interface Parts {
  readonly app: Omit<AppDeps, 'tls'>;
  close(): Promise<void>;
}

/** Throws an error whose message says what to do. */
export async function openDeps(config: Config, { fetch, now, log }: Ambient): Promise<Parts> {
  const nonceKey = readNonceKey(config.nonceKey);
  const delegation = createDelegationClient({
    socketPath: config.delegationSocket,
    callerKey: readCallerKey(config.callerKey, 'api'),
    now,
  });
  const history = await openHistory({
    data: config.data,
    database: config.database,
    now,
    anchors: { auditLog: delegation, log },
    lost: (code) => log.warn({ code }, 'a connection to the database ended'),
  });
  const { db } = history;
  let reading: Reading | undefined;
  let ended: (() => Promise<void>) | undefined;
  const close = async () => {
    await reading?.stop();
    // The delegation service goes on ending what it was told to end.
    await Promise.race([ended?.(), wait(1000, undefined, { ref: false })]);
    delegation.close();
    await history.close();
  };
  try {
    reading = await startReading(history, log);
    const { of: readingOf, guard } = reading;
    await enqueueMissingBaselines(db, now());

    // Other servers may be on the same database; a file is one process’s.
    const shared = engineOf(db) === 'postgres';
    const verifier = createPersonVerifier({
      ...config.auth0,
      publicOrigin: config.publicOrigin,
      nonceKey,
      fetch,
      now,
      replay: shared ? createProofTable(db, now) : createMemoryReplay({ now }),
      ownNoncesOnly: !shared,
      isRevoked: (jti) => isRevoked(db, jti),
    });
    const limits = createLimitBook(now);
    const redactorOf = (orgId: string) => createRedactor(db, orgId, now);
    const salesforce = { delegation, fetch, limits, redactorOf, now, log };

    const orgs = createOrgServices({
      db,
      salesforce,
      signInClientId: config.salesforceSignInClientId,
      redirects: config.redirects,
      delegation,
      stopJobs: (orgId) => stopJobs(db, orgId, now),
      removeHistory: (orgId, how) => removeHistory(history, orgId, how),
      async startBaseline(orgId) {
        history.git.renew(orgId);
        await enqueueBaseline(db, orgId, now());
      },
      now,
      log,
    });
    const compare = createCompareServices(history, createOpenLive(salesforce), orgs.noteRefused);
    ended = compare.ended;
    const { whole, wholeThroughout } = wholeOnly(guard);
    const accessLog = {
      delegation,
      names: async (tenantId: string) => namesOf(await listMembers(db, tenantId)),
      spans: async (of: { orgId: string; tenantId: string }) => (await heldOrgs(db, of))[0]?.spans ?? [],
    };
    const services: Services = {
      ...orgs,
      async orgStatus(of) {
        const status = await orgs.orgStatus(of);
        const progress = status.org && (await readingOf(status.org.orgId));
        return progress ? { ...status, reading: progress } : status;
      },
      compareLive: wholeThroughout(compare.compareLive),
      commitCompare: whole(compare.commitCompare),
      async endSession({ person: { jti, expiresAt }, proof }) {
        await revokeToken(db, jti, expiresAt, now());
        await delegation.forget({ what: 'session', person: proof });
      },
      findComponent: (ref) => findComponent(history, ref),
      listVersions: whole((of) => listVersions(history, of)),
      findVersion: whole((of) => findVersion(history, of)),
      countVersions: whole((of) => countVersions(history, of)),
      readSource: whole((of) => readSourceAs(history, of)),
      readPicture: whole((of) => readPicture(history, of)),
      logGrowth: (of) => delegation.logGrowth(of),
      logProofs: (of) => delegation.logProofs(of),
      logLines: (of) => delegation.logLines(of),
      reconciliation: (of) => reconciliationOf({ db, now }, of),
      requestReconciliation: (of) => requestReconciliation({ db, now }, of),
      acknowledgeAlarm: (of) => acknowledgeAlarm({ db, now }, of),
      listAccess: (of) => listAccess(accessLog, of),
      countAccess: (of) => countAccess(accessLog, of),
      listAdminLog: (of) => listAdminLog({ db, delegation }, of),
      countAdminLog: (of) => countAdminLog({ db, delegation }, of),
    };

    return {
      app: {
        log,
        authority: createAuthority(db, verifier, now),
        limits: createRateLimits(
          defaultQuotas,
          shared ? sharedLimits(db) : undefined,
          recordBlock({ db, log, now }),
        ),
        handlers: buildHandlers(services),
        ready: {
          database: async () => (await sql`select 1`.execute(db)).rows.length === 1,
          delegation: () => delegation.health(),
        },
        worker: () => workerLife(db, now()),
        extensionIds: config.extensionIds,
        trustedProxies: config.trustedProxies,
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function namesOf(
  members: readonly { readonly subject: string; readonly name: string }[],
): ReadonlyMap<string, string> {
  return new Map(members.map(({ subject, name }) => [subject, name]));
}
