// The diff worker: compares two versions of a component away from the page.

import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { DiffRequest } from '../../utils/diff-messages.ts';
import { serveDiffs } from '../../utils/serve-diffs.ts';

export default defineUnlistedScript(() => {
  const take = serveDiffs((answer, transfer) => self.postMessage(answer, { transfer }));
  self.addEventListener('message', ({ data }: MessageEvent<DiffRequest>) => take(data));
});
