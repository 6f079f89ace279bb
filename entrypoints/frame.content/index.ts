// The reporter in older pages that Setup shows in a frame: which pages those are, for the manifest, and what starts there.

import { defineContentScript } from 'wxt/utils/define-content-script';
import { frameMatches, secretPaths } from '../../utils/manifest.ts';
import { report } from './report.ts';

/** The build starts it by this name, so that what only the manifest needs stays out of the page. */
export { report as launch };

export default /* @__PURE__ */ defineContentScript({
  matches: frameMatches,
  excludeMatches: secretPaths,
  allFrames: true,
  runAt: 'document_end',
  main: report,
});
