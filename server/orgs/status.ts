// What a person may do with the org of the page on screen, and which orgs their tenant has.

import type { OutputOf } from '#contract/index.ts';
import { refusedClaims } from '../db/admin-log.ts';
import type { Database } from '../db/database.ts';
import { heldOrgs } from '../db/held-orgs.ts';
import { type KnownJob, latestJob } from '../db/jobs.ts';
import { findLink } from '../db/links.ts';
import { countOpenAlarms } from '../db/login-alarms.ts';
import { findMember, listMembers } from '../db/members.ts';
import { findOrgByHost, listOrgs as listRows, type OrgRow } from '../db/orgs.ts';
import type { MemberRole } from '../db/tables.ts';
import { workerLife } from '../db/worker-beat.ts';
import type { DelegationClient } from '../delegation/client.ts';

export type OrgStatus = OutputOf<'orgs.status'>;
export type OrgView = OutputOf<'orgs.list'>['orgs'][number];

export interface StatusDeps {
  readonly db: Database;
  readonly delegation: Pick<DelegationClient, 'app'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Nothing about an org is told to who does not belong to the tenant that owns it. */
export async function orgStatus(
  deps: StatusDeps,
  { subject, apiHost }: { subject: string; apiHost: string },
): Promise<OrgStatus> {
  const { db, now } = deps;
  const [member, row] = await Promise.all([findMember(db, subject), findOrgByHost(db, apiHost)]);
  if (!member || (row && row.tenant_id !== member.tenantId)) return { apiHost, state: 'not_member' };
  if (!row) return { apiHost, state: 'not_connected' };
  const { org_id: orgId } = row;
  const [org, link, job] = await Promise.all([
    viewOf(deps, row, { subject, role: member.role }),
    findLink(db, { orgId, subject }),
    latestJob(db, orgId, 'baseline'),
  ]);
  const replaced = row.state === 'replaced';
  const known = {
    ...{ apiHost, org },
    ...(job ? { job: { ...jobView(job), ...(await workerNote(db, job, now())) } } : {}),
    ...(replaced ? { replaced, reason: replacedReason(row.name) } : {}),
  };
  if (replaced) return { ...known, state: 'blocked' };
  const you = link && { you: { name: link.name, username: link.username } };
  if (row.state === 'blocked') {
    // What the org was refused with concerns everybody, and what the person was told themselves may be older.
    const reason = row.block_reason ?? link?.reason;
    return { ...known, ...you, state: 'blocked', ...(reason ? { reason } : {}) };
  }
  if (!link) return { ...known, state: 'not_linked' };
  const reason = link.reason ? { reason: link.reason } : {};
  const until = link.standingUntil ?? 0;
  if (until <= now()) return { ...known, ...you, state: 'locked', ...reason };
  return { ...known, ...you, state: 'ready', standingUntil: new Date(until).toISOString() };
}

/** Who asks which orgs their account has. */
export interface Lister extends Viewer {
  readonly tenantId: string;
}

interface Viewer {
  readonly subject: string;
  readonly role: MemberRole;
}

export async function listOrgs(deps: StatusDeps, of: Lister): Promise<OrgView[]> {
  return Promise.all((await listRows(deps.db, of.tenantId)).map((row) => viewOf(deps, row, of)));
}

/** The latest end first. */
export async function listFormerOrgs(
  { db }: Pick<StatusDeps, 'db'>,
  tenantId: string,
): Promise<OutputOf<'orgs.former'>['orgs']> {
  const [held, members] = await Promise.all([heldOrgs(db, { tenantId }), listMembers(db, tenantId)]);
  const names = new Map(members.map(({ subject, name }) => [subject, name]));
  return held
    .flatMap(({ orgId, name, apiHost, ended }) => (ended ? [{ orgId, name, apiHost, ended }] : []))
    .toSorted((one, other) => other.ended.at - one.ended.at)
    .map(({ ended, ...org }) => ({
      ...org,
      endedAt: new Date(ended.at).toISOString(),
      endedBy: names.get(ended.by) ?? 'A former member',
    }));
}

/** How long an owner is shown that somebody else tried. */
const claimsShownMs = 30 * 24 * 60 * 60_000;

async function viewOf(deps: StatusDeps, row: OrgRow, viewer: Viewer): Promise<OrgView> {
  const { db } = deps;
  const now = deps.now();
  const owner = viewer.role === 'owner';
  const [connector, link, claims, certificate, alarms] = await Promise.all([
    findMember(db, row.connected_by),
    findLink(db, { orgId: row.org_id, subject: viewer.subject }),
    owner ? refusedClaims(db, row.org_id, now - claimsShownMs) : [],
    owner ? certificateNote(deps, row.api_host, viewer.subject) : undefined,
    countOpenAlarms(db, [row.org_id]),
  ]);
  const open = alarms.get(row.org_id);
  return {
    state: row.state,
    ...(link ? { linkedAs: link.username } : {}),
    ...(claims.length > 0 ? { claims: claims.map((at) => new Date(at).toISOString()) } : {}),
    ...(certificate ? { certificate } : {}),
    ...(open ? { alarms: open } : {}),
    orgId: row.org_id,
    name: row.name,
    apiHost: row.api_host,
    kind: row.kind,
    integrationUser: row.integration_username,
    connectedAt: new Date(row.connected_at).toISOString(),
    connectedBy: connector?.name ?? 'A former member',
  };
}

const endingSoonMs = 30 * 24 * 60 * 60_000;

/** Something to do about the org's certificate; the status itself does not wait for the delegation service's health. */
async function certificateNote(
  { delegation, now }: StatusDeps,
  apiHost: string,
  subject: string,
): Promise<OrgView['certificate']> {
  const app = await delegation.app({ apiHost, subject }).catch(() => undefined);
  if (!app || app.state === 'prepared') return undefined;
  const { endsAt } = app;
  const soon = endsAt !== undefined && Date.parse(endsAt) < now() + endingSoonMs;
  const waits = app.state === 'next';
  return soon || waits ? { ...(endsAt === undefined ? {} : { endsAt }), waits } : undefined;
}

const replacedReason = (name: string) =>
  `Another org than ${name} answers at this address now; a sandbox that was refreshed is another org. The history of ${name} stays.`;

/** A worker that starts, or starts anew, is given this long to take what waits. */
const takesMs = 30_000;

/** Nothing is told of a job that waits for its turn, or is being done. */
async function workerNote(
  db: Database,
  { state, updated_at: since, lease_until: leased, retry_at: retryAt }: KnownJob,
  now: number,
): Promise<{ noWorker?: { since?: string } }> {
  const due = {
    queued: since,
    waiting: retryAt ?? since,
    running: leased ?? since,
    done: null,
    failed: null,
  };
  const at = due[state];
  if (at === null || at + takesMs > now) return {};
  const { alive, lastAt } = await workerLife(db, now);
  return alive ? {} : { noWorker: lastAt === undefined ? {} : { since: new Date(lastAt).toISOString() } };
}

const iso = (time: number | null) => (time === null ? undefined : new Date(time).toISOString());

function jobView(row: KnownJob): NonNullable<OrgStatus['job']> {
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
