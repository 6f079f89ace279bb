// Reconciliation with the org's login history: its state, a run on demand, and what an owner says of an alarm.

import type { InputOf, OutputOf } from '#contract/index.ts';
import { AppError } from '../errors.ts';
import type { Handlers } from '../http/call.ts';

type Reconciliation = OutputOf<'reconcile.state'>;
interface OfOrg {
  readonly orgId: string;
  readonly tenantId: string;
}

export interface ReconcileServices {
  reconciliation(of: OfOrg): Promise<Reconciliation>;
  requestReconciliation(of: OfOrg): Promise<Reconciliation>;
  acknowledgeAlarm(
    of: InputOf<'reconcile.acknowledge'> & { tenantId: string; subject: string },
  ): Promise<Reconciliation>;
}

type Names = 'reconcile.state' | 'reconcile.run' | 'reconcile.acknowledge';

export function reconcileRoutes(services: ReconcileServices): Pick<Handlers, Names> {
  return {
    'reconcile.state': ({ input: { orgId }, member: { tenantId } }) =>
      services.reconciliation({ orgId, tenantId }),
    'reconcile.run': ({ input: { orgId }, member: { tenantId } }) =>
      services.requestReconciliation({ orgId, tenantId }),
    'reconcile.acknowledge': async ({ input, member: { tenantId, role }, person: { subject } }) => {
      if (role !== 'owner') throw new AppError('forbidden', { detail: 'An owner closes an alarm.' });
      return services.acknowledgeAlarm({ ...input, tenantId, subject });
    },
  };
}
