// Where the provider keeps sessions, codes and grants: in memory, one store for each stand-in.

import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

export interface MemoryStore {
  readonly adapter: (model: string) => Adapter;
  /** Drops everything of one model, for example every `Session`. */
  clear(model: string): void;
}

export function createMemoryStore(): MemoryStore {
  const models = new Map<string, Map<string, Kept>>();
  const rows = (model: string) => {
    const found = models.get(model) ?? new Map<string, Kept>();
    models.set(model, found);
    return found;
  };
  return {
    adapter: (model) => createAdapter(rows(model)),
    clear: (model) => rows(model).clear(),
  };
}

function createAdapter(rows: Map<string, Kept>): Adapter {
  const live = (kept: Kept | undefined) => (kept && kept.until > Date.now() ? kept.payload : undefined);
  const findBy = (field: 'uid' | 'userCode' | 'grantId', value: string) =>
    [...rows].filter(([, { payload }]) => payload[field] === value);
  return {
    async upsert(id, payload, expiresIn) {
      rows.set(id, { payload, until: expiresIn ? Date.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY });
    },
    find: async (id) => live(rows.get(id)),
    findByUid: async (uid) => live(findBy('uid', uid)[0]?.[1]),
    findByUserCode: async (code) => live(findBy('userCode', code)[0]?.[1]),
    async consume(id) {
      const kept = rows.get(id);
      if (kept) kept.payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      rows.delete(id);
    },
    async revokeByGrantId(grantId) {
      for (const [id] of findBy('grantId', grantId)) rows.delete(id);
    },
  };
}
