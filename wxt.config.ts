// How the extension is built: one source, Manifest V3 for Chrome, Edge and Firefox, with the fewest permissions.

import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';
import { deploymentOf } from './utils/deployment.ts';
import { extensionPagesPolicy, setupMatches } from './utils/manifest.ts';

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/module-react', '@wxt-dev/webextension-polyfill'],
  zip: { excludeSources: ['.data/**', 'smoke-out/**', 'test-results/**'] },
  manifest: ({ mode, browser }) => {
    const deployment = deploymentOf(mode);
    const firefox = browser === 'firefox';
    return {
      name: 'Canvasback',
      description: 'Version history and diffs inside Salesforce Setup',
      permissions: firefox ? ['storage', 'identity'] : ['storage', 'identity', 'sidePanel'],
      host_permissions: [`${deployment.apiOrigin}/*`, `https://${deployment.auth0Domain}/*`],
      content_security_policy: { extension_pages: extensionPagesPolicy(deployment) },
      web_accessible_resources: [
        {
          resources: ['panel.html'],
          matches: setupMatches,
          ...(firefox ? {} : { use_dynamic_url: true }),
        },
      ],
      action: { default_title: 'Canvasback' },
      commands: {
        'open-panel': {
          suggested_key: { default: 'Alt+Shift+H' },
          description: 'Open or close the history panel',
        },
        compare: {
          suggested_key: { default: 'Alt+Shift+C' },
          description: 'Compare with the last committed version',
        },
      },
      // A private window has a cookie jar of its own: the session would be another person's or none.
      incognito: 'not_allowed',
      ...(firefox
        ? {
            browser_specific_settings: {
              gecko: {
                id: deployment.ids.firefox,
                strict_min_version: '147.0',
                data_collection_permissions: { required: ['authenticationInfo', 'websiteContent'] },
              },
            },
          }
        : { minimum_chrome_version: '137', ...(deployment.key ? { key: deployment.key } : {}) }),
    };
  },
  vite: ({ command }) => {
    // A development build differs by its deployment, not by a slower React.
    if (command === 'build') process.env.NODE_ENV = 'production';
    return { plugins: [bareContentScripts()], build: { target: 'es2023' } };
  },
});

/** Starts the launcher without WXT's wrapper (its context, its log, its definition), which the page has no use for. */
function bareContentScripts(): Plugin {
  const wrapped = /^\0virtual:wxt-content-script-isolated-world-entrypoint\?/;
  return {
    name: 'canvasback:bare-content-scripts',
    enforce: 'pre',
    load: {
      filter: { id: wrapped },
      handler: (id) => `import { launch } from ${JSON.stringify(id.replace(wrapped, ''))};\nlaunch();`,
    },
  };
}
