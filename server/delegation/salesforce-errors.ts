// What Salesforce's OAuth errors mean, in our words: what happened, and who can mend it how.

import type { WhoCanAct } from '#contract/errors.ts';
import { AppError } from '../errors.ts';
import { type ErrorRow, errorRows, type Leg } from './salesforce-error-rows.ts';

export type { Leg } from './salesforce-error-rows.ts';

export interface Explained {
  /** A distinct word for records and tests. */
  readonly id: string;
  readonly what: string;
  readonly fix: string;
  /** Who can mend it. */
  readonly who: WhoCanAct;
  readonly scope: ErrorRow['scope'];
  /** True when the same request may work later unchanged. */
  readonly retry: boolean;
}

const errorWord = /^[A-Za-z][A-Za-z_]{1,59}$/;

/** `description` only tells rows apart; it never becomes part of the answer, because some texts repeat a token. */
export function explainSalesforceError(leg: Leg, error: unknown, description?: unknown): Explained {
  const word = typeof error === 'string' && errorWord.test(error) ? error : undefined;
  const text = typeof description === 'string' ? description : '';
  const row = errorRows.find(
    ({ errors, says, legs }) =>
      word !== undefined &&
      errors.includes(word) &&
      (!legs || legs.includes(leg)) &&
      (!says || says.test(text)),
  );
  if (row) {
    const { id, what, fix, who, scope, retry = false } = row;
    return { id, what, fix, who, scope, retry };
  }
  return {
    id: 'unfamiliar',
    what: word ? `Salesforce refused with the error ${word}.` : 'Salesforce refused without an error code.',
    ...unfamiliar,
    retry: false,
  };
}

/** Salesforce's no, with the explanation it was given. */
export class SalesforceRefusal extends AppError {
  /** `Explained.id`. */
  readonly reason: string;
  readonly scope: Explained['scope'];

  /** What to do about it, and who can, follow from the reason. */
  constructor(reason: string, detail: string | undefined) {
    const { fix, who, scope } = errorRows.find(({ id }) => id === reason) ?? unfamiliar;
    super('salesforce_refused', { detail, cause: reason, action: fix, who });
    this.name = 'SalesforceRefusal';
    this.reason = reason;
    this.scope = scope;
  }
}

const unfamiliar = { fix: 'Tell the operator of Canvasback.', who: 'operator', scope: 'person' } as const;
