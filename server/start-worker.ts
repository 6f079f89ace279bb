// Puts the worker together from its settings: it takes jobs from the API's database and reads orgs as their integration users.

import { connectedOrgOf, findOrg } from './db/orgs.ts';
import { beatMs, noteWorkerAlive } from './db/worker-beat.ts';
import { createDelegationClient, readCallerKey } from './delegation/client.ts';
import type { Ambient } from './deps.ts';
import { openHistory } from './history/open.ts';
import { untilIndexed } from './history/until-indexed.ts';
import { unblockOrg } from './orgs/block.ts';
import { noteRefusedSync } from './orgs/refused.ts';
import { createOrgReconciler } from './reconcile/open.ts';
import { createLimitBook } from './salesforce/limit-book.ts';
import { createRedactor } from './secrets/redactor.ts';
import { createBaselineWork } from './sync/baseline-work.ts';
import type { Work } from './sync/job.ts';
import { createJobQueue } from './sync/job-queue.ts';
import { createOpenSync } from './sync/open-sync.ts';
import { createWorker } from './sync/schedule.ts';
import type { WorkerConfig } from './worker-config.ts';

/** A job whose process was killed is taken over after this. */
const leaseMs = 10_000;

/** Throws an error whose message says what to do. `stop` gives jobs back for the next process. */
export async function startWorker(
  config: WorkerConfig,
  { fetch, now, log }: Ambient,
): Promise<{ stop(): Promise<void> }> {
  const callerKey = readCallerKey(config.workerKey, 'worker');
  const delegation = createDelegationClient({ socketPath: config.delegationSocket, callerKey, now });
  const history = await openHistory({
    data: config.data,
    database: config.database,
    now,
    anchors: { auditLog: delegation, log },
    lost: (code) => log.warn({ code }, 'a connection to the database ended'),
  });
  const { db, git } = history;
  const salesforce = {
    delegation,
    fetch,
    limits: createLimitBook(now),
    redactorOf: (orgId: string) => createRedactor(db, orgId, now),
    now,
    log,
  };
  const baseline = createBaselineWork(
    history,
    createOpenSync(
      salesforce,
      async (orgId) => {
        const row = await findOrg(db, orgId);
        return row && connectedOrgOf(row);
      },
      {
        refused: (orgId, error) => noteRefusedSync({ db, now }, orgId, error),
        granted: (orgId) => unblockOrg({ db, now }, { orgId, by: 'worker' }),
      },
    ),
  );
  const worker = createWorker({
    queue: createJobQueue(db),
    work: { baseline: afterReading(baseline) },
    log,
    leaseMs,
    async seal(orgId) {
      const store = git(orgId);
      await store.exclusive(async () => store.retire());
    },
    now,
  });
  const reconciler = createOrgReconciler({ ...config, db, salesforce, delegation, now, log });
  const beat = () => noteWorkerAlive(db, now());
  await beat();
  const beats = setInterval(() => {
    beat().catch((err: unknown) => log.warn({ err }, 'could not say that the worker is alive'));
  }, beatMs);
  worker.start();
  reconciler.start();
  log.info({ data: config.data, env: config.env }, 'working');
  return {
    async stop() {
      clearInterval(beats);
      await Promise.all([worker.stop(), reconciler.stop()]);
      delegation.close();
      await history.close();
    },
  };

  /** The API may have ended an org and connected it anew since the last job, with another repository. */
  function afterReading(work: Work): Work {
    return async (run) => {
      git.renew(run.orgId);
      await untilIndexed(history, run.orgId, run.signal);
      await work(run);
    };
  }
}
