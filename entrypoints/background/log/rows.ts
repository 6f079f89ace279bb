// Checks the entries of one page of the list against the checkpoint of the last check.

import { checkRow, type ProvenEntry } from '#core/log/row.ts';
import type { OutputOf } from '../../../contract/index.ts';
import type { RowsChecked } from '../../../utils/log-state.ts';
import { problem } from '../../../utils/problems.ts';
import type { Gateway } from '../gateway.ts';
import { logTools } from './tools.ts';
import type { LogWatch } from './watch.ts';

type Entry = OutputOf<'audit.list'>['entries'][number];

interface RowsDeps {
  readonly gateway: Pick<Gateway, 'call'>;
  readonly watch: Pick<LogWatch, 'check' | 'checkpoint' | 'breakAt'>;
}

const unchecked: RowsChecked = { rows: [] };

/** Nothing is checked against a log that is not believed. Rejects with HostError when the proofs cannot be had. */
export async function checkRows(
  { gateway, watch }: RowsDeps,
  orgId: string,
  listed: readonly Entry[],
): Promise<RowsChecked> {
  const entries = listed.filter(({ provable }) => provable);
  const indices = entries.flatMap(({ index, outcomeIndex }) => [index, outcomeIndex ?? index]);
  if (entries.length === 0) return unchecked;
  let of = await watch.checkpoint();
  // What was added since the last check can only be in the log as it is now.
  if (!of || Math.max(...indices) >= of.checkpoint.size) {
    const { missed } = await watch.check(true);
    if (missed) throw problem('delegation_unavailable', { title: missed.why });
    of = await watch.checkpoint();
  }
  if (!of) return unchecked;
  const { subject, checkpoint, origin, checkedAt } = of;
  const wanted = [...new Set(indices)].filter((index) => index < checkpoint.size);
  const found = wanted.length === 0 ? [] : await proofs(gateway, orgId, checkpoint.size, wanted);
  // Somebody else signed in, or the log broke meanwhile.
  const after = await watch.checkpoint();
  if (after?.subject !== subject || after.origin !== origin) return unchecked;
  const proven = new Map(found.map((entry) => [entry.index, entry]));
  const tree = origin.slice(origin.lastIndexOf('/') + 1);
  const rows = entries.map((entry) => ({
    index: entry.index,
    entry,
    check: checkRow(logTools, { checkpoint, tree, org: orgId }, entry, proven),
  }));
  for (const { entry, check } of rows) {
    if (check.state !== 'not_in_log') continue;
    const evidence = found.filter(({ index }) => index === entry.index || index === entry.outcomeIndex);
    await watch.breakAt(subject, origin, {
      ...{ index: check.index, listed: JSON.stringify(entry) },
      found: evidence.map((one) => ({ ...one, proof: [...one.proof] })),
    });
    break;
  }
  return {
    checkedAt: new Date(checkedAt).toISOString(),
    rows: rows.map(({ index, check }) => ({ index, check })),
  };
}

async function proofs(
  gateway: Pick<Gateway, 'call'>,
  orgId: string,
  size: number,
  indices: readonly number[],
): Promise<readonly ProvenEntry[]> {
  const answer = await gateway.call('log.proofs', { orgId, size, indices: indices.join(',') });
  return (answer as OutputOf<'log.proofs'>).entries;
}
