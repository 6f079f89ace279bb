// One question to the background; no answer once the extension was updated or removed under this page.

import type { Answer, Answers, InputOfMessage, MessageName } from '../../utils/messages.ts';

type Asked = Extract<MessageName, `launcher.${string}`>;

/** Salesforce's banner over a page where an admin is signed in as somebody else; it comes after the page. */
export const isLoginAs = () => !!document.querySelector('[data-message-id^=loginAs]');

/** True when this script outlived its extension: only a reload brings it back. */
export const isGone = () => !chrome.runtime?.id;

export async function ask<N extends Asked>(
  name: N,
  input: InputOfMessage<N>,
): Promise<Answers[N] | undefined> {
  try {
    const message = { to: 'background', name, input };
    const answer: Answer<Answers[N]> | undefined = await chrome.runtime.sendMessage(message);
    return answer?.ok ? answer.value : undefined;
  } catch {
    // The background is being replaced; whoever needs the answer asks again.
    return undefined;
  }
}
