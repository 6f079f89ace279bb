// Names of objects, fields and classes as orgs have them, always the same ones, none of them given twice.

/** A small generator with a seed: the same numbers in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const words =
  'Account Amount Annual Billing Case Category Close Contact Contract Cost Date Email Fiscal Invoice Lead Legal Market Order Owner Partner Payment Phone Price Primary Product Quote Rating Reason Region Renewal Revenue Risk Service Source Stage Status Street Support Target Team Term Total Type Usage Vendor'.split(
    ' ',
  );
/** A third of the objects comes with managed packages. */
const namespaces = ['', '', '', '', 'npsp__', 'SBQQ__'];

export class Names {
  readonly random: () => number;
  private readonly given = new Set<string>();
  private readonly suffix: string;

  /** With a suffix no name is one that another set of names gives. */
  constructor(seed: number, suffix = '') {
    this.random = randomFrom(seed);
    this.suffix = suffix;
  }

  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  pick<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T;
  }

  flag(): string {
    return this.random() < 0.6 ? 'true' : 'false';
  }

  /** So many words; a number behind them when that name is taken. */
  unique(count: number, between: string, around = (name: string) => name): string {
    const plain = Array.from({ length: count }, () => this.pick(words)).join(between) + this.suffix;
    for (let number = 1; ; number++) {
      const name = around(number === 1 ? plain : `${plain}${between}${number}`);
      if (this.given.has(name)) continue;
      this.given.add(name);
      return name;
    }
  }

  object(): string {
    const namespace = this.pick(namespaces);
    return this.unique(2, '_', (name) => `${namespace}${name}__c`);
  }

  /** A field of an object, from the same package. */
  field(object: string): string {
    const namespace = /^[A-Za-z]+__(?=.*__c$)/.exec(object)?.[0] ?? '';
    return this.unique(1 + this.below(3), '_', (name) => `${object}.${namespace}${name}__c`);
  }
}
