// The Salesforce app in an org, as the org's sign-in page tells of it to anybody; no token is asked for.

import { createHash, randomBytes } from 'node:crypto';
import type { WhoCanAct } from '#contract/errors.ts';
import { explainSalesforceError } from '../delegation/salesforce-errors.ts';
import { AppError } from '../errors.ts';
import { callSalesforce, type Fetch, isApiHost, type SalesforceAnswer } from '../salesforce/hosts.ts';

export interface AppSettings {
  readonly clientId: string;
  readonly redirects: readonly string[];
}

export interface OrgCheck {
  /** What was looked at: the My Domain, the app there, one callback address, sign-in as a whole. */
  readonly of: 'address' | 'app' | 'callback' | 'sign_in';
  readonly state: 'good' | 'wrong' | 'unknown';
  readonly what: string;
  readonly advice?: string;
  readonly who?: WhoCanAct;
}

const timeoutMs = 10_000;
const maxBytes = 512 * 1024;
const maxHops = 3;

/** One check for each callback, after one of the address and one of the app. Never throws for what the org answers. */
export async function checkOrg(fetch: Fetch, apiHost: string, app: AppSettings): Promise<OrgCheck[]> {
  if (!isApiHost(apiHost)) {
    return [
      {
        of: 'address',
        state: 'wrong',
        what: `${apiHost} is no My Domain`,
        advice: 'Name it as in Setup → My Domain: acme.my.salesforce.com.',
        who: 'you',
      },
    ];
  }
  const answers = await Promise.all(
    app.redirects.map(async (redirect) => ({
      redirect,
      said: await ask(fetch, apiHost, app.clientId, redirect),
    })),
  );
  const unreachable = answers.find(({ said }) => said.error === 'unreachable');
  if (unreachable) {
    const advice = 'Is the My Domain right, and may the server reach it?';
    const what = `${apiHost}: ${unreachable.said.text}`;
    return [{ of: 'address', state: 'wrong', what, advice, who: 'you' }];
  }
  const reached: OrgCheck = { of: 'address', state: 'good', what: `${apiHost} answers` };
  const aboutApp = answers.find(({ said }) => said.error !== undefined && !aboutCallback(said.error));
  if (aboutApp) {
    const { error, text } = aboutApp.said;
    const { what, fix, who } = explainSalesforceError('authorize', error, text);
    const of = notTheApp.has(error ?? '') ? 'sign_in' : 'app';
    return [reached, { of, state: 'wrong', what: `${apiHost}: ${what} (${error})`, advice: fix, who }];
  }
  const known: OrgCheck = { of: 'app', state: 'good', what: `${apiHost} knows the app` };
  return [
    reached,
    known,
    ...answers.map(({ redirect, said }) => callbackCheck(apiHost, redirect, said.error)),
  ];
}

function callbackCheck(apiHost: string, redirect: string, error: string | undefined): OrgCheck {
  if (error === undefined) {
    return { of: 'callback', state: 'good', what: `Sign-in may end at ${redirect}` };
  }
  const { what, who } = explainSalesforceError('authorize', error);
  const advice = `${what} Add ${redirect} to the app’s callback URLs, exactly so.`;
  return {
    of: 'callback',
    state: 'wrong',
    what: `${apiHost} does not let sign-in end at ${redirect}`,
    advice,
    who,
  };
}

const aboutCallback = (error: string) => error.startsWith('redirect_uri');
/** Ours to mend, not the app's settings. */
const notTheApp: ReadonlySet<string> = new Set(['invalid_request']);

/** What the sign-in page says to a request like ours; no error when it would let a person sign in. */
async function ask(
  fetch: Fetch,
  apiHost: string,
  clientId: string,
  redirect: string,
): Promise<{ error?: string; text?: string }> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirect,
    scope: 'openid',
    state: randomBytes(12).toString('base64url'),
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let at = `https://${apiHost}/services/oauth2/authorize?${query}`;
  for (let hops = 0; hops < maxHops; hops += 1) {
    let answer: SalesforceAnswer;
    try {
      answer = await callSalesforce(
        fetch,
        at,
        { method: 'GET', headers: { accept: 'text/html' }, timeoutMs, maxBytes },
        { redirects: 'answer' },
      );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { error: 'unreachable', text: error.detail ?? error.message };
    }
    const location = answer.headers.get('location');
    const target = location ? URL.parse(location, at) : null;
    const refused = errorIn(target?.searchParams) ?? errorIn(pageQuery(answer.text));
    if (refused) return refused;
    // The page of an app that can't be used lies behind one more address of the same host; sign-in pages end it.
    if (target?.host !== apiHost || !/RemoteAccessErrorPage/.test(target.pathname)) {
      return answer.status >= 400 ? { error: `http_${answer.status}` } : {};
    }
    at = target.href;
  }
  return {};
}

function errorIn(query: URLSearchParams | undefined): { error: string; text: string } | undefined {
  const error = query?.get('error');
  return error ? { error, text: query?.get('error_description') ?? '' } : undefined;
}

/** The error page tells its code as a query of its own: `error=redirect_uri_mismatch&error_description=…`. */
function pageQuery(page: string): URLSearchParams | undefined {
  const [query] = /\berror=[A-Za-z_]+&(?:amp;)?error_description=[^\s<"]*/.exec(page) ?? [];
  return query ? new URLSearchParams(query.replaceAll('&amp;', '&')) : undefined;
}
