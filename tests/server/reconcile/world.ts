// A connected org on the stand-in with a worker's turns of reconciliation, a clock that can be moved, and a thief.

import { join } from 'node:path';
import { org as names } from '../../../dev/world/names.ts';
import { findMember } from '../../../server/db/members.ts';
import { createLog } from '../../../server/log.ts';
import { networksOf } from '../../../server/networks.ts';
import { createOrgReconciler } from '../../../server/reconcile/open.ts';
import type { Reconciler } from '../../../server/reconcile/schedule.ts';
import { type Reconciliation, reconciliationOf } from '../../../server/reconcile/state.ts';
import { useStolenKey } from '../../helpers/stolen-key.ts';
import { apiHost, createOrgsWorld, integration, type OrgsWorld, orgId, type Someone } from '../orgs/world.ts';

export const minute = 60_000;
export const elsewhere = '198.51.100.66';

export interface ReconcileWorld {
  readonly orgs: OrgsWorld;
  readonly ada: Someone;
  readonly lines: string[];
  readonly now: () => number;
  readonly reconciler: Reconciler;
  /** Moves our clock and the org's. */
  pass(ms: number): Promise<void>;
  /** A cycle later, one turn of the worker. */
  cycle(): Promise<Reconciliation>;
  state(): Promise<Reconciliation>;
  fault(faults: Record<string, unknown>): Promise<unknown>;
  steal(as?: string, address?: string): Promise<number>;
  stop(): Promise<void>;
}

export async function createReconcileWorld({
  egress = ['127.0.0.1'],
}: {
  egress?: readonly string[] | null;
} = {}): Promise<ReconcileWorld> {
  const orgs = await createOrgsWorld();
  const { db, clock } = orgs;
  const now = () => Date.now() + clock.offset;
  const lines: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line: string) => void lines.push(line) } });
  const ada = await orgs.person('ada@acme.example');
  await orgs.connect(ada, 'ada.king@acme.example', integration);
  const reconciler = createOrgReconciler({
    ...{ db, delegation: orgs.worker, now, log, reconcileEveryMs: 15 * minute },
    salesforce: { ...orgs.salesforce, delegation: orgs.worker },
    ...(egress === null ? {} : { egress: networksOf(egress) }),
  });
  const state = async () => {
    const tenantId = (await findMember(db, 'auth0|ada'))?.tenantId ?? '';
    return reconciliationOf({ db, now }, { orgId, tenantId });
  };
  const pass = async (ms: number) => {
    clock.offset += ms;
    await orgs.ask('/clock', { offset: clock.offset });
  };
  return {
    ...{ orgs, ada, lines, now, reconciler, state, pass },
    async cycle() {
      await pass(15 * minute);
      if (!(await reconciler.turn())) throw new Error('It was nobody’s turn.');
      return state();
    },
    fault: (faults) => orgs.ask('/fault', faults),
    steal: (username = 'sam.okafor@acme.example', address) =>
      useStolenKey({
        ...{ fetch: orgs.fetch, apiHost, username, address, now: now() },
        ...{ keyFile: join(orgs.dir, 'keys', 'salesforce-app.key'), clientId: names.clientId },
      }),
    stop: () => orgs.stop(),
  };
}
