// The diff worker: compares two versions of a component away from the page.

import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { diffComponent } from '#core/diff/component.ts';
import type { DiffRequest, DiffResponse } from '../../utils/diff-in-worker.ts';

export default defineUnlistedScript(() => {
  self.addEventListener('message', ({ data }: MessageEvent<DiffRequest>) => {
    let response: DiffResponse;
    try {
      response = { id: data.id, diff: diffComponent(data.before, data.after) };
    } catch (error) {
      response = { id: data.id, error: error instanceof Error ? error.message : String(error) };
    }
    self.postMessage(response);
  });
});
