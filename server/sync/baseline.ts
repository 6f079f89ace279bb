// The first look at an org: stamps for everything, and a first commit for each component without history.

import * as z from 'zod/mini';
import { type ComponentKey, metadataTypes } from '#core/component.ts';
import type { Live } from '../compare/live.ts';
import type { Stamp } from '../db/components.ts';
import { AppError, describeError } from '../errors.ts';
import type { Capture } from '../history/capture.ts';
import { TypeNotInOrg } from '../salesforce/api-errors.ts';
import type { JobRun } from './job.ts';

/** What is looked at: its stamp, or a name that Salesforce lists nowhere and the org may have. */
export interface Sighting extends Stamp {
  readonly unlisted?: true | undefined;
}

/** A job at Salesforce as the org's integration user. */
export interface SyncHandle {
  list(): Promise<readonly Sighting[]>;
  /** What the last list did not look into, and why. */
  leftOut?(): readonly { readonly name: string; readonly why: string }[];
  /** In the order asked; undefined for one that is gone. At most `batch` of one type. */
  read(stamps: readonly Sighting[]): Promise<readonly (Live | undefined)[]>;
  /** True when its deadline or its count of calls is near: time for a new one. */
  spent(): boolean;
  close(): Promise<void>;
}

export interface BaselineDeps {
  open(orgId: string): Promise<SyncHandle>;
  recordStamps(orgId: string, stamps: readonly Stamp[]): Promise<void>;
  hasHistory(orgId: string, key: ComponentKey): Promise<boolean>;
  /** Records nothing when history already ends with this text; `compare_expired` when it has a version that is not `base`. */
  capture(capture: Capture): Promise<unknown>;
  /** How many of a type one read may ask for. */
  batchOf(type: ComponentKey['type']): number;
}

const skip = z.object({ name: z.string(), why: z.string() });
const cursorShape = z.object({
  /** The last component dealt with, in the order of `order`. */
  after: z.nullable(z.tuple([z.enum(metadataTypes), z.string()])),
  skipped: z.array(skip),
  /** How many that Salesforce does not list turned out to be there. */
  found: z._default(z.int(), 0),
});
type Cursor = z.output<typeof cursorShape>;

const committer = { id: 'canvasback', name: 'Canvasback' };
const mostNamed = 3;
const mostKept = 50;
/** So many in a row that cannot be read: then it may not be about them. */
const mostFailing = 5;
/** After so many tries that ended at the same place, twice as many are passed over with each further one. */
const patientTries = 5;
const mostDoublings = 5;

const mayFail = (tries: number) =>
  mostFailing * 2 ** Math.min(mostDoublings, Math.max(0, tries - patientTries));

/** Goes on where its cursor says; a component that got its commit before a crash is found with history. */
export async function runBaseline(deps: BaselineDeps, run: JobRun): Promise<void> {
  const cursor: Cursor = cursorShape.parse(run.cursor ?? { after: null, skipped: [], found: 0 });
  let handle = await deps.open(run.orgId);
  let failing = 0;
  const unreadable = new Set<ComponentKey['type']>();
  try {
    const listed = [...(await handle.list())].sort(order);
    run.signal.throwIfAborted();
    await deps.recordStamps(run.orgId, listed.filter(isStamped));
    for (const skipped of handle.leftOut?.() ?? [])
      if (cursor.skipped.every(({ name }) => name !== skipped.name)) cursor.skipped.push(skipped);
    const { after } = cursor;
    const left = after ? listed.filter((item) => isAfter(item, after)) : listed;
    // Counted is what the org has: what it lists, and what it does not list once a read has shown it.
    const total = counted(listed);
    let done = total - counted(left);
    await save(done);

    let passed = 0;
    for (const batch of batches(left, deps.batchOf)) {
      run.signal.throwIfAborted();
      const wanted: Sighting[] = [];
      for (const item of batch) {
        if (unreadable.has(item.type)) continue;
        if (!(await deps.hasHistory(run.orgId, item))) wanted.push(item);
        else if (item.unlisted) cursor.found += 1;
      }
      if (wanted.length > 0) {
        if (handle.spent()) {
          await handle.close();
          handle = await deps.open(run.orgId);
        }
        await readAndCapture(wanted);
      }
      done += counted(batch);
      passed += batch.length;
      const last = batch.at(-1);
      if (last) cursor.after = [last.type, last.fullName];
      // Passing over what has history is quick; its place is noted now and then.
      const due = wanted.length > 0 || passed % 100 < batch.length;
      if (due && failing === 0) await save(done);
    }
    await save(total);

    function save(count: number): Promise<void> {
      const { found } = cursor;
      return run.save({
        done: count + found,
        total: total + found,
        cursor: structuredClone(cursor),
        problem: problemOf(cursor),
      });
    }
  } finally {
    await handle.close().catch((err: unknown) => run.log.warn({ err }, 'a sync job could not be ended'));
  }

  async function readAndCapture(wanted: readonly Sighting[]): Promise<void> {
    let lives: readonly (Live | undefined)[];
    try {
      lives = await handle.read(wanted);
    } catch (error) {
      const [{ type } = { type: undefined }] = wanted;
      if (error instanceof TypeNotInOrg && type) {
        unreadable.add(type);
        note(cursor, { type, fullName: '(all)' }, error);
        return;
      }
      if (!isAboutComponent(error)) throw error;
      // One of several may spoil the answer for all.
      if (wanted.length > 1) {
        for (const item of wanted) await readAndCapture([item]);
        return;
      }
      failing += 1;
      // Then it is not about these components: nothing of the row counts as done.
      if (failing >= mayFail(run.failures)) throw error;
      for (const item of wanted) note(cursor, item, error);
      return;
    }
    failing = 0;
    for (const [index, live] of lives.entries()) {
      if (!live) continue;
      run.signal.throwIfAborted();
      if (wanted[index]?.unlisted) cursor.found += 1;
      await captureOne(live);
    }
  }

  async function captureOne(live: Live): Promise<void> {
    try {
      await deps.capture({
        orgId: run.orgId,
        source: live.source,
        author: live.saved && { userId: live.saved.userId, name: live.saved.name },
        at: live.saved?.at,
        committer,
        message: 'First version on record',
        lane: live.lane,
        apiVersion: live.apiVersion,
        force: false,
        base: null,
      });
    } catch (error) {
      // It got a history since it was looked for, and what was read before that may be older.
      if (error instanceof AppError && error.code === 'compare_expired') return;
      // What cannot be kept, content that is too large say, is no reason to leave the others out.
      if (!(error instanceof AppError && error.code === 'invalid_request')) throw error;
      note(cursor, live.source, error);
    }
  }
}

function counted(items: readonly Sighting[]): number {
  return items.reduce((sum, { unlisted }) => sum + (unlisted ? 0 : 1), 0);
}

/** Names alone say nothing yet, not even that the org has the component. */
function isStamped({ id }: Stamp): boolean {
  return id !== undefined;
}

/** An answer about this component alone: the others can still be read. */
function isAboutComponent(error: unknown): boolean {
  return error instanceof AppError && ['salesforce_error', 'component_deleted'].includes(error.code);
}

function note(cursor: Cursor, item: ComponentKey, error: unknown): void {
  if (cursor.skipped.length >= mostKept) return;
  cursor.skipped.push({ name: `${item.type} ${item.fullName}`, why: describeError(error) });
}

function problemOf({ skipped }: Cursor): string | undefined {
  const [first] = skipped;
  if (!first) return undefined;
  const names = skipped.slice(0, mostNamed).map(({ name }) => name);
  const more = skipped.length > mostNamed ? ` and ${skipped.length - mostNamed} more` : '';
  return `Not read: ${names.join(', ')}${more}. ${first.why}`;
}

/** By type as the registry lists them, then by name in code units. */
function order(a: ComponentKey, b: ComponentKey): number {
  const types = metadataTypes.indexOf(a.type) - metadataTypes.indexOf(b.type);
  if (types !== 0) return types;
  return a.fullName < b.fullName ? -1 : Number(a.fullName > b.fullName);
}

function isAfter(item: ComponentKey, [type, fullName]: readonly [ComponentKey['type'], string]): boolean {
  return order(item, { type, fullName }) > 0;
}

function* batches(
  items: readonly Sighting[],
  sizeOf: (type: ComponentKey['type']) => number,
): Generator<readonly Sighting[]> {
  let at = 0;
  while (at < items.length) {
    const type = items[at]?.type ?? 'ApexClass';
    const size = Math.max(1, sizeOf(type));
    let end = at + 1;
    while (end < items.length && end - at < size && items[end]?.type === type) end += 1;
    yield items.slice(at, end);
    at = end;
  }
}
