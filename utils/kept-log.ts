// What is kept of an account's audit log in this browser: the pinned key, checkpoints of one chain, and what broke it.

import * as z from 'zod/mini';

/** Why a log is not believed: what the check of its growth found, or an entry that is not in it as it was listed. */
export const breaks = [
  'malformed',
  'other_key',
  'bad_signature',
  'other_origin',
  'shrunk',
  'forked',
  'entry',
] as const;
export type LogBreak = (typeof breaks)[number];

const shownLog = z.object({
  checkpoint: z.string(),
  vkey: z.string(),
  successions: z.array(z.string()),
  proof: z.array(z.string()),
});

const salted = z.object({ salt: z.string(), text: z.string() });

/** Times are epoch milliseconds. What a later version adds must be optional: a record that does not fit is one that is lost. */
export const logRecord = z.object({
  /** Origin of the API that shows it. */
  api: z.string(),
  /** Absent while no log was shown that could be believed. */
  trusted: z.optional(z.object({ since: z.number(), origin: z.string(), vkey: z.string() })),
  /** Notes by which keys after the pinned one were named. */
  successions: z.array(z.string()),
  /** Signed notes of one chain, the oldest first. */
  kept: z.array(z.object({ at: z.number(), note: z.string() })),
  checkedAt: z.optional(z.number()),
  /** After how many days texts of entries are erased, as the server says; absent where it states none. */
  retentionDays: z.optional(z.number()),
  /** Stays until a person trusts what is shown then. */
  broken: z.optional(
    z.object({
      at: z.number(),
      why: z.enum(breaks),
      shown: z.optional(shownLog),
      /** What was listed and what the log had in its place. */
      entry: z.optional(
        z.object({
          index: z.number(),
          listed: z.string(),
          found: z.array(
            z.object({
              index: z.number(),
              leaf: z.string(),
              entry: z.optional(salted),
              personal: z.optional(salted),
              proof: z.array(z.string()),
            }),
          ),
        }),
      ),
    }),
  ),
  /** What broke it before, and when somebody trusted it all the same. `note`: the newest kept until then. */
  earlier: z.array(
    z.object({
      at: z.number(),
      why: z.enum(breaks),
      trustedAt: z.number(),
      note: z.optional(z.string()),
    }),
  ),
});
export type LogRecord = z.infer<typeof logRecord>;

/** When the log was last asked for, and why it could not be checked then. */
export const logTry = z.object({ at: z.number(), problem: z.optional(z.string()) });
