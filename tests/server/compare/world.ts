// A live org and a history of one class, for tests of comparisons without Salesforce, git or a database.

import type { ComponentKey, ComponentSource } from '#core/component.ts';
import type { ComponentDiff } from '#core/diff/change.ts';
import { type CommitDeps, createCommitCompare } from '../../../server/compare/commit.ts';
import { createCompareLive, type Known, type Live, type LiveDeps } from '../../../server/compare/live.ts';
import type { LiveRead } from '../../../server/db/live-reads.ts';
import type { Committed, Version } from '../../../server/history/versions.ts';
import { createLog } from '../../../server/log.ts';
import type { ComponentRef } from '../../../server/parties.ts';
import { acme } from '../http/stub-app.ts';

export const start = Date.parse('2026-03-02T09:00:00.000Z');
export const key: ComponentKey = { type: 'ApexClass', fullName: 'Lead' };
export const ada = 'auth0|ada';

export const source = (text: string): ComponentSource => ({
  ...key,
  files: [{ role: 'content', name: 'Lead.cls', text }],
});

export const live = (text: string, at = start - 60_000, name = 'Leo Marin'): Live => ({
  source: source(text),
  id: '01p5g00000AAAAAAA1',
  otherIds: [],
  saved: { at, userId: `005-${name}`, name },
  lane: 'tooling',
  apiVersion: '66.0',
});

export const version = (revision: string, at = start - 3_600_000): Version => ({
  revision: revision.repeat(40),
  number: 1,
  kind: 'changed',
  at: new Date(at).toISOString(),
  author: { name: 'Sam Okafor', certainty: 'certain', evidence: 'Git author' },
  summary: '1 line changed',
  changes: 1,
  noise: 0,
  message: 'x',
  origin: 'imported',
});

/** Texts that differ only in spaces differ only in noise. */
export function diff(before: ComponentSource | null, after: ComponentSource | null): ComponentDiff {
  const [a, b] = [before, after].map((side) => side?.files[0]?.text ?? '');
  const same = a?.replaceAll(' ', '') === b?.replaceAll(' ', '');
  const count = { changeCount: same ? 0 : 2, noiseCount: same && a !== b ? 3 : 0 };
  return { same, exact: true, ...count, files: [], summary: 'Moved on canvas' };
}

export function openWorld() {
  const state = {
    now: start,
    live: live('new') as Live | undefined,
    committed: { version: version('a'), source: source('old') } as Committed | undefined,
    known: { key, id: '01p5g00000AAAAAAA1' } as Known | undefined,
    reads: new Map<string, LiveRead>(),
    notes: [] as unknown[],
    opened: [] as { ref: ComponentRef; proof: unknown }[],
    open: 0,
    signals: [] as AbortSignal[],
    captures: [] as unknown[],
    adminLog: [] as unknown[],
    refused: [] as unknown[],
    /** What each question for the last version knew of it. */
    bases: [] as (string | undefined)[],
    expected: [] as unknown[],
    beforeRead: async () => {},
    beforeClose: async () => {},
    log: [] as string[],
  };
  const log = createLog({ destination: { write: (line) => state.log.push(line) } });
  const find: CommitDeps['find'] = async ({ id, orgId, subject, now }) => {
    const read = state.reads.get(id);
    const valid = read?.orgId === orgId && read.subject === subject && read.createdAt + 900_000 > now;
    return valid ? read : undefined;
  };
  const liveDeps: LiveDeps = {
    open: async ({ ref, proof, signal }) => {
      state.opened.push({ ref, proof });
      state.signals.push(signal);
      state.open += 1;
      return {
        read: async () => {
          await state.beforeRead();
          return state.live;
        },
        cost: () => ({ requests: 2, remaining: 14_000 }),
        close: async () => {
          await state.beforeClose();
          state.open -= 1;
        },
      };
    },
    known: async () => state.known,
    lastCommitted: async (_orgId, _key, earlier) => {
      state.bases.push(earlier?.version.revision);
      return state.committed;
    },
    expect: (before) => void state.expected.push(before),
    diff,
    note: async ({ read, ...found }) => {
      if (read) state.reads.set(read.id, read);
      state.notes.push(found);
    },
    refused: async ({ subject }, error) => void state.refused.push([subject, error]),
    now: () => state.now,
  };
  const commitDeps: CommitDeps = {
    find,
    markCommitted: async (read, committed) =>
      void state.reads.set(read.id, { ...read, meta: { ...read.meta, committed } }),
    lastCommitted: async () => state.committed,
    capture: async (capture) => {
      state.captures.push(capture);
      const made = version(String(state.captures.length), state.now);
      state.committed = { version: made, source: capture.source };
      return made;
    },
    noteState: async (orgId, of, noted, at) => void state.notes.push({ orgId, key: of, state: noted, at }),
    recordCommit: async (entry) => void state.adminLog.push(entry),
    now: () => state.now,
  };
  const { compare: compareLive, ended } = createCompareLive(liveDeps);
  const commitCompare = createCommitCompare(commitDeps);
  const proof = { method: 'POST', path: '/x', authorization: 'DPoP t', dpop: 'p' };
  return {
    state,
    find,
    compare: (ref: ComponentRef = key, subject = ada, leaving?: AbortSignal) =>
      compareLive({ org: acme, subject, proof, ref, log, ...(leaving ? { leaving } : {}) }),
    ended,
    commit: (compareId: string, more: Partial<Parameters<typeof commitCompare>[0]> = {}) =>
      commitCompare({
        orgId: acme.orgId,
        subject: ada,
        name: 'Ada King',
        userId: '005-Ada',
        role: 'owner',
        compareId,
        ...more,
      }),
  };
}
