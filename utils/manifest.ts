// What the manifest says about pages: where the launcher runs and what our own pages may load.

import type { Deployment } from './deployment.ts';

/** Both families of Lightning addresses. Never a host permission: these only place a content script. */
export const setupMatches = [
  'https://*.lightning.force.com/*',
  'https://*.my.salesforce-setup.com/*',
] as const;

/** The one named Trusted Types policy: it makes the address of the diff worker and nothing else. */
export const workerPolicyName = 'canvasback-worker';

/** Content security policy of the background and of every extension page. */
export function extensionPagesPolicy(deployment: Deployment): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "object-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${deployment.apiOrigin} https://${deployment.auth0Domain}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${setupMatches.map((match) => match.slice(0, -2)).join(' ')}`,
    "require-trusted-types-for 'script'",
    `trusted-types ${workerPolicyName}`,
  ].join('; ');
}
