// What a person may do with the org of the page on screen, and which orgs their tenant has.

import type { OutputOf } from '#contract/index.ts';
import type { Database } from '../db/database.ts';
import { type JobRow, latestJob } from '../db/jobs.ts';
import { findLink } from '../db/links.ts';
import { findMember } from '../db/members.ts';
import { findOrgByHost, listOrgs as listRows, type OrgRow } from '../db/orgs.ts';

export type OrgStatus = OutputOf<'orgs.status'>;
export type OrgView = OutputOf<'orgs.list'>['orgs'][number];

export interface StatusDeps {
  readonly db: Database;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Nothing about an org is told to who does not belong to the tenant that owns it. */
export async function orgStatus(
  { db, now }: StatusDeps,
  { subject, apiHost }: { subject: string; apiHost: string },
): Promise<OrgStatus> {
  const [member, row] = await Promise.all([findMember(db, subject), findOrgByHost(db, apiHost)]);
  if (!member || (row && row.tenant_id !== member.tenantId)) return { apiHost, state: 'not_member' };
  if (!row) return { apiHost, state: 'not_connected' };
  const { org_id: orgId } = row;
  const [org, link, job] = await Promise.all([
    viewOf(db, row),
    findLink(db, { orgId, subject }),
    latestJob(db, orgId, 'baseline'),
  ]);
  const known = { apiHost, org, ...(job ? { job: jobView(job) } : {}) };
  if (!link) return { ...known, state: row.state === 'blocked' ? 'blocked' : 'not_linked' };
  const you = { name: link.name, username: link.username };
  const reason = link.reason ? { reason: link.reason } : {};
  if (row.state === 'blocked') return { ...known, you, state: 'blocked', ...reason };
  const until = link.standingUntil ?? 0;
  if (until <= now()) return { ...known, you, state: 'locked', ...reason };
  return { ...known, you, state: 'ready', standingUntil: new Date(until).toISOString() };
}

export async function listOrgs({ db }: Pick<StatusDeps, 'db'>, tenantId: string): Promise<OrgView[]> {
  return Promise.all((await listRows(db, tenantId)).map((row) => viewOf(db, row)));
}

async function viewOf(db: Database, row: OrgRow): Promise<OrgView> {
  const connector = await findMember(db, row.connected_by);
  return {
    orgId: row.org_id,
    name: row.name,
    apiHost: row.api_host,
    kind: row.kind,
    integrationUser: row.integration_username,
    connectedAt: new Date(row.connected_at).toISOString(),
    connectedBy: connector?.name ?? 'A former member',
  };
}

const iso = (time: number | null) => (time === null ? undefined : new Date(time).toISOString());

function jobView(row: JobRow): NonNullable<OrgStatus['job']> {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    done: row.done,
    total: row.total,
    startedAt: iso(row.started_at),
    updatedAt: new Date(row.updated_at).toISOString(),
    finishedAt: iso(row.finished_at),
    retryAt: iso(row.retry_at),
    problem: row.problem ?? undefined,
  };
}
