// The states of a connection as one table: every state, every event, every actor, and what the product relies on.

import { describe, expect, test } from 'vitest';
import {
  type Actor,
  type ConnectionEvent,
  type ConnectionState,
  connectionEvents,
  connectionStates,
  connectionTable,
  nextState,
} from '../../../server/orgs/connection.ts';

const events = Object.keys(connectionEvents) as ConnectionEvent[];
const actors: readonly Actor[] = ['person', 'owner', 'salesforce', 'clock'];
const linked: readonly ConnectionState[] = ['connected', 'locked', 'revoked', 'blocked'];

/** What stands in the table, written out by hand. */
const expected: Readonly<Record<ConnectionState, Partial<Record<ConnectionEvent, ConnectionState>>>> = {
  invited: {
    sign_in_begun: 'signing_in',
    removed: 'disconnected',
    org_disconnected: 'disconnected',
    org_replaced: 'disconnected',
  },
  signing_in: {
    sign_in_begun: 'signing_in',
    answer_came: 'probing',
    sign_in_failed: 'invited',
    removed: 'disconnected',
    org_disconnected: 'disconnected',
    org_replaced: 'disconnected',
  },
  probing: {
    sign_in_begun: 'signing_in',
    sign_in_failed: 'invited',
    confirmed: 'connected',
    not_confirmed: 'locked',
    removed: 'disconnected',
    org_disconnected: 'disconnected',
    org_replaced: 'disconnected',
  },
  connected: whileLinked('connected'),
  locked: whileLinked('locked'),
  revoked: whileLinked('revoked'),
  blocked: whileLinked('blocked'),
  disconnected: {
    sign_in_begun: 'signing_in',
    sign_in_failed: 'disconnected',
    confirmed: 'connected',
    not_confirmed: 'locked',
    user_refused: 'revoked',
    app_refused: 'blocked',
    removed: 'disconnected',
    org_disconnected: 'disconnected',
    org_replaced: 'disconnected',
  },
};

function whileLinked(state: ConnectionState): Partial<Record<ConnectionEvent, ConnectionState>> {
  return {
    sign_in_begun: state,
    answer_came: state,
    sign_in_failed: state,
    confirmed: 'connected',
    not_confirmed: 'locked',
    user_refused: 'revoked',
    app_refused: 'blocked',
    unlinked: 'disconnected',
    removed: 'disconnected',
    org_disconnected: 'disconnected',
    org_replaced: 'disconnected',
  };
}

const all = connectionStates.flatMap((state) =>
  events.flatMap((event) => actors.map((actor) => [state, event, actor] as const)),
);

test.each(all)('%s, %s, by %s', (state, event, actor) => {
  const to = expected[state][event];
  const may = (connectionEvents[event] as readonly Actor[]).includes(actor);
  if (to !== undefined && may) expect(nextState(state, event, actor)).toBe(to);
  else expect(() => nextState(state, event, actor)).toThrow(expect.objectContaining({ code: 'forbidden' }));
});

describe('what follows from the table', () => {
  test('every state is reached from the first, and the end can be begun again', () => {
    const reached = new Set<ConnectionState>(['invited']);
    for (const state of reached) for (const to of Object.values(connectionTable[state])) reached.add(to);
    expect([...reached].sort()).toEqual([...connectionStates].sort());
    expect(connectionTable.disconnected.sign_in_begun).toBe('signing_in');
  });

  test('only Salesforce’s word connects', () => {
    for (const state of connectionStates) {
      for (const event of events) {
        const leads = connectionTable[state][event] === 'connected' && state !== 'connected';
        if (leads) expect(connectionEvents[event]).toEqual(['salesforce']);
      }
    }
  });

  test('who signs in anew keeps what they have until Salesforce has answered', () => {
    for (const state of linked) {
      for (const event of ['sign_in_begun', 'answer_came', 'sign_in_failed'] as const) {
        expect(connectionTable[state][event]).toBe(state);
      }
    }
  });

  test('nothing unlinked can be confirmed without a sign-in', () => {
    expect(connectionTable.invited.confirmed).toBeUndefined();
    expect(connectionTable.signing_in.confirmed).toBeUndefined();
  });
});
