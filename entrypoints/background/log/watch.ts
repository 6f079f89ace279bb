// Watches the account's audit log: on each visit whether it only grew, for each listed entry whether it is in it.

import { toHex } from '#core/log/bytes.ts';
import { checkFirst, checkGrowth } from '#core/log/growth.ts';
import type { OutputOf } from '../../../contract/index.ts';
import { HostError } from '../../../utils/extension-host.ts';
import type { LogRecord } from '../../../utils/kept-log.ts';
import type { LogState } from '../../../utils/log-state.ts';
import { problem } from '../../../utils/problems.ts';
import { type Item, stored } from '../../../utils/storage.ts';
import type { Gateway } from '../gateway.ts';
import { checkpointOf, withCheckpoint } from './keep.ts';
import { keptFile, stateOf } from './state.ts';
import { logTools } from './tools.ts';

export interface LogWatchDeps {
  readonly gateway: Pick<Gateway, 'call'>;
  /** Auth0's subject of who is signed in. */
  readonly person: () => Promise<string | undefined>;
  readonly api: string;
  readonly now: () => number;
  /** Something that people see is another than before. */
  readonly changed: (state: LogState) => void;
}

type ShownLog = OutputOf<'log.growth'>;

/** Without somebody asking, the log is checked no more often. */
const pause = 60_000;

export type LogWatch = ReturnType<typeof createLogWatch>;

export function createLogWatch(deps: LogWatchDeps) {
  const { gateway, person, api, now, changed } = deps;
  /** Whatever reads what is kept and writes it again goes one after the other. */
  let last: Promise<unknown> = Promise.resolve();
  let running: Promise<void> | undefined;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = last.then(work);
    last = run.catch(() => undefined);
    return run;
  }

  const idOf = (subject: string) => toHex(logTools.sha256(logTools.utf8(`${api}\n${subject}`))).slice(0, 32);
  const itemOf = (subject: string): Item<LogRecord> => stored.log(idOf(subject));
  const triesOf = (subject: string) => stored.logTry(idOf(subject));

  async function state(): Promise<LogState> {
    const subject = await person();
    if (subject === undefined) return stateOf(undefined, undefined);
    return stateOf(await itemOf(subject).read(), await triesOf(subject).read());
  }

  async function write(item: Item<LogRecord>, record: LogRecord): Promise<void> {
    await item.write(record);
    changed(stateOf(record, undefined));
  }

  /** The log as it is shown now. Undefined when somebody else signed in meanwhile: it may be another account's. */
  async function ask(subject: string, record: LogRecord | undefined): Promise<ShownLog | undefined> {
    const from = checkpointOf(record?.kept.at(-1)?.note)?.size ?? 0;
    const answer = (await gateway.call('log.growth', { from })) as ShownLog;
    return (await person()) === subject ? answer : undefined;
  }

  async function checkOnce(subject: string): Promise<void> {
    const item = itemOf(subject);
    const record = await item.read();
    if (record?.broken) return;
    try {
      const shown = await ask(subject, record);
      if (!shown) return;
      const next = await judge(record, shown);
      await triesOf(subject).write({ at: now() });
      const same = record?.kept.length && next.kept.at(-1) === record.kept.at(-1);
      if (!next.broken && same && next.retentionDays === record.retentionDays) {
        await item.write(next);
      } else await write(item, next);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      // Who belongs to no account has no log to be checked.
      const missed = error.problem.code === 'not_a_member' ? {} : { problem: error.problem.title };
      await triesOf(subject).write({ at: now(), ...missed });
    }
  }

  async function judge(record: LogRecord | undefined, shown: ShownLog): Promise<LogRecord> {
    const at = now();
    const { trusted, kept = [], earlier = [] } = record ?? {};
    const note = kept.at(-1)?.note;
    const found =
      trusted && note !== undefined
        ? await checkGrowth(logTools, { origin: trusted.origin, vkey: trusted.vkey, note }, shown)
        : await checkFirst(logTools, shown);
    if (!found.checkpoint) {
      const before = record ?? { api, successions: [], kept, earlier };
      return { ...before, broken: { at, why: found.why, shown: copied(shown) } };
    }
    return {
      api,
      trusted: trusted ?? { since: at, origin: found.checkpoint.origin, vkey: shown.vkey },
      successions: [...shown.successions],
      kept: withCheckpoint(kept, shown.checkpoint, at),
      checkedAt: at,
      ...(shown.retentionDays === undefined ? {} : { retentionDays: shown.retentionDays }),
      earlier,
    };
  }

  async function check(asked: boolean): Promise<LogState> {
    const subject = await person();
    if (subject === undefined) return state();
    const tried = await triesOf(subject).read();
    // A clock that was set back must not stop it.
    const recent = tried && Math.abs(now() - tried.at) < pause;
    if (asked || !recent || running) {
      running ??= inTurn(() => checkOnce(subject)).finally(() => {
        running = undefined;
      });
      await running;
    }
    return state();
  }

  return {
    state,

    /** Unless it is asked for, not more than once a minute; whoever asks meanwhile waits for the same check. */
    check,

    /**
     * What is shown now counts from now on, if it is signed with `vkey`, the key that the person was shown. Where it fits what
     * was kept after all, that stays kept. Rejects with HostError.
     */
    trust: (vkey: string): Promise<LogState> =>
      inTurn(async () => {
        const subject = await person();
        if (subject === undefined) throw problem('not_authenticated');
        const item = itemOf(subject);
        const record = await item.read();
        if (!record?.broken) return state();
        const shown = await ask(subject, record);
        if (!shown) throw problem('not_authenticated');
        const at = now();
        const note = record.kept.at(-1)?.note;
        const { broken, ...before } = record;
        const earlier = [
          ...record.earlier,
          { ...{ at: broken.at, why: broken.why, trustedAt: at }, ...(note === undefined ? {} : { note }) },
        ];
        const same = record.trusted ? await judge(before, shown) : undefined;
        if (same && !same.broken) await write(item, { ...same, earlier });
        else {
          const anew = await judge(undefined, shown);
          if (shown.vkey !== vkey || anew.broken) throw stillWrong();
          await write(item, { ...anew, earlier });
        }
        await triesOf(subject).write({ at });
        return state();
      }),

    /** What the checks of entries go by. */
    async checkpoint() {
      const subject = await person();
      const record = subject === undefined ? undefined : await itemOf(subject).read();
      const checkpoint = checkpointOf(record?.kept.at(-1)?.note);
      if (!subject || !record?.trusted || !checkpoint || record.broken) return undefined;
      const { origin } = record.trusted;
      return { subject, checkpoint, origin, checkedAt: record.checkedAt ?? record.trusted.since };
    },

    /** An entry is not in the log as it was listed; of this very log, or it is nobody's. */
    breakAt: (subject: string, origin: string, entry: NonNullable<LogRecord['broken']>['entry']) =>
      inTurn(async () => {
        const item = itemOf(subject);
        const record = await item.read();
        if ((await person()) !== subject || record?.trusted?.origin !== origin || record.broken) return;
        await write(item, { ...record, broken: { at: now(), why: 'entry', entry } });
      }),

    /** The text of a file to save; undefined while nothing is kept. */
    async file(): Promise<string | undefined> {
      const subject = await person();
      const record = subject === undefined ? undefined : await itemOf(subject).read();
      return record && keptFile(record, now());
    },

    /** While no check is under way that would write again what is being erased. */
    whileStill: inTurn,
  };
}

const copied = ({ checkpoint, vkey, successions, proof }: ShownLog) => ({
  ...{ checkpoint, vkey, successions: [...successions], proof: [...proof] },
});

const stillWrong = () =>
  problem('internal', {
    title: 'What is shown now is not what you were asked about.',
    action: 'Close this, read again what is shown, and decide then.',
    retry: false,
  });
