// Whether an entry that a list shows is in the log, and is there what the list says of it.

import { fromHex } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type ByteTools, type LogEntry, leafOf, personalHash, readEntry } from './entry.ts';
import { verifyInclusion } from './merkle.ts';

/** An attempt as a list shows it: an intent with its outcome, or a refusal. */
export interface ShownAttempt {
  readonly index: number;
  readonly outcomeIndex?: number | undefined;
  /** ISO 8601. */
  readonly at: string;
  readonly actingAs: string;
  readonly purpose: string;
  readonly component?: string | undefined;
  readonly outcome: string;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
}

export interface ProvenEntry extends LogEntry {
  /** Hashes, hex, from the leaf on. */
  readonly proof: readonly string[];
}

export interface Difference {
  readonly what: 'time' | 'org' | 'purpose' | 'component' | 'user' | 'outcome' | 'code' | 'reason';
  readonly shown: string;
  readonly log: string;
}

export type RowCheck =
  /** `erased`: what of it is gone, so that the list can show it and the log no longer confirm it. */
  | { readonly state: 'proven'; readonly erased?: 'persons' | 'text' | undefined }
  | { readonly state: 'differs'; readonly differences: readonly Difference[] }
  /** `index` is not in the log as it is shown. */
  | { readonly state: 'not_in_log'; readonly index: number };

interface Of {
  readonly checkpoint: Checkpoint;
  readonly tree: string;
  readonly org: string;
}

export function checkRow(
  tools: ByteTools,
  of: Of,
  shown: ShownAttempt,
  proven: ReadonlyMap<number, ProvenEntry>,
): RowCheck {
  const { index, outcomeIndex } = shown;
  const first = readProven(tools, of, index, proven.get(index));
  if (!first) return { state: 'not_in_log', index };
  const second =
    outcomeIndex === undefined ? undefined : readProven(tools, of, outcomeIndex, proven.get(outcomeIndex));
  if (outcomeIndex !== undefined && !second) return { state: 'not_in_log', index: outcomeIndex };
  if (!first.fields || (second && !second.fields)) return { state: 'proven', erased: 'text' };
  const differences = differencesOf(of.org, shown, first, second);
  if (differences.length > 0) return { state: 'differs', differences };
  return { state: 'proven', erased: first.gone || second?.gone ? 'persons' : undefined };
}

interface Read {
  /** Of the entry’s text; absent when that is gone. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly personal: Readonly<Record<string, unknown>>;
  /** The entry has a personal text that is not there any more. */
  readonly gone: boolean;
}

/** Undefined for what is not in the log, or is not what was hashed. */
function readProven(
  tools: ByteTools,
  { checkpoint, tree }: Of,
  index: number,
  found: ProvenEntry | undefined,
): Read | undefined {
  const leaf = found && fromHex(found.leaf);
  if (!found || found.index !== index || leaf?.length !== 32) return undefined;
  const { size, root } = checkpoint;
  const proof = found.proof.map((hash) => fromHex(hash) ?? new Uint8Array());
  if (!verifyInclusion(tools.sha256, { index, size, leaf, proof, root })) return undefined;
  const { entry, personal } = found;
  if (!entry) return personal ? undefined : { personal: {}, gone: false };
  const facts = readEntry(entry.text);
  if (leafOf(tools, entry) !== found.leaf || facts?.tree !== tree || facts.index !== index) return undefined;
  if (personal && personalHash(tools, personal) !== facts.personal) return undefined;
  return {
    fields: JSON.parse(entry.text) as Record<string, unknown>,
    personal: personal ? (JSON.parse(personal.text) as Record<string, unknown>) : {},
    gone: !personal && facts.personal !== undefined,
  };
}

function differencesOf(
  org: string,
  shown: ShownAttempt,
  first: Read,
  second: Read | undefined,
): Difference[] {
  const fields = first.fields ?? {};
  const refusal = fields.kind === 'refusal';
  const end = refusal ? first : second;
  const user = memberOf(first.personal.about, 'userId');
  const found: Difference[] = [];
  const compare = (what: Difference['what'], listed: unknown, logged: unknown) => {
    if (listed !== logged) found.push({ what, shown: inWords(listed), log: inWords(logged) });
  };
  compare('org', org, fields.org);
  compare('time', Date.parse(shown.at), fields.at);
  compare('purpose', shown.purpose, fields.purpose);
  // Whom it was about is the person’s, and may be gone.
  if (fields.about === undefined || user !== undefined) {
    compare('component', shown.component, user === undefined ? fields.component : `User ${user}`);
  }
  if (!first.gone) compare('user', shown.actingAs, memberOf(first.personal.actingAs, 'username') ?? '');
  compare('outcome', shown.outcome, outcomeOf(fields, second?.fields));
  compare('code', shown.code, end?.fields?.code);
  if (!end?.gone) compare('reason', shown.reason, end?.personal.reason);
  return found;
}

/** What came of it by the log; of two entries that do not belong together, nothing that a list would say. */
function outcomeOf(fields: Readonly<Record<string, unknown>>, second: Read['fields']): unknown {
  if (fields.kind === 'refusal') return second ? 'another entry' : 'refused';
  if (fields.kind !== 'intent') return 'another entry';
  if (!second) return 'pending';
  return second.kind === 'outcome' && second.ref === fields.ref ? second.result : 'another entry';
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function inWords(value: unknown): string {
  return value === undefined ? '' : String(value);
}
