// Limits for each person, org and address, and blocks that grow; a valid bound token is never stopped by its address.

import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { addressKey } from './address-key.ts';
import { createGrowingBlock, type Shut } from './growing-block.ts';
import { type Budget, RateLimited } from './rate-limited.ts';

/** `read`: history. `write`: what changes our data. `salesforce`: what asks Salesforce for a token. `outside`: looks at an org's public pages. */
export type LimitClass = 'read' | 'write' | 'salesforce' | 'outside';

export interface Quota {
  readonly points: number;
  readonly seconds: number;
}

/** Failures that are let through, and how long the first block is; each further one is longer. */
export interface BlockQuota extends Quota {
  readonly blockSeconds: number;
}

export interface Quotas {
  readonly person: Readonly<Record<LimitClass, Quota>>;
  /** All people together, for calls that spend the org's API requests. */
  readonly org: Quota;
  /** Refused tokens and proofs of one address, and failed connects from there. */
  readonly refusals: BlockQuota;
  /** Failed connects of one person. */
  readonly connect: BlockQuota;
}

export const defaultQuotas: Quotas = {
  person: {
    read: { points: 600, seconds: 60 },
    write: { points: 60, seconds: 60 },
    salesforce: { points: 30, seconds: 60 },
    outside: { points: 12, seconds: 60 },
  },
  org: { points: 120, seconds: 60 },
  refusals: { points: 30, seconds: 60, blockSeconds: 60 },
  connect: { points: 8, seconds: 600, blockSeconds: 60 },
};

/** A block that began. */
export interface Block {
  readonly of: 'address' | 'person';
  /** The address or its network; the Auth0 subject. */
  readonly key: string;
  readonly seconds: number;
  /** Which one it is since the last quiet day, from 1. */
  readonly nth: number;
}

export interface RateLimits {
  /** Counts a person's call. Throws `rate_limited`. */
  spend(call: { subject: string; kind: LimitClass }): Promise<Budget>;
  /** Counts a call that asks Salesforce, once its caller is known to belong to the org. Throws `rate_limited`. */
  spendOrg(orgId: string): Promise<Budget>;
  /** Counts a refused token or proof. Throws `rate_limited` while the address is shut. */
  countRefusal(address: string): Promise<void>;
  /** Throws `rate_limited` while the person is shut out of connecting. */
  checkConnect(subject: string): Promise<void>;
  /** Counts a connect that failed, against the person and the address. Throws nothing. */
  countFailedConnect(of: { subject: string; address: string }): Promise<void>;
  /** The person's connect worked. */
  forgiveConnect(subject: string): Promise<void>;
}

/** Where the counts are kept. */
export type LimitStore = (options: IRateLimiterOptions) => RateLimiterAbstract;

/** For one process; several servers need a store that they share. */
const inMemory: LimitStore = (options) => new RateLimiterMemory(options);

const words = {
  person: 'You have made too many requests.',
  org: 'The people of this org have made too many requests together.',
  address: 'Too many sign-ins were refused from this address.',
  connect: 'You have tried to connect too often without success.',
};

export function createRateLimits(
  quotas: Quotas = defaultQuotas,
  store: LimitStore = inMemory,
  onBlock: (block: Block) => Promise<void> | void = () => {},
): RateLimits {
  const limiter = (keyPrefix: string, { points, seconds }: Quota) =>
    store({ keyPrefix, points, duration: seconds });
  const person = {
    read: limiter('read', quotas.person.read),
    write: limiter('write', quotas.person.write),
    salesforce: limiter('salesforce', quotas.person.salesforce),
    outside: limiter('outside', quotas.person.outside),
  };
  const org = limiter('org', quotas.org);
  const refusals = createGrowingBlock(store, { name: 'refusals', ...quotas.refusals });
  const connects = createGrowingBlock(store, { name: 'connect', ...quotas.connect });

  const shutBudget = (name: 'refusals' | 'connect', { seconds }: Shut): Budget => {
    return { name, points: quotas[name].points, seconds: quotas[name].seconds, left: 0, reset: seconds };
  };
  const told = async (of: Block['of'], key: string, shut: Shut | undefined) => {
    if (shut?.began) await onBlock({ of, key, seconds: shut.seconds, nth: shut.began });
    return shut;
  };
  const countAddress = async (address: string) => {
    const key = addressKey(address);
    return told('address', key, await refusals.count(key));
  };

  return {
    spend: ({ subject, kind }) =>
      consume(person[kind], subject, { name: kind, ...quotas.person[kind] }, words.person),
    spendOrg: (orgId) => consume(org, orgId, { name: 'org', ...quotas.org }, words.org),
    async countRefusal(address) {
      const shut = await countAddress(address);
      if (shut) throw new RateLimited(words.address, shutBudget('refusals', shut));
    },
    async checkConnect(subject) {
      const shut = await connects.look(subject);
      if (shut) throw new RateLimited(words.connect, shutBudget('connect', shut));
    },
    async countFailedConnect({ subject, address }) {
      await Promise.all([
        connects.count(subject).then((shut) => told('person', subject, shut)),
        countAddress(address),
      ]);
    },
    forgiveConnect: (subject) => connects.forgive(subject),
  };
}

async function consume(
  limits: RateLimiterAbstract,
  key: string,
  quota: Quota & { readonly name: string },
  sentence: string,
): Promise<Budget> {
  const budget = ({ remainingPoints, msBeforeNext }: RateLimiterRes): Budget => ({
    name: quota.name,
    points: quota.points,
    seconds: quota.seconds,
    left: remainingPoints,
    reset: Math.ceil(msBeforeNext / 1000),
  });
  try {
    return budget(await limits.consume(key));
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new RateLimited(sentence, { ...budget(refused), left: 0 });
  }
}
