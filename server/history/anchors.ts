// The audit log's checkpoint for a commit's trailer: what the log was by then lies with everybody who fetched the history.

import { setTimeout as wait } from 'node:timers/promises';
import { writeTrailer } from '#core/log/anchor.ts';
import type { Database } from '../db/database.ts';
import { findOrg } from '../db/orgs.ts';
import type { DelegationClient } from '../delegation/client.ts';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';

/** The trailer's value for a commit of this org; undefined when there is none to be had now, which is no reason not to commit. */
export type Anchor = (orgId: string) => Promise<string | undefined>;

export interface AnchorDeps {
  readonly db: Database;
  readonly auditLog: Pick<DelegationClient, 'logGrowth'>;
  readonly log: Pick<Log, 'warn'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long a commit waits at most. */
  readonly patienceMs?: number;
}

/** A baseline makes thousands of commits in a row. */
const freshMs = 5000;

export function createAnchor({ db, auditLog, log, now, patienceMs = 2000 }: AnchorDeps): Anchor {
  const known = new Map<string, { readonly at: number; readonly value: Promise<string | undefined> }>();

  async function ask(orgId: string): Promise<string | undefined> {
    const waiting = new AbortController();
    try {
      const tenant = (await findOrg(db, orgId))?.tenant_id;
      // A history without an org, as an import makes it, is no account's.
      if (tenant === undefined) return undefined;
      const late = wait(patienceMs, undefined, { signal: waiting.signal, ref: false });
      const asked = auditLog.logGrowth({ tenant, from: 0 });
      asked.catch(() => {});
      const growth = await Promise.race([asked, late]);
      if (!growth) throw new Error(`no answer within ${patienceMs} ms`);
      // The empty log is the beginning of every log.
      return growth.size === 0 ? undefined : writeTrailer(growth.checkpoint);
    } catch (error) {
      log.warn(
        { orgId, err: describeError(error) },
        'commits are made without a checkpoint of the audit log',
      );
      return undefined;
    } finally {
      waiting.abort();
    }
  }

  return (orgId) => {
    const last = known.get(orgId);
    if (last && Math.abs(now() - last.at) < freshMs) return last.value;
    const value = ask(orgId);
    known.set(orgId, { at: now(), value });
    return value;
  };
}
