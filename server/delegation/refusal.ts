// Why the delegation service says no: one distinct word for each reason, with a sentence for people.

import type { ErrorCode } from '#contract/errors.ts';
import { AppError } from '../errors.ts';

interface RefusalEntry {
  readonly code: ErrorCode;
  readonly text: string;
}

const refused = (text: string, code: ErrorCode = 'delegation_refused'): RefusalEntry => ({ code, text });

export const refusals = {
  caller_unknown: refused('The calling process did not prove who it is.'),
  purpose_not_for_caller: refused('This process may not ask for this purpose.'),
  person_missing: refused('This purpose needs the person’s own request.'),
  person_not_expected: refused('Background work carries no person’s request.'),
  person_not_proven: refused('The person’s session or proof did not hold.', 'not_authenticated'),
  proof_for_other_request: refused('The person’s proof belongs to another request.'),
  host_not_allowed: refused('The address is not one of Salesforce’s.'),
  org_unknown: refused('This org was never probed.', 'org_not_connected'),
  org_mismatch: refused('The org’s address differs from the one it was probed at.'),
  org_blocked: refused('The connection to this org is blocked.', 'org_blocked'),
  not_linked: refused('This person has not linked a Salesforce user of this org.', 'not_linked'),
  user_linked: refused('Another person has linked this Salesforce user.', 'user_linked'),
  target_missing: refused('A probe must name the Salesforce user who signed in.'),
  sign_in_not_proven: refused(
    'Nothing proves that this Salesforce user signed in for this person.',
    'connect_state_invalid',
  ),
  target_not_expected: refused('Only a probe may name a Salesforce user.'),
  integration_not_allowed: refused('Only a probe may act as a named integration user.'),
  integration_missing: refused('The probe names no integration user.'),
  integration_claimed: refused('Another person connected this org.', 'org_claimed'),
  forget_incomplete: refused('What shall be forgotten is not named.', 'invalid_request'),
  not_connected_by: refused(
    'Link your own Salesforce user first: who disconnects an org is linked to it, or has connected it.',
    'not_linked',
  ),
  not_of_this_org: refused(
    'Link your own Salesforce user first: who changes the app of a connected org is linked to it, or has connected it.',
    'not_linked',
  ),
  key_not_made: refused(
    'Make the org’s key first, and create the app with its certificate.',
    'invalid_request',
  ),
  no_own_app: refused('This org goes by the installation’s app already.', 'invalid_request'),
  too_many_keys: refused(
    'Too many keys wait for an app. Name the apps that they were made for first.',
    'forbidden',
  ),
  job_unknown: refused('There is no such job, or it has ended.'),
  job_not_yours: refused('The job belongs to another process.'),
  job_expired: refused('The job’s time is over.'),
  mint_limit: refused('The job has asked for too many tokens.'),
} as const satisfies Record<string, RefusalEntry>;

export type RefusalReason = keyof typeof refusals;

export function isRefusalReason(reason: string | undefined): reason is RefusalReason {
  return reason !== undefined && Object.hasOwn(refusals, reason);
}

/** The service's no. `reason` is for logs and tests, the rest for people. */
export class Refusal extends AppError {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, detail?: string) {
    super(refusals[reason].code, { detail: detail ?? refusals[reason].text });
    this.name = 'Refusal';
    this.reason = reason;
  }
}
