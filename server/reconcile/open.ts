// Joins the parts that reconcile connected orgs: a job as the integration user, what we asked for, the rules, the turns.

import type { ReconcileRules } from '../audit/reconcile.ts';
import type { Database } from '../db/database.ts';
import { connectedOrgOf, findOrg } from '../db/orgs.ts';
import type { DelegationClient } from '../delegation/client.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Networks } from '../networks.ts';
import { noteRefusedSync } from '../orgs/refused.ts';
import { openHandle, type SalesforceDeps } from '../salesforce/client.ts';
import { runReconciliation } from './run.ts';
import { createReconciler, type Reconciler } from './schedule.ts';

export interface OrgReconcilerOptions {
  readonly db: Database;
  readonly salesforce: SalesforceDeps;
  readonly delegation: Pick<DelegationClient, 'logins'>;
  readonly reconcileEveryMs: number;
  readonly egress?: Networks;
  readonly otherInstallations?: Networks;
  readonly pollMs?: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/** Stated in docs/reconciliation.md. */
export function rulesOf({
  egress,
  otherInstallations,
}: Pick<OrgReconcilerOptions, 'egress' | 'otherInstallations'>): ReconcileRules {
  return {
    skewMs: 5 * 60_000,
    settleMs: 2 * 3_600_000,
    mergeMs: 3_600_000,
    isEgress: egress && ((address) => egress.has(address)),
    isOthers: (address) => otherInstallations?.has(address) ?? false,
  };
}

export function createOrgReconciler(options: OrgReconcilerOptions): Reconciler {
  const { db, salesforce, delegation, now, log, pollMs } = options;
  const deps = {
    ...{ db, delegation, now, log, rules: rulesOf(options) },
    open: (org: Parameters<typeof runReconciliation>[1]['org'], signal: AbortSignal) =>
      openHandle(salesforce, { purpose: 'reconcile', org, signal }),
  };
  return createReconciler({
    ...{ db, now, log, everyMs: options.reconcileEveryMs },
    ...(pollMs === undefined ? {} : { pollMs }),
    async run(row, of) {
      const org = await findOrg(db, row.org_id);
      if (!org) throw new AppError('org_not_connected');
      await runReconciliation(deps, { ...of, org: connectedOrgOf(org), row }).catch(
        async (error: unknown) => {
          await noteRefusedSync({ db, now }, row.org_id, error);
          throw error;
        },
      );
    },
  });
}
