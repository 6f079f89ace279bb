// Tries the next key by itself, as each org's integration user: an app that knows both keys would else never show it.

import type { AppError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { DelegationDatabase } from '../db/database.ts';
import { listKeys } from '../db/signing-keys.ts';
import type { HeldToken } from '../tokens-in-use.ts';
import { isOfKey, type KeyedMintDeps, mintBy } from './mint-with-keys.ts';

export interface KeyProbeDeps extends Pick<KeyedMintDeps, 'ring' | 'mint' | 'clientId'> {
  readonly db: DelegationDatabase;
  revoke(held: HeldToken): Promise<boolean>;
  readonly now: () => number;
  readonly log: Log;
}

export interface KeyProbes {
  /** One try for each org whose turn it is. Never throws for what Salesforce answers. */
  run(): Promise<void>;
}

/** A changed app takes up to ten minutes to work; a refused try is a failed login in the org's history, so few are made. */
const firstMs = 10 * 60_000;
const longestMs = 6 * 3_600_000;

export function createKeyProbes(deps: KeyProbeDeps): KeyProbes {
  const { db, ring, revoke, now, log } = deps;
  const turns = new Map<string, { readonly at: number; readonly waitMs: number }>();
  let running = false;

  async function probe(orgId: string): Promise<void> {
    const org = await db.selectFrom('connections').selectAll().where('org_id', '=', orgId).executeTakeFirst();
    if (org?.state !== 'connected') return;
    const { api_host: apiHost, login_url: loginUrl } = org;
    const { keys, accepted } = await ring.keysFor({ orgId, apiHost }, undefined);
    const next = keys.find(({ state, id }) => state === 'next' && id !== accepted);
    if (!next) return;
    const turn = `${next.id} ${apiHost}`;
    const { at, waitMs } = turns.get(turn) ?? { at: next.changedAt + firstMs, waitMs: firstMs };
    if (now() < at) return;
    const longer = Math.min(waitMs * 2, longestMs);
    turns.set(turn, { at: now() + longer, waitMs: longer });
    const key = next.fingerprint.slice(0, 16);
    try {
      const { accessToken } = await mintBy(deps, next, {
        org: { orgId, apiHost, loginUrl },
        user: { userId: org.integration_user_id, username: org.integration_username },
        attempt: {
          who: 'delegation',
          caller: 'delegation',
          purpose: 'probe',
          component: `Signing key ${key}`,
        },
        wanted: () => true,
      });
      await revoke({ apiHost, token: accessToken });
      await ring.accepted(apiHost, next);
      turns.delete(turn);
    } catch (error) {
      const reason = (error as AppError).detail ?? (error as Error).message;
      const words = isOfKey(error)
        ? 'the org does not know the next key yet'
        : 'the next key could not be tried';
      log.info({ key, apiHost, reason }, words);
    }
  }

  return {
    async run() {
      if (running) return;
      running = true;
      try {
        if ((await listKeys(db, { states: ['next'] })).length === 0) return;
        const orgs = await db.selectFrom('connections').select('org_id').execute();
        for (const { org_id } of orgs) await probe(org_id);
      } finally {
        running = false;
      }
    },
  };
}
