// Gives Auth0's SDK the few page globals it reads, in a worker that has none; imported before the SDK.

/** The SDK keeps one sign-in's PKCE verifier and state here; the session hydrates it and keeps it on. */
export class WrittenThroughStorage {
  #entries = new Map<string, string>();
  #onWrite: (entries: Readonly<Record<string, string>>) => void = () => {};

  getItem(key: string): string | null {
    return this.#entries.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#entries.set(key, value);
    this.#onWrite(Object.fromEntries(this.#entries));
  }

  removeItem(key: string): void {
    this.#entries.delete(key);
    this.#onWrite(Object.fromEntries(this.#entries));
  }

  /** Replaces what it holds and says where every later change goes. */
  hydrate(
    entries: Readonly<Record<string, string>>,
    onWrite: (all: Readonly<Record<string, string>>) => void,
  ) {
    this.#entries = new Map(Object.entries(entries));
    this.#onWrite = onWrite;
  }
}

export const workerSessionStorage = new WrittenThroughStorage();

/** Databases close themselves when somebody deletes them; the SDK would hold its own open for ever. */
const databases = globalThis.indexedDB;
const yieldingDatabases = {
  open(name: string, version?: number): IDBOpenDBRequest {
    const request = databases.open(name, version);
    request.addEventListener('success', () => {
      request.result.addEventListener('versionchange', () => request.result.close());
    });
    return request;
  },
  deleteDatabase: (name: string) => databases.deleteDatabase(name),
  databases: () => databases.databases(),
};

const define = (name: string, value: unknown) =>
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

define('sessionStorage', workerSessionStorage);
define('indexedDB', yieldingDatabases);
if (typeof document === 'undefined') {
  // Its cookies only remember that somebody signed in, which the session record does.
  define('document', {
    get cookie() {
      return '';
    },
    set cookie(_value: string) {},
  });
}
if (typeof window === 'undefined') {
  define('window', {
    crypto: globalThis.crypto,
    location: globalThis.location,
    indexedDB: yieldingDatabases,
    btoa: globalThis.btoa.bind(globalThis),
    atob: globalThis.atob.bind(globalThis),
    fetch: globalThis.fetch.bind(globalThis),
  });
}
