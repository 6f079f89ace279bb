// Failures that arise in the extension itself, as the same problem details that the API sends.

import { type ErrorCode, errorCatalog, whoMends } from '../contract/errors.ts';
import { HostError } from './extension-host.ts';

/** A problem of the closed list, with the facts of this occurrence. */
export function problem(code: ErrorCode, facts: Partial<HostError['problem']> = {}): HostError {
  const { status, title, action, retry } = errorCatalog[code];
  return new HostError({ code, status, title, action, retry, who: whoMends(code), ...facts });
}

export function offline(who: string): HostError {
  return new HostError({
    code: 'offline',
    status: 0,
    title: `${who} does not answer.`,
    action: 'Check the connection; nothing was lost.',
    retry: true,
  });
}
