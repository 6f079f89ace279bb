// What the log shows of itself: signed checkpoints, proofs, and its entries as lines of an export.

import type { Kysely } from 'kysely';
import { toHex } from '#core/log/bytes.ts';
import { checkpointText } from '#core/log/checkpoint.ts';
import type { LogEntry } from '#core/log/entry.ts';
import { rootOf } from '#core/log/merkle.ts';
import { AppError } from '../errors.ts';
import { sha256 } from './hash.ts';
import { consistencyProof, inclusionProofs, readHead } from './proofs.ts';
import type { AuditTables } from './tables.ts';

/** Signs with the key that is in use now. */
export interface NoteSigner {
  current(): Promise<{
    readonly vkey: string;
    readonly successions: readonly string[];
    readonly name: string;
    sign(text: string): string;
  }>;
}

export interface SignedHead {
  readonly size: number;
  /** A signed note. */
  readonly checkpoint: string;
  /** The verifier key it is signed with, and how it followed the first one. */
  readonly vkey: string;
  readonly successions: readonly string[];
}

export interface Growth extends SignedHead {
  /** Hex; from the size that was asked from. */
  readonly proof: readonly string[];
  /** Texts of entries are erased after so many days; absent where they are kept as long as the account. */
  readonly retentionDays?: number | undefined;
}

export interface ProvenEntry extends LogEntry {
  /** Hex, from the leaf on. */
  readonly proof: readonly string[];
}

export interface LogService {
  /** The head as it is durable now, with the proof that it grew from `from` entries; none when it has fewer. */
  growth(tree: string, from: number): Promise<Growth>;
  /** Entries with their proofs in the tree of `size`; throws `invalid_request` beyond it. Texts only of the org’s. */
  proven(tree: string, size: number, indices: readonly number[], org: string): Promise<ProvenEntry[]>;
  /** From the index on, at most `limit` and below `to`. */
  lines(tree: string, from: number, to: number, limit: number): Promise<LogEntry[]>;
}

export function createLogService(
  db: Kysely<AuditTables>,
  signer: NoteSigner,
  /** As it is stated, in days. */
  retentionDays?: number,
): LogService {
  return {
    async growth(tree, from) {
      const { vkey, successions, name, sign } = await signer.current();
      // What the head stands on is there by then and stays as it is.
      const head = await readHead(db, tree);
      const { size } = head;
      const text = checkpointText({ origin: `${name}/${tree}`, size, root: rootOf(sha256, head) });
      const proof = from > size ? [] : await consistencyProof(db, tree, from, size);
      const stated = retentionDays === undefined ? {} : { retentionDays };
      return { size, checkpoint: sign(text), vkey, successions, proof: proof.map(toHex), ...stated };
    },
    async proven(tree, size, indices, org) {
      const head = await readHead(db, tree);
      if (size > head.size || indices.some((index) => index >= size)) {
        throw new AppError('invalid_request', { detail: 'The log is not that long.' });
      }
      const [proofs, entries] = await Promise.all([
        inclusionProofs(db, tree, size, indices),
        readEntries(db, tree, indices),
      ]);
      return indices.flatMap((index, place) => {
        const entry = entries.get(index);
        if (!entry) return [];
        const theirs = entry.org === org;
        return [
          {
            ...{ index, leaf: entry.leaf, proof: (proofs[place] ?? []).map(toHex) },
            ...(theirs ? { entry: entry.entry, personal: entry.personal } : {}),
          },
        ];
      });
    },
    async lines(tree, from, to, limit) {
      const last = Math.min(to, from + limit);
      const indices = Array.from({ length: Math.max(0, last - from) }, (_, place) => from + place);
      const entries = await readEntries(db, tree, indices);
      return indices.flatMap((index) => {
        const found = entries.get(index);
        if (!found) return [];
        const { leaf, entry, personal } = found;
        return [{ index, leaf, entry, personal }];
      });
    },
  };
}

interface Found extends LogEntry {
  /** Absent where the text is gone. */
  readonly org: string | undefined;
}

async function readEntries(
  db: Kysely<AuditTables>,
  tree: string,
  indices: readonly number[],
): Promise<Map<number, Found>> {
  const rows =
    indices.length === 0
      ? []
      : await db
          .selectFrom('audit_entries as entry')
          .leftJoin('audit_texts as text', (join) =>
            join.onRef('text.tree', '=', 'entry.tree').onRef('text.idx', '=', 'entry.idx'),
          )
          .leftJoin('audit_personal as personal', (join) =>
            join.onRef('personal.tree', '=', 'entry.tree').onRef('personal.idx', '=', 'entry.idx'),
          )
          .select(['entry.idx', 'entry.leaf_hash', 'text.salt', 'text.entry'])
          .select(['personal.salt as personal_salt', 'personal.text as personal'])
          .where('entry.tree', '=', tree)
          .where('entry.idx', 'in', indices)
          .execute();
  return new Map(
    rows.map(({ idx, leaf_hash: leaf, salt, entry, personal_salt: personalSalt, personal }) => {
      const found = {
        ...{ index: idx, leaf, org: entry === null ? undefined : orgOf(entry) },
        ...(salt === null || entry === null ? {} : { entry: { salt, text: entry } }),
        ...(personalSalt === null || personal === null
          ? {}
          : { personal: { salt: personalSalt, text: personal } }),
      };
      return [idx, found];
    }),
  );
}

function orgOf(entry: string): string | undefined {
  const { org } = JSON.parse(entry) as { org?: unknown };
  return typeof org === 'string' ? org : undefined;
}
