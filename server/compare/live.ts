// Compares the live component with its last committed version: one job, one reading, one verdict.

import { randomBytes } from 'node:crypto';
import type { OutputOf } from '#contract/index.ts';
import type { ComponentKey, ComponentSource } from '#core/component.ts';
import { asLiveReading } from '#core/diff/live-reading.ts';
import type { ContentSource } from '../content/content-file.ts';
import type { LiveRead } from '../db/live-reads.ts';
import { AppError } from '../errors.ts';
import type { Committed } from '../history/versions.ts';
import type { Log } from '../log.ts';
import type { ComponentRef, ConnectedOrg, RequestProof } from '../parties.ts';
import { attributeLive, type Save } from '../sync/attribute.ts';
import type { Compared } from './compared.ts';
import { createSharedRun } from './shared-run.ts';
import { type Judgement, judge, judgeDeleted } from './verdict.ts';

type Result = OutputOf<'compare.live'>;

/** What one reading of the live org gives. */
export interface Live {
  readonly source: ContentSource;
  /** Salesforce id; some types have none. */
  readonly id?: string | undefined;
  /** Other ids that lead to it: of a flow, the version that was read. */
  readonly otherIds: readonly string[];
  /** Left out where Salesforce does not tell of it. */
  readonly saved?: Save | undefined;
  readonly lane: string;
  readonly apiVersion: string;
  /** Which version of a flow this is. */
  readonly which?: string | undefined;
  /** True of a version of a flow by which the flow is not known: its verdict and last save are not the flow's. */
  readonly aside?: boolean | undefined;
}

/** One job at Salesforce; `close` ends it and revokes its token. */
export interface LiveHandle {
  /** Undefined when Salesforce has no such component (any more). */
  read(ref: ComponentRef): Promise<Live | undefined>;
  cost(): { readonly requests: number; readonly remaining?: number | undefined };
  close(): Promise<void>;
}

/** What history knows of a component before it is read. */
export interface Known {
  readonly key: ComponentKey;
  readonly id?: string | undefined;
  readonly seen?: Save | undefined;
}

export interface LiveDeps {
  /** Opens a job as the person whose request this is; once `signal` is aborted it asks Salesforce nothing more. */
  open(job: {
    org: ConnectedOrg;
    ref: ComponentRef;
    proof: RequestProof;
    log: Log;
    signal: AbortSignal;
  }): Promise<LiveHandle>;
  known(orgId: string, ref: ComponentRef): Promise<Known | undefined>;
  /** `earlier` is what it was a moment ago: read once more only if it no longer is. */
  lastCommitted(orgId: string, key: ComponentKey, earlier?: Committed): Promise<Committed | undefined>;
  /** Told what will be compared soon, while Salesforce is still answering. */
  expect(before: ComponentSource | null): void;
  diff(before: ComponentSource | null, after: ComponentSource | null): Compared | Promise<Compared>;
  /** Notes the verdict, what the reading told of name, id and last save, and the reading itself: all of it or none. */
  note(found: {
    orgId: string;
    key: ComponentKey;
    state: 'in_sync' | 'drifted' | 'deleted' | 'unknown';
    at: number;
    live?: Live;
    read?: LiveRead;
  }): Promise<void>;
  /** Hears of what the org or Salesforce refused, before the person does. */
  refused(of: { org: ConnectedOrg; subject: string }, error: unknown): Promise<unknown>;
  /** Epoch ms. */
  now(): number;
}

export interface CompareLive {
  readonly org: ConnectedOrg;
  readonly subject: string;
  readonly proof: RequestProof;
  readonly ref: ComponentRef;
  readonly log: Log;
  /** Aborted when this caller waits no more. */
  readonly leaving?: AbortSignal;
}

export interface CompareService {
  /**
   * A second call of the same person for the same component joins the one under way, however each of them names it. The job
   * ends at Salesforce when every caller has left.
   */
  compare(wanted: CompareLive): Promise<Result>;
  /** Resolves when every job that was begun has ended. */
  ended(): Promise<void>;
}

export function createCompareLive(deps: LiveDeps): CompareService {
  const run = createSharedRun<Result>();
  const closing = new Set<Promise<void>>();
  const closed = (close: Promise<void>) => {
    closing.add(close);
    void close.finally(() => closing.delete(close));
  };
  return {
    async compare(wanted) {
      const { org, subject, ref, leaving } = wanted;
      if (!ref.id && !ref.fullName) {
        throw new AppError('invalid_request', { detail: 'An id or a name is needed.' });
      }
      const known = await deps.known(org.orgId, ref);
      const key = JSON.stringify([org.orgId, subject, ref.type, ...whatOf(ref, known)]);
      return run(key, (signal) => compare(deps, { ...wanted, signal, closed }, known), leaving);
    },
    async ended() {
      await Promise.all(closing);
    },
  };
}

/** The component, and of a flow the version when it is one that is meant. */
function whatOf({ type, id, fullName }: ComponentRef, known: Known | undefined): readonly unknown[] {
  const version = type === 'Flow' && id?.startsWith('301') ? id.slice(0, 15) : null;
  return known ? [known.key.fullName, version] : [null, version, id?.slice(0, 15) ?? null, fullName ?? null];
}

interface Running extends CompareLive {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  readonly closed: (close: Promise<void>) => void;
}

async function compare(deps: LiveDeps, wanted: Running, known: Known | undefined): Promise<Result> {
  const { org, ref } = wanted;
  // While Salesforce answers. What fails here is asked for again below, where it is told.
  const ahead = known && readAhead(deps, org.orgId, known.key).catch(() => undefined);
  const { live, cost } = await readOnce(deps, wanted, known);
  const earlier = await ahead;
  const comparedAt = deps.now();
  const compareId = randomBytes(16).toString('base64url');
  const common = { compareId, comparedAt: new Date(comparedAt).toISOString(), cost };
  return live ? whenLive(live) : whenGone();

  async function whenGone(): Promise<Result> {
    const key = known?.key ?? (ref.fullName ? { type: ref.type, fullName: ref.fullName } : undefined);
    const base = key && (await deps.lastCommitted(org.orgId, key, earlier));
    if (!key || !base) throw new AppError('component_deleted');
    await deps.note({ orgId: org.orgId, key, state: 'deleted', at: comparedAt });
    return { ...common, ...key, ...judgeDeleted(base.source !== null), base: base.version };
  }

  async function whenLive(live: Live): Promise<Result> {
    const key: ComponentKey = { type: live.source.type, fullName: live.source.fullName };
    const same = known?.key.type === key.type && known.key.fullName === key.fullName;
    const base = await deps.lastCommitted(org.orgId, key, same ? earlier : undefined);
    const diff = asLiveReading(await deps.diff(base?.source ?? null, live.source));
    const judged = judge(diff, Boolean(base?.source));
    const liveAuthor = attributeLive({
      last: live.saved,
      differs: judged.verdict === 'differs',
      committedAt: base && Date.parse(base.version.at),
      seen: known?.seen,
    });
    const { certainty } = liveAuthor;
    const read: LiveRead = {
      ...key,
      id: compareId,
      orgId: org.orgId,
      subject: wanted.subject,
      files: live.source.files,
      meta: {
        id: live.id,
        ...(live.saved
          ? { savedBy: { userId: live.saved.userId, name: live.saved.name }, savedAt: live.saved.at }
          : {}),
        lane: live.lane,
        apiVersion: live.apiVersion,
        base: base?.version.revision,
        identical: judged.verdict === 'in_sync' && judged.noise === 0,
        ...(certainty === 'certain' ? {} : { certainty }),
        ...(live.aside ? { aside: true } : {}),
      },
      createdAt: comparedAt,
    };
    await deps.note({ orgId: org.orgId, key, state: stateOf(judged), at: comparedAt, live, read });
    return {
      ...common,
      ...key,
      ...judged,
      liveAuthor,
      ...(live.saved ? { liveAt: new Date(live.saved.at).toISOString() } : {}),
      liveRevision: `live:${compareId}`,
      ...(base ? { base: base.version } : {}),
      ...(live.which ? { which: live.which } : {}),
    };
  }
}

async function readAhead(deps: LiveDeps, orgId: string, key: ComponentKey): Promise<Committed | undefined> {
  const last = await deps.lastCommitted(orgId, key);
  deps.expect(last?.source ?? null);
  return last;
}

async function readOnce(
  deps: LiveDeps,
  { org, subject, ref, proof, log, signal, closed }: Running,
  known: Known | undefined,
): Promise<{ live: Live | undefined; cost: Result['cost'] }> {
  const named: ComponentRef = {
    type: ref.type,
    id: isPartOf(ref, known) ? known?.id : (ref.id ?? known?.id),
    fullName: ref.fullName ?? known?.key.fullName,
  };
  const noted = async (error: unknown): Promise<never> => {
    await deps.refused({ org, subject }, error);
    throw error;
  };
  const handle = await deps.open({ org, ref: named, proof, log, signal }).catch(noted);
  try {
    const live = await handle.read(named).catch(noted);
    signal.throwIfAborted();
    const { requests, remaining } = handle.cost();
    return { live, cost: { requests, ...(remaining === undefined ? {} : { remaining }) } };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    // Nobody waits until Salesforce has revoked the token. The reading stands whether or not its job could be ended; the
    // job has a deadline of its own.
    closed(handle.close().catch((err: unknown) => log.warn({ err }, 'a compare job could not be ended')));
  }
}

/** An id of something inside the component, which a reader would have to ask for first. Of a flow it means one version. */
function isPartOf({ type, id }: ComponentRef, known: Known | undefined): boolean {
  return type !== 'Flow' && known?.id !== undefined && id?.slice(0, 3) !== known.id.slice(0, 3);
}

function stateOf({ verdict }: Judgement): 'in_sync' | 'drifted' | 'unknown' {
  if (verdict === 'in_sync') return 'in_sync';
  return verdict === 'differs' ? 'drifted' : 'unknown';
}
