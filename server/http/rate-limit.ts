// Limits for each person, org and address; a valid bound token is never stopped by its address.

import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { AppError } from '../errors.ts';

/** `read`: history. `write`: what changes our data. `salesforce`: what asks Salesforce for a token. `outside`: looks at an org's public pages. */
export type LimitClass = 'read' | 'write' | 'salesforce' | 'outside';

export interface Quota {
  readonly points: number;
  readonly seconds: number;
  /** How long it stays shut once exceeded; the rest of the window without it. */
  readonly blockSeconds?: number;
}

export interface Quotas {
  readonly person: Readonly<Record<LimitClass, Quota>>;
  /** All people together, for calls that spend the org's API requests. */
  readonly org: Quota;
  /** Refused tokens and proofs of one address. */
  readonly refusals: Quota;
}

export const defaultQuotas: Quotas = {
  person: {
    read: { points: 600, seconds: 60 },
    write: { points: 60, seconds: 60 },
    salesforce: { points: 30, seconds: 60 },
    outside: { points: 12, seconds: 60 },
  },
  org: { points: 120, seconds: 60 },
  refusals: { points: 30, seconds: 60, blockSeconds: 300 },
};

export interface RateLimits {
  /** Counts a person's call; answers the headers to send with it. Throws `rate_limited`. */
  spend(call: { subject: string; kind: LimitClass }): Promise<Record<string, string>>;
  /** Counts a call that asks Salesforce, once its caller is known to belong to the org. Throws `rate_limited`. */
  spendOrg(orgId: string): Promise<void>;
  /** Counts a refused token or proof. Throws `rate_limited` once there were too many. */
  countRefusal(address: string): Promise<void>;
}

/** Where the counts are kept. */
export type LimitStore = (options: IRateLimiterOptions) => RateLimiterAbstract;

/** For one process; several servers need a store that they share. */
const inMemory: LimitStore = (options) => new RateLimiterMemory(options);

export function createRateLimits(quotas: Quotas = defaultQuotas, store: LimitStore = inMemory): RateLimits {
  const limiter = (keyPrefix: string, { points, seconds, blockSeconds }: Quota) =>
    store({ keyPrefix, points, duration: seconds, ...(blockSeconds ? { blockDuration: blockSeconds } : {}) });
  const person = {
    read: limiter('read', quotas.person.read),
    write: limiter('write', quotas.person.write),
    salesforce: limiter('salesforce', quotas.person.salesforce),
    outside: limiter('outside', quotas.person.outside),
  };
  const org = limiter('org', quotas.org);
  const refusals = limiter('refusals', quotas.refusals);

  return {
    async spend({ subject, kind }) {
      const left = await consume(person[kind], subject, 'You have made too many requests.');
      const { points, seconds } = quotas.person[kind];
      const reset = Math.ceil(left.msBeforeNext / 1000);
      return {
        'ratelimit-policy': `"${kind}";q=${points};w=${seconds}`,
        ratelimit: `"${kind}";r=${left.remainingPoints};t=${reset}`,
      };
    },
    async spendOrg(orgId) {
      await consume(org, orgId, 'The people of this org have made too many requests together.');
    },
    async countRefusal(address) {
      await consume(refusals, addressKey(address), 'Too many sign-ins were refused from this address.');
    },
  };
}

async function consume(limits: RateLimiterAbstract, key: string, detail: string): Promise<RateLimiterRes> {
  try {
    return await limits.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new AppError('rate_limited', {
      detail,
      retryAfter: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)),
    });
  }
}

/** One key for a client: an IPv4 address, or the /64 network that an IPv6 client may use freely. */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    groups.push(...Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0'), ...after);
  }
  const network = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${network.join(':')}::/64`;
}
