// Connects an org by Salesforce's own sign-in, whose redirect ends here and nowhere else.

import { apiHostOf } from '#core/setup/host.ts';
import type { OutputOf } from '../../contract/index.ts';
import { callbackPaths } from '../../utils/deployment.ts';
import { HostError } from '../../utils/extension-host.ts';
import { problem } from '../../utils/problems.ts';
import type { Gateway } from './gateway.ts';
import { WebAuthError } from './web-auth.ts';

interface ConnectDeps {
  readonly gateway: Pick<Gateway, 'call'>;
  readonly webAuthFlow: (url: string, interactive: boolean) => Promise<string>;
  readonly redirectAddress: (path: string) => string;
}

type Refused = OutputOf<'orgs.connectRefused'>;
type Started = OutputOf<'orgs.connectStart'>;
export type Connected = OutputOf<'orgs.connectFinish'>;

const loginHosts = ['login.salesforce.com', 'test.salesforce.com'];

export async function connectOrg(
  deps: ConnectDeps,
  apiHost: string,
  integrationUsername: string | undefined,
  anew = false,
): Promise<Connected> {
  const redirectUri = deps.redirectAddress(callbackPaths.salesforce);
  const input = { apiHost, redirectUri, integrationUsername, ...(anew ? { anew } : {}) };
  const { authorizeUrl, state } = (await deps.gateway.call('orgs.connectStart', input)) as Started;
  if (!isSalesforce(authorizeUrl, apiHost)) {
    throw problem('internal', { detail: 'The sign-in address is not Salesforce’s.', retry: false });
  }
  if (!asksForIdentityOnly(authorizeUrl, { state, redirectUri })) {
    const detail = 'The sign-in address asks Salesforce for more than who you are.';
    throw problem('internal', { detail, retry: false });
  }
  const answer = await askSalesforce(deps, authorizeUrl).catch(async (failure: unknown) => {
    throw (await whatWasShown(deps, failure, { apiHost, redirectUri })) ?? failure;
  });
  if (answer.get('state') !== state) throw problem('connect_state_invalid');
  const error = answer.get('error');
  if (error) {
    const description = answer.get('error_description') ?? undefined;
    const said = { state, error, ...(description ? { description } : {}) };
    const { what, fix, who } = (await deps.gateway.call('orgs.connectRefused', said)) as Refused;
    throw problem('connect_denied', { detail: `${what} (${error})`, action: fix, who });
  }
  const code = answer.get('code');
  if (!code) throw problem('connect_state_invalid', { detail: 'Salesforce sent no code.' });
  return (await deps.gateway.call('orgs.connectFinish', { state, code })) as Connected;
}

async function askSalesforce(deps: ConnectDeps, authorizeUrl: string): Promise<URLSearchParams> {
  try {
    return new URL(await deps.webAuthFlow(authorizeUrl, true)).searchParams;
  } catch (error) {
    if (error instanceof WebAuthError && error.reason === 'closed') {
      throw problem('connect_denied', {
        title: 'The Salesforce sign-in window was closed before it finished.',
        action:
          'Start connecting again. If Salesforce showed an error code there, the connect page says what it means.',
        who: 'you',
      });
    }
    if (error instanceof WebAuthError && error.reason === 'unreachable') {
      throw problem('salesforce_unavailable', {
        title: 'Salesforce’s sign-in page could not be shown.',
        action: 'Check the connection, then start connecting again.',
      });
    }
    throw error;
  }
}

/** Salesforce shows some errors on a page of its own, which people close: the server sees most of them as well. */
async function whatWasShown(
  { gateway }: ConnectDeps,
  failure: unknown,
  at: { apiHost: string; redirectUri: string },
): Promise<HostError | undefined> {
  if (!(failure instanceof HostError) || failure.problem.code !== 'connect_denied') return undefined;
  const { checks } = (await gateway.call('guide.check', at).catch(() => ({ checks: [] }))) as Checks;
  const wrong = checks.find(({ state }) => state === 'wrong');
  if (!wrong) return undefined;
  const { what, advice, who } = wrong;
  return problem('connect_denied', {
    detail: what,
    action: advice ?? failure.problem.action,
    ...(who ? { who } : {}),
  });
}

type Checks = OutputOf<'guide.check'>;

/** Password and second factor are typed at Salesforce only: at this org's own host, or at the shared login hosts. */
export function isSalesforce(address: string, apiHost: string): boolean {
  const at = URL.parse(address);
  if (at?.protocol !== 'https:' || at.port !== '' || at.username || at.password) return false;
  return loginHosts.includes(at.hostname) || (at.hostname === apiHost && apiHostOf(at.hostname) === apiHost);
}

/** Whatever the API says: one code for this very attempt, to this extension, with no access and no refresh token in it. */
export function asksForIdentityOnly(address: string, own: { state: string; redirectUri: string }): boolean {
  const { pathname, searchParams } = new URL(address);
  const wanted = {
    scope: 'openid',
    response_type: 'code',
    code_challenge_method: 'S256',
    redirect_uri: own.redirectUri,
    state: own.state,
  };
  return (
    pathname === '/services/oauth2/authorize' &&
    Object.entries(wanted).every(([name, value]) => searchParams.getAll(name).join(' ') === value)
  );
}

/** What a popup that closed meanwhile shows when it is opened again. */
export function connectProblem(error: unknown): string {
  if (!(error instanceof HostError)) return 'Connecting did not finish.';
  const { title, detail, action } = error.problem;
  return [title, detail, action].filter(Boolean).join(' ');
}
