// The page globals that Auth0's SDK is given: written through, restored, and databases that can be deleted.

import { beforeEach, describe, expect, test, vi } from 'vitest';

const opened: { close: () => void; listeners: Map<string, () => void> }[] = [];
const native = {
  open: vi.fn((_name: string, _version?: number) => {
    const listeners = new Map<string, () => void>();
    const database = {
      close: vi.fn(),
      listeners,
      addEventListener: (name: string, listener: () => void) => listeners.set(name, listener),
    };
    opened.push(database);
    const request = new EventTarget() as EventTarget & { result: unknown };
    request.result = database;
    queueMicrotask(() => request.dispatchEvent(new Event('success')));
    return request;
  }),
  deleteDatabase: vi.fn(),
  databases: vi.fn(),
};
vi.stubGlobal('indexedDB', native);
const { workerSessionStorage } = await import('../../../entrypoints/background/worker-globals.ts');

beforeEach(() => workerSessionStorage.hydrate({}, () => {}));

describe('session storage', () => {
  test('is what the SDK finds under its own name', () => {
    expect(globalThis.sessionStorage).toBe(workerSessionStorage);
  });

  test('starts with what an earlier worker kept and hands on each change', () => {
    const kept: unknown[] = [];
    workerSessionStorage.hydrate({ 'a0.spajs.txs.c': '{"state":"S"}' }, (all) => kept.push(all));
    expect(sessionStorage.getItem('a0.spajs.txs.c')).toBe('{"state":"S"}');
    sessionStorage.setItem('x', '1');
    sessionStorage.removeItem('a0.spajs.txs.c');
    expect(sessionStorage.getItem('a0.spajs.txs.c')).toBeNull();
    expect(kept).toEqual([{ 'a0.spajs.txs.c': '{"state":"S"}', x: '1' }, { x: '1' }]);
  });
});

test('a database closes itself when somebody deletes it', async () => {
  indexedDB.open('auth0-spa-js', 1);
  await Promise.resolve();
  const [database] = opened;
  expect(database?.close).not.toHaveBeenCalled();
  database?.listeners.get('versionchange')?.();
  expect(database?.close).toHaveBeenCalledOnce();
  indexedDB.deleteDatabase('auth0-spa-js');
  expect(native.deleteDatabase).toHaveBeenCalledExactlyOnceWith('auth0-spa-js');
});
