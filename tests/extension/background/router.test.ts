// The router refuses by default: unknown names, wrong speakers and wrong shapes never reach a handler.

import { describe, expect, test, vi } from 'vitest';
import type { Caller } from '../../../entrypoints/background/callers.ts';
import { KeptTexts } from '../../../entrypoints/background/kept-texts.ts';
import { createRouter, type Handlers } from '../../../entrypoints/background/router.ts';
import { type MessageName, messages } from '../../../utils/messages.ts';
import { problem } from '../../../utils/problems.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));

const speakers: Readonly<Record<string, Caller>> = {
  docked: { speaker: 'docked', tabId: 7, nonce: 'n' },
  unconfirmed: { speaker: 'unconfirmed', tabId: 7, frameId: 3, nonce: 'n' },
  side: { speaker: 'side' },
  popup: { speaker: 'popup' },
  options: { speaker: 'options' },
  launcher: { speaker: 'launcher', tabId: 7, origin: 'https://acme.my.salesforce-setup.com' },
};

function setup(caller: Caller | undefined, handle: (name: string) => unknown = (name) => name) {
  const seen: [string, unknown][] = [];
  const handlers = Object.fromEntries(
    Object.keys(messages).map((name) => [
      name,
      async (input: unknown) => {
        seen.push([name, input]);
        return handle(name);
      },
    ]),
  ) as unknown as Handlers;
  const route = createRouter({ handlers, texts: new KeptTexts(), callerOf: async () => caller });
  return { seen, ask: (name: unknown, input: unknown) => route({ to: 'background', name, input }, {}) };
}

const inputs: Readonly<Partial<Record<MessageName, unknown>>> = {
  'api.call': { endpoint: 'session.get', input: {} },
  'api.leave': { asking: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
  'api.piece': { id: 'x', piece: 0 },
  'log.check': { asked: false },
  'log.rows': { orgId: '00D5g000004XyZaEAK', entries: [] },
  'log.trust': { vkey: 'canvasback.example.com/audit+00000000+AQ==' },
  'org.connect': { apiHost: 'acme.my.salesforce.com' },
  'guide.open': { apiHost: 'acme.my.salesforce.com' },
  'panelState.get': { key: 'k' },
  'panelState.set': { key: 'k', state: { tab: 'history' } },
  'launcher.open': { loginAs: false },
  'frame.page': { url: 'https://acme.my.salesforce.com/01p' },
  'launcher.page': { url: 'https://acme.my.salesforce-setup.com/x', fresh: true, loginAs: false },
};

describe('who may send what', () => {
  const pairs = Object.keys(messages).flatMap((name) =>
    Object.keys(speakers).map((speaker) => [speaker, name as MessageName] as const),
  );

  test.each(pairs)('%s sends %s only if the table says so', async (speaker, name) => {
    const { ask, seen } = setup(speakers[speaker]);
    const answer = await ask(name, inputs[name] ?? {});
    const may = (messages[name].from as readonly string[]).includes(speaker);
    expect(answer?.ok).toBe(may);
    expect(seen.length).toBe(may ? 1 : 0);
  });

  test('the launcher reaches no token, no API and no setting', () => {
    const allowed = Object.entries(messages).filter(([, { from }]) =>
      (from as readonly string[]).includes('launcher'),
    );
    expect(allowed.map(([name]) => name).every((name) => name.startsWith('launcher.'))).toBe(true);
  });

  test('a docked panel that is not confirmed may ask to be, and nothing else', () => {
    const may = Object.entries(messages).filter(([, { from }]) =>
      (from as readonly string[]).includes('unconfirmed'),
    );
    expect(may.map(([name]) => name)).toEqual(['panel.confirm']);
  });

  test('the docked panel can neither connect nor erase', () => {
    for (const name of ['org.connect', 'stored.erase'] as const) {
      expect(messages[name].from).not.toContain('docked');
    }
  });
});

describe('refusals', () => {
  test('nobody is answered by a handler', async () => {
    const { ask, seen } = setup(undefined);
    expect(await ask('session.get', {})).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
    expect(seen).toEqual([]);
  });

  test.each(['toString', '__proto__', 'constructor', '', 'token.read', undefined, 7])(
    '%s is no message',
    async (name) => {
      const { ask, seen } = setup(speakers.popup);
      expect(await ask(name, {})).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
      expect(seen).toEqual([]);
    },
  );

  test.each<[MessageName, unknown]>([
    ['api.call', { endpoint: 7 }],
    ['api.call', null],
    ['api.leave', { asking: 'any' }],
    ['org.connect', {}],
    ['panelState.set', { key: '', state: {} }],
    ['panelState.set', { key: 'k', state: { scroll: 'far' } }],
    ['settings.change', { theme: 'pink' }],
    ['settings.change', { hiddenOrgs: [7] }],
  ])('%s with a wrong shape', async (name, input) => {
    const { ask, seen } = setup(speakers.popup);
    expect(await ask(name, input)).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
    expect(seen).toEqual([]);
  });

  test.each([{ edge: 2 }, { edge: -0.1 }, { width: 100 }, { width: 5000 }])(
    'a launcher placed at %o',
    async (input) => {
      const { ask, seen } = setup(speakers.launcher);
      expect((await ask('launcher.place', input))?.ok).toBe(false);
      expect(seen).toEqual([]);
    },
  );

  test('an input keeps only what its shape names', async () => {
    const { ask, seen } = setup(speakers.popup);
    await ask('org.connect', { apiHost: 'a', token: 'x' });
    expect(seen).toEqual([['org.connect', { apiHost: 'a' }]]);
  });
});

describe('answers', () => {
  test('what is meant for somebody else is left alone', () => {
    const { ask } = setup(speakers.popup);
    const route = createRouter({
      handlers: {} as Handlers,
      texts: new KeptTexts(),
      callerOf: async () => undefined,
    });
    for (const other of [undefined, null, 'x', {}, { to: 'pages', what: 'session' }]) {
      expect(route(other, {})).toBeUndefined();
    }
    expect(ask('session.get', {})).toBeInstanceOf(Promise);
  });

  test('a problem travels as it is', async () => {
    const { ask } = setup(speakers.popup, () => {
      throw problem('not_linked', { detail: 'why' });
    });
    expect(await ask('session.get', {})).toMatchObject({
      ok: false,
      problem: { code: 'not_linked', detail: 'why' },
    });
  });

  test('a bug becomes `internal` without its text, and the log holds no token', async () => {
    const lines: string[] = [];
    const warn = vi.spyOn(console, 'warn').mockImplementation((line) => void lines.push(String(line)));
    const token = `${'a'.repeat(40)}.${'b'.repeat(40)}.${'c'.repeat(40)}`;
    const { ask } = setup(speakers.popup, () => {
      throw new Error(`cannot use ${token}`);
    });
    const answer = await ask('session.get', {});
    warn.mockRestore();
    expect(answer).toMatchObject({ ok: false, problem: { code: 'internal' } });
    expect(JSON.stringify(answer)).not.toContain('cannot use');
    expect(lines.join()).toContain('cannot use [token]');
    expect(lines.join()).not.toContain(token);
  });
});
