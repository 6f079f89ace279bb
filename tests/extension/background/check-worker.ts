// The check of a panel visit, as the extension's background does it, in a worker that has done nothing before.

import { checkGrowth, type PinnedLog, type ShownLog } from '../../../core/log/growth.ts';
import { logTools } from '../../../entrypoints/background/log/tools.ts';

interface Asked {
  readonly pinned: PinnedLog;
  readonly shown: ShownLog;
}

addEventListener('message', async ({ data }) => {
  const { pinned, shown }: Asked = data;
  const times: number[] = [];
  for (let visit = 0; visit < 20; visit += 1) {
    const started = performance.now();
    const { why } = await checkGrowth(logTools, pinned, shown);
    times.push(performance.now() - started);
    if (why) throw new Error(`The log did not grow: ${why}.`);
  }
  postMessage({ checks: times, bare: await bareVerifications() });
});

/** What no checker could do without. */
async function bareVerifications(): Promise<number[]> {
  const { publicKey, privateKey } = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const text = crypto.getRandomValues(new Uint8Array(128));
  const signature = await crypto.subtle.sign('Ed25519', privateKey, text);
  const times: number[] = [];
  for (let made = 0; made < 20; made += 1) {
    const started = performance.now();
    await crypto.subtle.verify('Ed25519', publicKey, signature, text);
    times.push(performance.now() - started);
  }
  return times;
}
