// What the manifest says about pages: where the launcher runs and what our own pages may load.

import type { Deployment } from './deployment.ts';

/**
 * Where the launcher runs: Lightning, Setup, Classic and Experience Builder, as Salesforce's own tools name their hosts.
 * Never a host permission: these only place a content script.
 */
export const setupMatches: string[] = [
  'https://*.lightning.force.com/*',
  'https://*.my.salesforce-setup.com/*',
  'https://*.my.salesforce.com/*',
  'https://*.builder.salesforce-experience.com/*',
  'https://*.lightning.crmforce.mil/*',
  'https://*.my.salesforce-setup.mil/*',
  'https://*.my.salesforce.mil/*',
  'https://*.lightning.sfcrmapps.cn/*',
  'https://*.setup.sfcrmapps.cn/*',
  'https://*.my.sfcrmproducts.cn/*',
];

/** Where Setup's older pages lie, which it shows in frames. */
export const frameMatches: string[] = [
  'https://*.my.salesforce.com/*',
  'https://*.vf.force.com/*',
  'https://*.my.salesforce.mil/*',
  'https://*.my.sfcrmproducts.cn/*',
];

/** Doors whose addresses carry a session: no script of ours runs there at all. */
export const secretPaths: string[] = [
  'https://*/secur/*',
  'https://*/services/*',
  'https://*/visualforce/session*',
];

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
