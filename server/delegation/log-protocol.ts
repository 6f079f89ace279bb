// What travels over the delegation socket of the audit log as something to check.

import * as z from 'zod/mini';
import { id18, tenantId } from './protocol.ts';

const index = z.int().check(z.minimum(0));
const hex = z.string().check(z.regex(/^[0-9a-f]*$/));
const salted = z.object({ salt: hex, text: z.string() });

export const growthQuery = z.object({ tenant: tenantId, from: index });

/** The log as it is durable now. */
export const growth = z.object({
  size: index,
  /** A signed note. */
  checkpoint: z.string(),
  /** The key it is signed with, and the notes by which each key before named the next. */
  vkey: z.string(),
  successions: z.array(z.string()),
  /** From the size that was asked from; empty when that is larger. */
  proof: z.array(hex),
  /** Texts of entries are erased after so many days; absent where they are kept as long as the account. */
  retentionDays: z.optional(z.int().check(z.minimum(1))),
});
export type LogGrowth = z.output<typeof growth>;

export const provenQuery = z.object({
  tenant: tenantId,
  orgId: id18('00D'),
  /** Of the tree that the proofs lead to. */
  size: index,
  indices: z.array(index).check(z.minLength(1), z.maxLength(200)),
});

const logEntry = z.object({
  index,
  leaf: hex,
  entry: z.optional(salted),
  personal: z.optional(salted),
});
export const provenEntries = z.object({
  entries: z.array(z.extend(logEntry, { proof: z.array(hex) })),
});
export type ProvenEntries = z.output<typeof provenEntries>;

export const linesQuery = z.object({ tenant: tenantId, from: index, to: index });
export const logLines = z.object({ entries: z.array(logEntry) });
export type LogLines = z.output<typeof logLines>;
