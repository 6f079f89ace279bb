// The launcher in Salesforce Setup: which pages it runs in, for the manifest, and what starts there.

import { defineContentScript } from 'wxt/utils/define-content-script';
import { secretPaths, setupMatches } from '../../utils/manifest.ts';
import { launch } from './launch.ts';

/** The build starts it by this name, so that what only the manifest needs stays out of the page. */
export { launch };

export default /* @__PURE__ */ defineContentScript({
  matches: setupMatches,
  excludeMatches: secretPaths,
  runAt: 'document_idle',
  main: launch,
});
