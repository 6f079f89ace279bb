// The client's side of a client process: runs the step it is asked for and sends back what came of it.

import process from 'node:process';

interface Call {
  readonly id: number;
  readonly name: string;
  readonly given: unknown;
}

/** Takes steps one at a time, in the order asked, until the one who started this process is gone. */
export function answerSteps(steps: Readonly<Record<string, (given: never) => unknown>>): void {
  let last: Promise<void> = Promise.resolve();
  process.on('message', (call: Call) => {
    last = last.then(() => answer(steps, call));
  });
  process.once('disconnect', () => process.exit(0));
}

async function answer(steps: Readonly<Record<string, (given: never) => unknown>>, call: Call): Promise<void> {
  const { id, name, given } = call;
  try {
    const step = steps[name];
    if (!step) throw new Error(`no step ${name}`);
    process.send?.({ id, value: await step(given as never) });
  } catch (cause) {
    process.send?.({ id, error: plain(cause) });
  }
}

function plain(cause: unknown) {
  if (!(cause instanceof Error)) return { name: 'thrown', message: String(cause) };
  const { name, message } = cause;
  const more = cause as { errorCode?: unknown; data?: unknown };
  return {
    name,
    message,
    ...(typeof more.errorCode === 'string' ? { errorCode: more.errorCode } : {}),
    ...(more.data === undefined ? {} : { data: JSON.parse(JSON.stringify(more.data)) }),
  };
}
