// The gateway: what goes to the API, what comes back, and what each kind of failure becomes.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { createGateway } from '../../../entrypoints/background/gateway.ts';
import { Auth0Unreachable, NoSession } from '../../../entrypoints/background/session.ts';
import { HostError } from '../../../utils/extension-host.ts';
import { timedByFakes } from './timed-by-fakes.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));

const apiOrigin = 'https://api.canvasback.test';
const orgId = '00D5g000004XyZaEAK';
const person = { person: { subject: 'auth0|ada', name: 'Ada King' }, tenant: null };

interface Sent {
  readonly token: string;
  readonly address: string;
  readonly init: RequestInit;
}

function setup(answers: (() => Response | Promise<Response>)[]) {
  const sent: Sent[] = [];
  const session = {
    token: vi.fn(async () => 'first'),
    tokenAfterRefusal: vi.fn(async (_refused: string) => 'second'),
    stay: vi.fn(() => 1),
  };
  const gateway = createGateway({
    apiOrigin,
    session,
    fetch: async (token, address, init) => {
      sent.push({ token, address, init });
      const next = answers.shift();
      if (!next) throw new Error('No answer was prepared');
      return next();
    },
  });
  return { gateway, sent, session };
}

const json =
  (body: unknown, status = 200) =>
  () =>
    Response.json(body, { status });
const refusal = (status: number, code: string, more: object = {}) =>
  json({ type: 'about:blank', title: 'T', status, code, action: 'A', retry: false, ...more }, status);

/** A body that begins and never ends well. */
function cutOff(broken: Error): ReadableStream<Uint8Array> {
  let begun = false;
  return new ReadableStream({
    pull(controller) {
      if (begun) controller.error(broken);
      else controller.enqueue(new TextEncoder().encode('{'));
      begun = true;
    },
  });
}

async function failure(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HostError);
  return (error as HostError).problem;
}

describe('requests', () => {
  test('GET: path parts are filled, the rest is the query, absent values are left out', async () => {
    const { gateway, sent } = setup([json({ component: null })]);
    const input = { orgId, type: 'Flow', fullName: 'A & B', id: undefined };
    await gateway.call('components.find', input);
    expect(sent[0]?.address).toBe(`${apiOrigin}/v1/orgs/${orgId}/components/find?type=Flow&fullName=A+%26+B`);
    expect(sent[0]?.init).toMatchObject({
      method: 'GET',
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
    });
    expect(sent[0]?.token).toBe('first');
  });

  test('POST: the rest is the body', async () => {
    const { gateway, sent } = setup([json({})]);
    await gateway.call('session.end', {});
    expect(sent[0]?.init).toMatchObject({ method: 'POST', body: '{}' });
  });

  test.each([
    ['session.get', null],
    ['components.find', { orgId: '../../x', type: 'Flow' }],
    ['components.find', { orgId, type: 'Scontrol' }],
    ['orgs.status', { apiHost: 'evil example' }],
    ['toString', {}],
    ['no.such', {}],
  ])('%s with %o is refused before anything is sent', async (name, input) => {
    const { gateway, sent, session } = setup([]);
    expect((await failure(gateway.call(name, input))).code).toBe('invalid_request');
    expect(sent).toEqual([]);
    expect(session.token).not.toHaveBeenCalled();
  });
});

describe('a refused token', () => {
  test('is renewed once, and the request repeated once', async () => {
    const { gateway, sent, session } = setup([refusal(401, 'not_authenticated'), json(person)]);
    expect(await gateway.call('session.get', {})).toEqual(person);
    expect(session.tokenAfterRefusal).toHaveBeenCalledExactlyOnceWith('first');
    expect(sent.map(({ token }) => token)).toEqual(['first', 'second']);
  });

  test('refused again is told, not tried again', async () => {
    const { gateway, sent } = setup([refusal(401, 'not_authenticated'), refusal(401, 'not_authenticated')]);
    expect((await failure(gateway.call('session.get', {}))).code).toBe('not_authenticated');
    expect(sent.length).toBe(2);
  });

  test('without a session to renew, the person has to click', async () => {
    const { gateway, session, sent } = setup([refusal(401, 'not_authenticated')]);
    session.tokenAfterRefusal.mockRejectedValue(new NoSession('ended'));
    expect((await failure(gateway.call('session.get', {}))).code).toBe('not_authenticated');
    expect(sent.length).toBe(1);
  });
});

describe('failures', () => {
  test('nobody signed in', async () => {
    const { gateway, session, sent } = setup([]);
    session.token.mockRejectedValue(new NoSession('nobody'));
    expect((await failure(gateway.call('session.get', {}))).code).toBe('not_authenticated');
    expect(sent).toEqual([]);
  });

  test('Auth0 out of reach', async () => {
    const { gateway, session } = setup([]);
    session.token.mockRejectedValue(new Auth0Unreachable('down'));
    expect(await failure(gateway.call('session.get', {}))).toMatchObject({
      code: 'offline',
      title: 'Auth0 does not answer.',
    });
  });

  test.each([
    ['the network is down', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['the time is up', () => Promise.reject(new DOMException('late', 'TimeoutError'))],
    ['a proxy answers for it', () => new Response('<html>', { status: 502 })],
  ])('offline when %s', async (_, answer) => {
    const { gateway } = setup([answer]);
    expect(await failure(gateway.call('session.get', {}))).toMatchObject({ code: 'offline', retry: true });
  });

  test.each([
    ['the network breaks', 200, new TypeError('network error')],
    ['the time is up', 200, new DOMException('late', 'TimeoutError')],
    ['the time is up, in other words of a browser', 200, new DOMException('aborted', 'AbortError')],
    ['the network breaks in a refusal', 403, new TypeError('network error')],
  ])('offline when, in the middle of an answer, %s', async (_, status, broken) => {
    const { gateway } = setup([() => new Response(cutOff(broken), { status })]);
    expect(await failure(gateway.call('session.get', {}))).toMatchObject({ code: 'offline', retry: true });
  });

  test('the API’s own words are kept', async () => {
    const { gateway } = setup([refusal(403, 'not_linked', { detail: 'D', requestId: 'r-1' })]);
    expect(await failure(gateway.call('session.get', {}))).toMatchObject({
      code: 'not_linked',
      status: 403,
      title: 'T',
      action: 'A',
      detail: 'D',
      requestId: 'r-1',
    });
  });

  test('a code of a newer server is shown with its words', async () => {
    const { gateway } = setup([refusal(418, 'teapot')]);
    expect(await failure(gateway.call('session.get', {}))).toMatchObject({
      code: 'internal',
      title: 'T',
      status: 418,
    });
  });

  test.each([
    ['an error that is no problem document', () => new Response('nope', { status: 500 })],
    ['an answer of another shape', json({ person: { subject: 7 } })],
    ['an answer that is no JSON', () => new Response('hello')],
  ])('internal for %s', async (_, answer) => {
    const { gateway } = setup([answer]);
    expect((await failure(gateway.call('session.get', {}))).code).toBe('internal');
  });
});

test('ending a session uses the token it is given and needs none other', async () => {
  const { gateway, sent, session } = setup([json({})]);
  await gateway.end('dying');
  expect(sent[0]?.token).toBe('dying');
  expect(sent[0]?.address).toBe(`${apiOrigin}/v1/session/end`);
  expect(session.token).not.toHaveBeenCalled();
});

describe('ending a session', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('waits no longer than ten seconds for the API', async () => {
    timedByFakes();
    const { gateway, sent } = setup([
      () =>
        new Promise<Response>((_, reject) => {
          const { signal } = sent[0]?.init ?? {};
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    ]);
    const failed = vi.fn();
    gateway.end('dying').catch(failed);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: 'TimeoutError' }));
  });
});

describe('after a sign-out, or for somebody else', () => {
  test.each([
    ['an answer', json(person)],
    ['a refusal', refusal(403, 'not_linked', { detail: 'D' })],
    ['no answer', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('%s to what was asked before is the end of a session, and tells nothing', async (_, answer) => {
    const { gateway, session } = setup([
      () => {
        session.stay.mockReturnValue(2);
        return answer();
      },
    ]);
    const problem = await failure(gateway.call('session.get', {}));
    session.token.mockRejectedValue(new NoSession('nobody'));
    expect(problem).toEqual(await failure(gateway.call('session.get', {})));
    expect(problem.code).toBe('not_authenticated');
  });

  test('nor is an answer given that was still being read', async () => {
    const { gateway, session } = setup([
      () => {
        const response = Response.json(person);
        vi.spyOn(response, 'json').mockImplementation(async () => {
          session.stay.mockReturnValue(2);
          return person;
        });
        return response;
      },
    ]);
    expect((await failure(gateway.call('session.get', {}))).code).toBe('not_authenticated');
  });

  test('nothing is sent with the next person’s token', async () => {
    const first = setup([]);
    first.session.token.mockImplementation(async () => {
      first.session.stay.mockReturnValue(2);
      return 'another’s';
    });
    expect((await failure(first.gateway.call('session.get', {}))).code).toBe('not_authenticated');
    const again = setup([refusal(401, 'not_authenticated')]);
    again.session.tokenAfterRefusal.mockImplementation(async () => {
      again.session.stay.mockReturnValue(2);
      return 'another’s';
    });
    expect((await failure(again.gateway.call('session.get', {}))).code).toBe('not_authenticated');
    expect([first.sent.length, again.sent.length]).toEqual([0, 1]);
  });
});

test('whoever leaves a call ends its exchange, and no fresh token is asked for', async () => {
  const leaving = new AbortController();
  const { gateway, sent, session } = setup([
    () =>
      new Promise<Response>((_, reject) => {
        const { signal } = sent[0]?.init ?? {};
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  ]);
  const call = gateway.call('compare.live', { orgId, type: 'Flow', fullName: 'A' }, leaving.signal);
  const failed = failure(call);
  await expect.poll(() => sent.length).toBe(1);
  leaving.abort();
  expect(await failed).toMatchObject({ title: 'Nobody waits for this any more.' });
  expect([sent.length, session.tokenAfterRefusal.mock.calls.length]).toEqual([1, 0]);
});
