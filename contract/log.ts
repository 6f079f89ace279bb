// The account's audit log as something to check: its signed size, proofs of its entries and of its growth, and its lines for a file.

import * as z from 'zod/mini';
import { orgId } from './components.ts';
import { endpoint } from './endpoint.ts';

const index = z.int().check(z.minimum(0));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** A text with the salt (hex) that is hashed before it. */
const salted = z.object({ salt: z.string(), text: z.string() });

/** What the log holds of one entry; absent parts were erased, or are another org's. */
export const logEntry = z.object({
  index,
  /** Hash of the leaf, hex. */
  leaf: hash,
  entry: z.optional(salted),
  /** Who and why, to which the entry commits. */
  personal: z.optional(salted),
});

/** At most 50 indices of a page with their outcomes. */
const indices = z.string().check(z.regex(/^\d{1,15}(?:,\d{1,15}){0,99}$/));

export const logEndpoints = {
  /** The log as it is now, signed, with the proof that it grew from a size that was kept. */
  'log.growth': endpoint({
    method: 'GET',
    path: '/v1/log',
    access: 'person',
    input: z.object({ from: index }),
    output: z.object({
      /** Entries. */
      size: index,
      /** C2SP signed note. */
      checkpoint: z.string(),
      /** C2SP verifier key that it is signed with, and the notes by which each key before named the next. */
      vkey: z.string(),
      successions: z.array(z.string()),
      /** Hashes, hex; empty when `from` is 0, the size, or larger. */
      proof: z.array(hash),
      /** Texts of entries are erased after so many days; absent where they are kept as long as the account. */
      retentionDays: z.optional(z.int().check(z.minimum(1))),
    }),
  }),
  /** Entries with their proofs in the tree of a size; the texts of this org's alone. */
  'log.proofs': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/log',
    access: 'record',
    input: z.object({ orgId, size: index, indices }),
    output: z.object({ entries: z.array(z.extend(logEntry, { proof: z.array(hash) })) }),
  }),
  /** Entries from an index on and below another, 1,000 at most: what an export is made of, for owners. */
  'log.lines': endpoint({
    method: 'GET',
    path: '/v1/log/lines',
    access: 'person',
    input: z.object({ from: index, to: index }),
    output: z.object({ entries: z.array(logEntry) }),
  }),
};
