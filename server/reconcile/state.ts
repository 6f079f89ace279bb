// How far an org's logins are reconciled, and if not why and what to do, in words; what an owner says of an alarm.

import type { InputOf, OutputOf } from '#contract/index.ts';
import { recordAdminEntry } from '../db/admin-log.ts';
import type { Database } from '../db/database.ts';
import {
  type AlarmLogin,
  acknowledgeLoginAlarm,
  type LoginAlarmRow,
  listLoginAlarms,
} from '../db/login-alarms.ts';
import { listLoginNames } from '../db/login-rows.ts';
import { listMembers } from '../db/members.ts';
import { findOrg, type OrgRow } from '../db/orgs.ts';
import {
  findReconciliation,
  hurryReconciliation,
  type ReconciliationRow,
  reconcileSummary,
} from '../db/reconciliations.ts';
import { Refusal } from '../delegation/refusal.ts';
import { SalesforceRefusal } from '../delegation/salesforce-errors.ts';
import { AppError, reasonOf } from '../errors.ts';
import { MayNotSeeLogins } from './read-logins.ts';

export type Reconciliation = OutputOf<'reconcile.state'>;
type Reason = NonNullable<Reconciliation['reason']>;

export interface NotReconciled {
  readonly reason: Reason['code'];
  /** As it was met, in words. */
  readonly detail: string | null;
  /** True when it may be over soon without anybody's doing. */
  readonly passes: boolean;
}

export function notReconciled(error: unknown): NotReconciled {
  if (error instanceof MayNotSeeLogins) return { reason: 'permission', detail: null, passes: false };
  if (error instanceof Refusal && error.reason === 'org_blocked') {
    return { reason: 'blocked', detail: null, passes: false };
  }
  if (error instanceof SalesforceRefusal) {
    return { reason: 'refused', detail: reasonOf(error), passes: false };
  }
  if (!(error instanceof AppError)) return { reason: 'failed', detail: null, passes: true };
  const detail = reasonOf(error);
  if (error.code === 'salesforce_limit') return { reason: 'limit', detail, passes: false };
  if (error.code === 'permission_missing') return { reason: 'refused', detail, passes: false };
  return { reason: 'unavailable', detail, passes: true };
}

/** What happened and what to do, for each reason. */
const words: Readonly<Record<Reason['code'], Omit<Reason, 'code'>>> = {
  permission: {
    what: 'The integration user may not read the logins of others.',
    fix: 'Ask a Salesforce admin to give it “Monitor Login History”, with a permission set of its own.',
    who: 'salesforce_admin',
  },
  blocked: {
    what: 'Salesforce gives no token for this org, so its login history cannot be read.',
    fix: 'See why the org is blocked. While it is, nobody gets a token through the app.',
    who: 'salesforce_admin',
  },
  refused: {
    what: 'Salesforce refused the integration user.',
    fix: 'See whether it is active and assigned to the app.',
    who: 'salesforce_admin',
  },
  limit: {
    what: 'The org’s API requests for today are nearly used up; the last tenth is left to you.',
    fix: 'Nothing to do: it goes on when there are requests again.',
    who: 'nobody',
  },
  unrecognised: {
    what: 'Tokens were given to Canvasback, and the login history shows none of them under a name that is known.',
    fix: 'See in Login History whether the app’s logins are there. After a change of the app’s name it takes two hours until they are known again.',
    who: 'salesforce_admin',
  },
  unavailable: {
    what: 'It could not be read this time.',
    fix: 'Nothing to do: it is tried again in a moment.',
    who: 'nobody',
  },
  failed: {
    what: 'Something failed on our side.',
    fix: 'It is tried again; if this stays, ask your operator to look at the worker’s log.',
    who: 'operator',
  },
};

export interface ReconcileStateDeps {
  readonly db: Database;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

interface OfOrg {
  readonly orgId: string;
  readonly tenantId: string;
}

/** Throws `org_not_connected` for an org that the account has no more. */
export async function reconciliationOf(
  { db, now }: ReconcileStateDeps,
  { orgId, tenantId }: OfOrg,
): Promise<Reconciliation> {
  const org = await ownOrg(db, { orgId, tenantId });
  const [row, names, alarms, members] = await Promise.all([
    findReconciliation(db, orgId),
    listLoginNames(db, orgId),
    listLoginAlarms(db, orgId),
    listMembers(db, tenantId),
  ]);
  const nameOf = (subject: string) =>
    members.find((member) => member.subject === subject)?.name ?? 'A former member';
  const { state, reason } = standOf(org, row);
  const summary = row?.summary ? reconcileSummary.parse(JSON.parse(row.summary)) : undefined;
  const running = row?.lease_until !== null && row !== undefined && row.lease_until > now();
  return {
    state,
    running,
    ...(row?.until ? { until: iso(row.until) } : {}),
    ...(row?.run_at ? { ranAt: iso(row.run_at) } : {}),
    ...(row ? { nextAt: iso(row.next_at) } : {}),
    ...(reason ? { reason } : {}),
    applications: [...new Set(names.map(({ application }) => application))],
    ...(summary
      ? {
          seen: {
            ...summary,
            failures: { ...summary.failures, last: summary.failures.last.map(loginView) },
          },
        }
      : {}),
    alarms: alarms.map((alarm) => alarmView(alarm, nameOf)),
  };
}

function standOf(
  org: OrgRow,
  row: ReconciliationRow | undefined,
): { state: Reconciliation['state']; reason?: Reason } {
  const say = (code: Reason['code'], detail: string | null): Reason => {
    const { what, fix, who } = words[code];
    return { code, what: detail ? `${what} ${detail}` : what, fix, who };
  };
  if (org.state !== 'connected') return { state: 'not_reconciled', reason: say('blocked', org.block_reason) };
  if (!row) return { state: 'waiting' };
  if (row.state !== 'not_reconciled') return { state: row.state };
  const code =
    row.reason !== null && Object.hasOwn(words, row.reason) ? (row.reason as Reason['code']) : 'failed';
  return { state: 'not_reconciled', reason: say(code, row.detail) };
}

const leastBetweenMs = 20_000;

/** At once, but every twenty seconds at most, whoever asks: each run is a login and some of the org's requests. */
export async function requestReconciliation(deps: ReconcileStateDeps, of: OfOrg): Promise<Reconciliation> {
  const { db, now } = deps;
  await ownOrg(db, of);
  const row = await findReconciliation(db, of.orgId);
  await hurryReconciliation(db, of.orgId, Math.max(now(), (row?.run_at ?? 0) + leastBetweenMs));
  return reconciliationOf(deps, of);
}

/** Throws `not_found` and `alarm_grown`. */
export async function acknowledgeAlarm(
  deps: ReconcileStateDeps,
  {
    orgId,
    alarmId,
    logins,
    note,
    ...who
  }: InputOf<'reconcile.acknowledge'> & { tenantId: string; subject: string },
): Promise<Reconciliation> {
  const { db, now } = deps;
  const { tenantId, subject } = who;
  await ownOrg(db, { orgId, tenantId });
  const at = now();
  const seen = { orgId, id: alarmId, logins, by: subject, note, at };
  const done = await acknowledgeLoginAlarm(db, seen);
  if (done === 'unknown') throw new AppError('not_found', { detail: 'There is no such open alarm.' });
  if (done === 'grown') throw new AppError('alarm_grown');
  const detail = { alarm: alarmId, logins, ...(note ? { note } : {}) };
  await recordAdminEntry(db, { at, subject, action: 'alarm.acknowledge', orgId, detail });
  return reconciliationOf(deps, { orgId, tenantId });
}

async function ownOrg(db: Database, { orgId, tenantId }: OfOrg): Promise<OrgRow> {
  const org = await findOrg(db, orgId);
  if (org?.tenant_id !== tenantId) throw new AppError('org_not_connected');
  return org;
}

const iso = (time: number) => new Date(time).toISOString();

const loginView = ({ at, ...login }: AlarmLogin) => ({ at: iso(at), ...login });

function alarmView(
  { id, kind, raisedAt, lastAt, logins, first, acknowledged }: LoginAlarmRow,
  nameOf: (subject: string) => string,
): Reconciliation['alarms'][number] {
  return {
    ...{ id, kind, logins, raisedAt: iso(raisedAt), lastAt: iso(lastAt), first: first.map(loginView) },
    ...(acknowledged
      ? {
          acknowledged: {
            at: iso(acknowledged.at),
            by: nameOf(acknowledged.by),
            ...(acknowledged.note === null ? {} : { note: acknowledged.note }),
          },
        }
      : {}),
  };
}
