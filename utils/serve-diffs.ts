// The worker's side of comparing: one step, one message, then a turn for whoever wants to cancel.

import { diffComponentSteps, diffLinesOf } from '#core/diff/component.ts';
import type { LineOptions } from '#core/diff/line-options.ts';
import { asLiveSteps } from '#core/diff/live-reading.ts';
import {
  type DiffAnswer,
  type DiffRequest,
  type DiffTask,
  type PackedLines,
  packLines,
} from './diff-messages.ts';
import { unpackTask } from './pack-task.ts';

/** Takes requests one by one; `answer` sends. `turn` resolves after messages that wait were taken. */
export function serveDiffs(
  answer: (message: DiffAnswer, transfer: Transferable[]) => void,
  turn: () => Promise<void> = nextTurn(),
): (request: DiffRequest) => void {
  const wanted = new Set<number>();

  const say = (message: DiffAnswer) => answer(message, []);

  async function run(id: number, task: DiffTask, from: number) {
    let known = from;
    for (const step of stepsOf(task)) {
      // The lines are computed when a line lens asks for them.
      if (step.kind === 'hunks') break;
      if (step.kind !== 'pause' && known-- <= 0) say({ id, kind: 'step', step });
      await turn();
      if (!wanted.has(id)) return say({ id, kind: 'stopped' });
    }
    wanted.delete(id);
  }

  async function lines(id: number, { before, after }: DiffTask, options: LineOptions) {
    const files: PackedLines[] = [];
    for (const text of diffLinesOf(before, after, { ...options, moves: true })) {
      files.push(packLines(text));
      await turn();
      if (!wanted.has(id)) return say({ id, kind: 'stopped' });
    }
    wanted.delete(id);
    answer(
      { id, kind: 'lines', files },
      files.flatMap(({ hunks, moves }) => [hunks.buffer, moves.buffer]),
    );
  }

  return (request) => {
    const { id } = request;
    if (request.ask === 'cancel') {
      // What is over already stops at once.
      if (!wanted.delete(id)) say({ id, kind: 'stopped' });
      return;
    }
    wanted.add(id);
    const work =
      request.ask === 'lines'
        ? lines(id, unpackTask(request.task), request.options)
        : run(id, unpackTask(request.task), request.from);
    work.catch((error: unknown) => {
      wanted.delete(id);
      say({ id, kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
  };
}

function stepsOf({ before, after, live }: DiffTask) {
  const steps = diffComponentSteps(before, after);
  return live ? asLiveSteps(steps) : steps;
}

/** A message to oneself waits behind those of others, and unlike a timer it is not slowed down. */
function nextTurn(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(0);
    });
}
