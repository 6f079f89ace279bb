// Which orgs an account has or once had, and when each was its own: the administrative log says so, which outlives the org.

import type { Database } from './database.ts';

/** Epoch milliseconds: the first that counts, and the first that counts no more; open where none is said. */
export interface Span {
  readonly from?: number;
  readonly to?: number;
}

export interface HeldOrg {
  readonly orgId: string;
  readonly name: string;
  readonly apiHost: string;
  /** When it was the account's, oldest first. What lies between was another's, or nobody's. */
  readonly spans: readonly Span[];
  /** When the account ended its connection last, and who did; undefined while it has it. */
  readonly ended: { readonly at: number; readonly by: string } | undefined;
}

interface Of {
  readonly tenantId: string;
  /** This one alone. */
  readonly orgId?: string | undefined;
}

/** By name. An org of another account that was never this one's is not among them. */
export async function heldOrgs(db: Database, { tenantId, orgId }: Of): Promise<HeldOrg[]> {
  const rows = await db
    .selectFrom('orgs')
    .select(['org_id', 'name', 'api_host'])
    .where('tenant_id', '=', tenantId)
    .$if(orgId !== undefined, (query) => query.where('org_id', '=', orgId as string))
    .execute();
  const now = new Map(rows.map((row) => [row.org_id, { name: row.name, apiHost: row.api_host }]));
  const ends = await endsOf(db, { tenantId, orgId }, [...now.keys()]);
  const held = [...new Set([...now.keys(), ...ends.keys()])].flatMap((id) => {
    const { spans, last } = course(ends.get(id) ?? [], tenantId, now.has(id));
    const facts = now.get(id) ?? (last && namesIn(last.detail));
    if (!facts) return [];
    const ended = now.has(id) || !last ? undefined : { at: last.at, by: last.subject };
    return [{ orgId: id, ...facts, spans, ended }];
  });
  return held.toSorted((one, other) => one.name.localeCompare(other.name));
}

interface End {
  readonly at: number;
  readonly subject: string;
  readonly tenantId: string | null;
  readonly detail: string;
}

/** Every disconnection of the orgs that the account has or once ended, by whichever account, oldest first. */
async function endsOf(
  db: Database,
  { tenantId, orgId }: Of,
  present: readonly string[],
): Promise<Map<string, End[]>> {
  const own = db
    .selectFrom('admin_log')
    .select('org_id')
    .where('action', '=', 'org.disconnect')
    .where('tenant_id', '=', tenantId);
  const rows = await db
    .selectFrom('admin_log')
    .select(['org_id', 'at', 'subject', 'tenant_id', 'detail'])
    .where('action', '=', 'org.disconnect')
    .where((where) =>
      where.or([where('org_id', 'in', own), ...(present.length > 0 ? [where('org_id', 'in', present)] : [])]),
    )
    .$if(orgId !== undefined, (query) => query.where('org_id', '=', orgId as string))
    .orderBy('at')
    .orderBy('seq')
    .execute();
  const ends = new Map<string, End[]>();
  for (const { org_id: id, at, subject, tenant_id, detail } of rows) {
    if (id === null) continue;
    ends.set(id, [...(ends.get(id) ?? []), { at, subject, tenantId: tenant_id, detail }]);
  }
  return ends;
}

/** An account has an org from the moment in which the one before ended it until it ends it itself. */
function course(ends: readonly End[], tenantId: string, present: boolean): { spans: Span[]; last?: End } {
  const spans: Span[] = [];
  let from: { from?: number } = {};
  let last: End | undefined;
  for (const end of ends) {
    const to = end.at + 1;
    if (end.tenantId === tenantId) {
      spans.push({ ...from, to });
      last = end;
    }
    from = { from: to };
  }
  if (present) spans.push(from);
  return { spans, ...(last ? { last } : {}) };
}

function namesIn(detail: string): { name: string; apiHost: string } | undefined {
  const { name, apiHost } = JSON.parse(detail) as { name?: unknown; apiHost?: unknown };
  return typeof name === 'string' && typeof apiHost === 'string' ? { name, apiHost } : undefined;
}
