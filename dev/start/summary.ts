// What stands on the terminal once the world runs: where to look, how to sign in, what to try, how to stop.

import { password } from '../auth0/tenant.ts';
import { apiOrigin, org, signIns } from '../world/names.ts';

export interface SummaryFacts {
  readonly page: string;
  readonly data: string;
  readonly proxyUrl: string;
  readonly controlUrl: string;
  readonly repository: string;
  readonly sample: boolean;
  /** How the browser was opened, or why not, with what to type. */
  readonly browser: string;
}

export function summarize(facts: SummaryFacts): string {
  const rows = (pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([name, value]) => `     ${name.padEnd(13)} ${value}`).join('\n');
  return `
  Canvasback runs. Everything stays on this machine.

  1  Look   ${facts.page}
     ${facts.browser.replaceAll('\n', '\n     ')}

  2  Sign in from the extension’s popup: the puzzle piece in the toolbar, then Canvasback (password of all: ${password})
${rows([
  ['Canvasback', signIns.canvasback.join('  ')],
  ['Salesforce', signIns.salesforce.join('  ')],
  ['integration', `${signIns.integration} (the user that the baseline runs as)`],
])}

  3  Try    connect the org, open the panel, press “Compare with last committed”${
    facts.sample
      ? '\n            (the flow on that page was edited and not committed, and so were five more: see README)'
      : ''
  }

  4  Know
${rows([
  ['API', apiOrigin],
  ['Salesforce', `https://${org.lightningHost}  https://${org.setupHost}  https://${org.loginHost}`],
  ['proxy', `${facts.proxyUrl} (these names exist only behind it; it refuses all others)`],
  ['control', facts.controlUrl],
  ['history from', facts.repository],
  ['data', facts.data],
  ['logs', `${facts.data}/logs`],
])}

  5  Stop   Ctrl-C. Data is kept; remove ${facts.data} to start afresh.
     All of it runs as one user here; in production API, worker and delegation service have one each.
`;
}
