// Tries the next key by itself, as each org's integration user: an app that knows both keys would else never show it, nor one that an org goes back to.

import type { Selectable } from 'kysely';
import { AppError, reasonOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { DelegationDatabase, DelegationTables } from '../db/database.ts';
import { type KeyRow, listKeys } from '../db/signing-keys.ts';
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
  /** Tries the installation's app at once for an org that goes back to it: undefined when Salesforce accepts it, else why not. */
  returnNow(apiHost: string): Promise<string | undefined>;
}

/** A changed app takes up to ten minutes to work; a refused try is a failed login in the org's history, so few are made. */
const firstMs = 10 * 60_000;
const longestMs = 6 * 3_600_000;

type OrgToProbe = Selectable<DelegationTables['connections']>;

export function createKeyProbes(deps: KeyProbeDeps): KeyProbes {
  const { db, ring, revoke, now, log } = deps;
  const turns = new Map<string, { readonly at: number; readonly waitMs: number }>();
  let running = false;

  /** Undefined when Salesforce gave a token by the key; its reason in words otherwise. */
  async function tryKey(org: OrgToProbe, key: KeyRow): Promise<string | undefined> {
    const { org_id: orgId, api_host: apiHost, login_url: loginUrl } = org;
    const short = key.fingerprint.slice(0, 16);
    try {
      const { accessToken } = await mintBy(deps, key, {
        org: { orgId, apiHost, loginUrl },
        user: { userId: org.integration_user_id, username: org.integration_username },
        attempt: {
          who: 'delegation',
          caller: 'delegation',
          purpose: 'probe',
          component: `Signing key ${short}`,
        },
        wanted: () => true,
      });
      await revoke({ apiHost, token: accessToken });
      await ring.accepted(apiHost, key);
      return undefined;
    } catch (error) {
      const reason = error instanceof AppError ? reasonOf(error) : (error as Error).message;
      const words = isOfKey(error)
        ? 'the org does not know the next key yet'
        : 'the next key could not be tried';
      log.info({ key: short, apiHost, reason }, words);
      return reason;
    }
  }

  async function orgOf(orgId: string): Promise<OrgToProbe | undefined> {
    return db.selectFrom('connections').selectAll().where('org_id', '=', orgId).executeTakeFirst();
  }

  async function probe(orgId: string): Promise<void> {
    const org = await orgOf(orgId);
    if (org?.state !== 'connected') return;
    const { api_host: apiHost } = org;
    const { keys, accepted, returning } = await ring.keysFor({ orgId, apiHost }, undefined);
    for (const next of keys.filter(
      ({ state, id, apiHost: of }) => id !== accepted && (state === 'next' || (returning && of === '')),
    )) {
      const turn = `${next.id} ${apiHost}`;
      const { at, waitMs } = turns.get(turn) ?? { at: next.changedAt + firstMs, waitMs: firstMs };
      if (now() < at) continue;
      const longer = Math.min(waitMs * 2, longestMs);
      turns.set(turn, { at: now() + longer, waitMs: longer });
      if ((await tryKey(org, next)) !== undefined) continue;
      turns.delete(turn);
      return;
    }
  }

  return {
    async run() {
      if (running) return;
      running = true;
      try {
        const waits = await listKeys(db, { states: ['next'] });
        const back = await db.selectFrom('app_returns').select('api_host').execute();
        if (waits.length + back.length === 0) return;
        const orgs = await db.selectFrom('connections').select('org_id').execute();
        for (const { org_id } of orgs) await probe(org_id);
      } finally {
        running = false;
      }
    },

    async returnNow(apiHost) {
      const org = await db
        .selectFrom('connections')
        .selectAll()
        .where('api_host', '=', apiHost)
        .executeTakeFirst();
      if (!org) return 'This org is not connected.';
      const { keys } = await ring.keysFor({ orgId: org.org_id, apiHost }, undefined);
      let said = 'There is no key of the installation’s.';
      for (const key of keys.filter((one) => one.apiHost === '')) {
        turns.set(`${key.id} ${apiHost}`, { at: now() + firstMs, waitMs: firstMs });
        const reason = await tryKey(org, key);
        if (reason === undefined) return undefined;
        said = reason;
      }
      return said;
    },
  };
}
