// Work the org does later: retrieves (09S…) and deploys (0Af…), their states by the org's clock, and who may ask.

import { setTimeout as wait } from 'node:timers/promises';
import { withSuffix } from '../state/ids.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { fault } from './faults.ts';

export type JobKind = 'retrieve' | 'deploy';
export type JobState = 'Pending' | 'InProgress' | 'Canceling' | 'Canceled' | 'Done';

export interface Job<Result> {
  readonly id: string;
  readonly kind: JobKind;
  readonly owner: Person;
  /** Epoch milliseconds by the org's clock. */
  readonly createdAt: number;
  startedAt?: number | undefined;
  doneAt?: number | undefined;
  canceledBy?: Person | undefined;
  state: JobState;
  result?: Result | undefined;
  /** Set when the work threw: a mistake of the stand-in, not of the caller. */
  failure?: unknown;
}

interface Kept extends Job<unknown> {
  readonly run: () => Promise<unknown>;
  /** Set once the work began; never rejects. */
  working?: Promise<void>;
}

const prefixes: Record<JobKind, string> = { retrieve: '09S', deploy: '0Af' };

/** Milliseconds an answer about a job waits for work that is nearly done. */
const longestWait = 1000;

/** Jobs are forgotten a day after they were made, as Salesforce forgets results. */
const life = 24 * 60 * 60_000;

export class Jobs {
  readonly #org: Org;
  readonly #jobs = new Map<string, Kept>();
  #made = 0;

  constructor(org: Org) {
    this.#org = org;
  }

  /** Queues work; it begins after the org's delays, and a failure inside it is thrown to whoever asks. */
  add<Result>(kind: JobKind, owner: Person, run: () => Promise<Result>): Job<Result> {
    const now = this.#org.now();
    for (const [id, job] of this.#jobs) if (now - job.createdAt > life) this.#jobs.delete(id);
    const job: Kept = { id: this.#id(kind), kind, owner, createdAt: now, state: 'Pending', run };
    this.#jobs.set(job.id.slice(0, 15), job);
    const { asyncQueue, asyncWork } = this.#org.faults;
    setTimeout(() => this.#advance(job), asyncQueue).unref();
    setTimeout(() => this.#advance(job), asyncQueue + asyncWork).unref();
    return job as Job<Result>;
  }

  /**
   * The job as it stands, for its owner only. Throws what Salesforce answers: MALFORMED_ID for text that is no id,
   * UNKNOWN_EXCEPTION for another kind of job, INVALID_CROSS_REFERENCE_KEY for a job unknown to the asker.
   */
  async find<Result>(kind: JobKind, id: string | undefined, asker: Person): Promise<Job<Result>> {
    if (id === undefined || !/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(id))
      throw fault('MALFORMED_ID', `malformed id ${id ?? ''}`.trim());
    const job = this.#jobs.get(id.slice(0, 15));
    const isId = id.length === 15 || withSuffix(id.slice(0, 15)).toUpperCase() === id.toUpperCase();
    if (!job || !isId || job.owner !== asker)
      throw fault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    if (job.kind !== kind) {
      throw fault(
        'UNKNOWN_EXCEPTION',
        'An unexpected error occurred. Please include this ErrorId if you contact support: 1187345012-83411 (-1561203345)',
      );
    }
    await this.#advance(job);
    if (job.failure !== undefined) throw job.failure;
    return job as Job<Result>;
  }

  /** Salesforce stops a deploy that waits at once, and one that works when it can; a finished one cannot be. */
  async cancel(id: string | undefined, asker: Person): Promise<Job<unknown>> {
    const job = this.#jobs.get((await this.find('deploy', id, asker)).id.slice(0, 15));
    if (!job) throw new Error('a job that was found is gone');
    if (job.state === 'Done' || job.state === 'Canceled')
      throw fault('INVALID_ID_FIELD', 'Deployment already completed');
    job.canceledBy = asker;
    if (job.state === 'InProgress') job.state = 'Canceling';
    else this.#end(job, 'Canceled');
    return job;
  }

  #id(kind: JobKind): string {
    this.#made += 1;
    return withSuffix(`${prefixes[kind]}5g${this.#made.toString(36).toUpperCase().padStart(10, '0')}`);
  }

  /** Moves the job to where the clock says it is; waits a moment for work that has begun. */
  async #advance(job: Kept): Promise<void> {
    const { asyncQueue, asyncWork } = this.#org.faults;
    const age = this.#org.now() - job.createdAt;
    if (job.state === 'Pending' && age >= asyncQueue) {
      job.state = 'InProgress';
      job.startedAt = job.createdAt + asyncQueue;
    }
    if (age < asyncQueue + asyncWork) return;
    if (job.state === 'Canceling') this.#end(job, 'Canceled');
    if (job.state !== 'InProgress') return;
    job.working ??= this.#work(job);
    await Promise.race([job.working, wait(longestWait, undefined, { ref: false })]);
  }

  async #work(job: Kept): Promise<void> {
    try {
      job.result = await job.run();
    } catch (cause) {
      job.failure = cause;
    }
    this.#end(job, 'Done');
  }

  #end(job: Kept, state: JobState): void {
    job.state = state;
    job.doneAt = this.#org.now();
  }
}

const stores = new WeakMap<Org, Jobs>();

/** The org's jobs. */
export function jobsOf(org: Org): Jobs {
  const known = stores.get(org);
  if (known) return known;
  const made = new Jobs(org);
  stores.set(org, made);
  return made;
}
