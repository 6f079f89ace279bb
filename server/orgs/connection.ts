// The states of a person's connection to an org: which event leads where, and who may cause it. Pure.

import { AppError } from '../errors.ts';

export const connectionStates = [
  /** May link a Salesforce user of their own, or connect the org first; has not yet. */
  'invited',
  /** Salesforce's sign-in window is open. */
  'signing_in',
  /** Salesforce's answer is here; whether a token can be had is being tried. */
  'probing',
  /** Linked; history opens on Salesforce's word, for a quarter of an hour each time. */
  'connected',
  /** Linked, and Salesforce says that the person may not see Setup. */
  'locked',
  /** Linked, and Salesforce gives no token for this person's user. */
  'revoked',
  /** Salesforce gives no token for anybody of this org. */
  'blocked',
  /** Ended: unlinked, removed from the account, or the org was disconnected or replaced. */
  'disconnected',
] as const;
export type ConnectionState = (typeof connectionStates)[number];

export type Actor = 'person' | 'owner' | 'salesforce' | 'clock';

/** What may happen, and who may cause it. */
export const connectionEvents = {
  sign_in_begun: ['person'],
  answer_came: ['person'],
  /** Closed, refused, or too old. */
  sign_in_failed: ['person', 'salesforce', 'clock'],
  /** A token was given, and the person may see Setup. */
  confirmed: ['salesforce'],
  /** A token was given, and the person may not see Setup; or the answer was not about this person. */
  not_confirmed: ['salesforce'],
  user_refused: ['salesforce'],
  app_refused: ['salesforce'],
  unlinked: ['person'],
  removed: ['owner'],
  org_disconnected: ['owner'],
  /** Another org answers at the address. */
  org_replaced: ['salesforce'],
} as const satisfies Readonly<Record<string, readonly Actor[]>>;
export type ConnectionEvent = keyof typeof connectionEvents;

type Row = Readonly<Partial<Record<ConnectionEvent, ConnectionState>>>;

const ends: Row = { removed: 'disconnected', org_disconnected: 'disconnected', org_replaced: 'disconnected' };
const word: Row = {
  confirmed: 'connected',
  not_confirmed: 'locked',
  user_refused: 'revoked',
  app_refused: 'blocked',
};
/** Who is linked keeps what they have while they sign in anew, until Salesforce has answered. */
const signingInAgain = (state: ConnectionState): Row => ({
  sign_in_begun: state,
  answer_came: state,
  sign_in_failed: state,
});
const linked = (state: ConnectionState): Row => ({
  ...signingInAgain(state),
  ...word,
  ...ends,
  unlinked: 'disconnected',
});

export const connectionTable: Readonly<Record<ConnectionState, Row>> = {
  invited: { sign_in_begun: 'signing_in', ...ends },
  signing_in: {
    sign_in_begun: 'signing_in',
    answer_came: 'probing',
    sign_in_failed: 'invited',
    ...ends,
  },
  probing: {
    sign_in_begun: 'signing_in',
    sign_in_failed: 'invited',
    confirmed: 'connected',
    not_confirmed: 'locked',
    ...ends,
  },
  connected: linked('connected'),
  locked: linked('locked'),
  revoked: linked('revoked'),
  blocked: linked('blocked'),
  // Salesforce's word comes here only where another org had seemed to answer at the address.
  disconnected: { sign_in_begun: 'signing_in', sign_in_failed: 'disconnected', ...word, ...ends },
};

/** Where an event leads; throws `forbidden` when it cannot happen there, or `by` may not cause it. */
export function nextState(state: ConnectionState, event: ConnectionEvent, by: Actor): ConnectionState {
  const next = connectionTable[state][event];
  const actors: readonly Actor[] = connectionEvents[event];
  if (next === undefined || !actors.includes(by)) {
    const detail = `A connection that is “${state}” does not take “${event}” from ${by}.`;
    throw new AppError('forbidden', { detail });
  }
  return next;
}
