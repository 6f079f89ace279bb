// The cache that Auth0's SDK keeps its tokens in: storage.session, which only our own contexts can read.

import type { ICache } from '@auth0/auth0-spa-js';
import { browser } from 'wxt/browser';
import { tokenPrefix } from '../../utils/storage.ts';

export const tokenCache: ICache = {
  set: (key, entry) => browser.storage.session.set({ [tokenPrefix + key]: entry }),
  async get<T>(key: string) {
    const stored = await browser.storage.session.get(tokenPrefix + key);
    // Written by the SDK itself, in memory that nobody else can write.
    return stored[tokenPrefix + key] as T | undefined;
  },
  remove: (key) => browser.storage.session.remove(tokenPrefix + key),
  async allKeys() {
    const all = await browser.storage.session.get(null);
    return Object.keys(all)
      .filter((key) => key.startsWith(tokenPrefix))
      .map((key) => key.slice(tokenPrefix.length));
  },
};
