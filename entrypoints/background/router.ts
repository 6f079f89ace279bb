// Takes each message: names its sender, checks its shape, hands it on. The default is refusal.

import type { HostError } from '../../utils/extension-host.ts';
import { HostError as Failure } from '../../utils/extension-host.ts';
import { log } from '../../utils/log.ts';
import { takeOut } from '../../utils/long-texts.ts';
import {
  type Answer,
  type Answers,
  envelope,
  type InputOfMessage,
  type MessageName,
  messages,
} from '../../utils/messages.ts';
import { problem } from '../../utils/problems.ts';
import type { Caller, Sender } from './callers.ts';
import type { KeptTexts } from './kept-texts.ts';

export type Handlers = {
  readonly [N in MessageName]: (
    input: InputOfMessage<N>,
    caller: Extract<Caller, { speaker: (typeof messages)[N]['from'][number] }>,
  ) => Promise<Answers[N]>;
};

interface RouterDeps {
  readonly handlers: Handlers;
  readonly texts: KeptTexts;
  readonly callerOf: (sender: Sender, nonce: unknown) => Promise<Caller | undefined>;
}

/** Answers what is meant for the background; undefined for everything else on the same channel. */
export function createRouter({ handlers, texts, callerOf }: RouterDeps) {
  async function answer(raw: unknown, sender: Sender): Promise<Answer> {
    const { nonce, name, input } = envelope.safeParse(raw).data ?? {};
    const caller = await callerOf(sender, nonce);
    const known = name !== undefined && Object.hasOwn(messages, name) ? (name as MessageName) : undefined;
    const speakers: readonly string[] = known ? messages[known].from : [];
    if (!caller || !known || !speakers.includes(caller.speaker)) return refused();
    const checked = messages[known].input.safeParse(input);
    if (!checked.success) return refused();
    try {
      // The table ties each name to its input and speakers; only the pairing is lost here.
      const handler = handlers[known] as (input: unknown, caller: Caller) => Promise<unknown>;
      const output = (await handler(checked.data, caller)) ?? null;
      if (known !== 'api.call') return { ok: true, value: output };
      const { value, leftOut } = takeOut(output, texts.keep);
      return { ok: true, value, ...(leftOut.length > 0 ? { leftOut } : {}) };
    } catch (error) {
      if (error instanceof Failure) return { ok: false, problem: error.problem };
      log.warn(known, error);
      return { ok: false, problem: problem('internal').problem };
    }
  }

  return (raw: unknown, sender: Sender): Promise<Answer> | undefined =>
    isForBackground(raw) ? answer(raw, sender) : undefined;
}

function isForBackground(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && 'to' in raw && raw.to === 'background';
}

function refused(): { ok: false; problem: HostError['problem'] } {
  return { ok: false, problem: problem('forbidden', { title: 'The background refused this.' }).problem };
}
