// What went wrong, in one shape for every view, whatever was thrown.

import { HostError } from '../../utils/extension-host.ts';

export type ShownProblem = HostError['problem'];

/** Anything thrown, as something that can be shown; a bug becomes `internal` with its message as detail. */
export function problemOf(error: unknown): ShownProblem {
  if (error instanceof HostError) return error.problem;
  return {
    code: 'internal',
    status: 0,
    title: 'Something failed in the extension.',
    action: 'Try again; if it persists, reload this page.',
    retry: false,
    ...(error instanceof Error && error.message ? { detail: error.message } : {}),
  };
}

/** True for problems after which the person must act on their session or their access before anything else. */
export function isAccessProblem(error: unknown): boolean {
  const { code } = problemOf(error);
  return code === 'not_authenticated' || code === 'no_standing' || code === 'not_linked';
}

const whoMendsIt: Readonly<Record<string, string>> = {
  owner: 'An owner of your account can do this.',
  salesforce_admin: 'A Salesforce admin of the org can do this.',
  operator: 'Who runs Canvasback’s servers can do this.',
};

/** Who can mend it, in a sentence; nothing where it is the person themselves, or nobody. */
export function whoInWords(who: ShownProblem['who']): string | undefined {
  return who === undefined ? undefined : whoMendsIt[who];
}
