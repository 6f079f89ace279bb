// The head of a tree: whoever holds it appends, the others wait; with it the hashes that the next leaf is joined to.

import type { Transaction } from 'kysely';
import { fromHex, toHex } from '#core/log/bytes.ts';
import { leafOf, type Salted } from '#core/log/entry.ts';
import { appendLeaf, type Frontier } from '#core/log/merkle.ts';
import { engineOf } from '../db/engine.ts';
import { logTools } from './hash.ts';
import { type AuditTables, levelStep } from './tables.ts';

export interface Head extends Frontier {
  readonly tree: string;
  /** Hex; null for an empty tree. */
  readonly lastLeaf: string | null;
}

/** One writer for each tree, until the transaction ends. */
export async function lockHead(transaction: Transaction<AuditTables>, tree: string): Promise<Head> {
  await transaction
    .insertInto('audit_heads')
    .values({ tree, size: 0, last_leaf: null, peaks: '' })
    .onConflict((conflict) => conflict.column('tree').doNothing())
    .execute();
  const row = await transaction
    .selectFrom('audit_heads')
    .selectAll()
    .where('tree', '=', tree)
    .$if(engineOf(transaction) === 'postgres', (head) => head.forUpdate())
    .executeTakeFirstOrThrow();
  return { tree, lastLeaf: row.last_leaf, ...frontierOf(row) };
}

/** Of a head's row. */
export function frontierOf({ size, peaks }: { readonly size: number; readonly peaks: string }): Frontier {
  const parts = peaks.match(/.{64}/g) ?? [];
  return {
    size,
    peaks: parts.map((hex) => {
      const hash = fromHex(hex);
      if (!hash) throw new Error('The head of the audit log does not hold hashes.');
      return hash;
    }),
  };
}

/** Answers with the leaf's hash, hex. */
export async function addLeaf(
  transaction: Transaction<AuditTables>,
  head: Head,
  text: Salted,
): Promise<string> {
  const { tree } = head;
  const leaf = leafOf(logTools, text) ?? '';
  const nodes: AuditTables['audit_nodes'][] = [];
  const grown = appendLeaf(logTools.sha256, head, fromHex(leaf) ?? new Uint8Array(), (level, idx, hash) => {
    if (level % levelStep === 0) nodes.push({ tree, level, idx, hash: toHex(hash) });
  });
  if (nodes.length > 0) await transaction.insertInto('audit_nodes').values(nodes).execute();
  await transaction
    .updateTable('audit_heads')
    .set({ size: grown.size, last_leaf: leaf, peaks: grown.peaks.map(toHex).join('') })
    .where('tree', '=', tree)
    .execute();
  return leaf;
}
