// How our pages ask the background: one message there, one checked answer or a HostError back.

import { browser } from 'wxt/browser';
import type { EndpointName, InputOf, OutputOf } from '../contract/index.ts';
import { HostError } from './extension-host.ts';
import { putBack } from './long-texts.ts';
import type { Answer, Answers, InputOfMessage, MessageName } from './messages.ts';

/** What a docked panel was opened with; its address carries it once. */
let nonce: string | undefined;

export function speakWith(newNonce: string | undefined) {
  nonce = newNonce;
}

/** An update replaced the background that this page belongs to. */
const replaced = new HostError({
  code: 'reload',
  status: 0,
  title: 'Canvasback was updated or reloaded.',
  action: 'Reload this page to go on.',
  retry: false,
});

/** The browser stopped the background under way; the next question starts it anew. */
const interrupted = new HostError({
  code: 'offline',
  status: 0,
  title: 'The browser stopped Canvasback in the middle of this.',
  action: 'Try again; what was done already is kept.',
  retry: true,
});

export async function send<N extends MessageName>(name: N, input: InputOfMessage<N>): Promise<Answers[N]> {
  let answer: Answer<Answers[N]> | undefined;
  try {
    answer = await browser.runtime.sendMessage({ to: 'background', name, input, nonce });
  } catch (error) {
    const gone = !browser.runtime?.id || /context invalidated/i.test(String(error));
    throw gone ? replaced : interrupted;
  }
  if (!answer) throw replaced;
  if (!answer.ok) throw new HostError(answer.problem);
  const { value, leftOut } = answer;
  return leftOut ? putBack(value, leftOut, (id, piece) => send('api.piece', { id, piece })) : value;
}

/**
 * Calls an endpoint of the API through the background, which alone holds the session. Aborting `signal` rejects at once and ends
 * the call wherever it is.
 */
export async function callApi<N extends EndpointName>(
  endpoint: N,
  input: InputOf<N>,
  signal?: AbortSignal,
): Promise<OutputOf<N>> {
  if (!signal) return (await send('api.call', { endpoint, input })) as OutputOf<N>;
  signal.throwIfAborted();
  const asking = crypto.randomUUID();
  const left = Promise.withResolvers<never>();
  const leave = () => {
    left.reject(signal.reason);
    // A background that is gone has nothing to end.
    send('api.leave', { asking }).catch(() => {});
  };
  signal.addEventListener('abort', leave, { once: true });
  try {
    // The background checked the answer against this endpoint's schema.
    return (await Promise.race([send('api.call', { endpoint, input, asking }), left.promise])) as OutputOf<N>;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
