// Refusals of the OAuth endpoints: the code and text Salesforce gives, and how they are delivered.

import { escapeHtml, html, json, type Reply, redirect } from '../http/exchange.ts';
import type { Person } from '../state/people.ts';

/** A refusal of the token endpoint. */
export class OAuthRefusal extends Error {
  readonly error: string;
  readonly description: string;
  readonly status: number;
  /** Whose failed login it is, once that is known. */
  person?: Person | undefined;

  constructor(error: string, description: string, status = 400) {
    super(`${error}: ${description}`);
    this.error = error;
    this.description = description;
    this.status = status;
  }
}

export function refuse(error: string, description: string, status = 400): never {
  throw new OAuthRefusal(error, description, status);
}

export function refusalReply(refusal: OAuthRefusal): Reply {
  const body = { error: refusal.error, error_description: refusal.description };
  return json(refusal.status, body, { 'cache-control': 'no-cache, no-store', pragma: 'no-cache' });
}

/** Whatever refuses inside is a failed login of this user. */
export async function asLoginOf<T>(person: Person | undefined, attempt: () => T | Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (cause) {
    if (cause instanceof OAuthRefusal) cause.person ??= person;
    throw cause;
  }
}

/** The page a browser sees when the request itself is no good, and nothing may be sent back to the app. */
export function errorPage(error: string, description: string, status = 400): Reply {
  return page(status, queryForm(error, description), `${error} : ${description}`);
}

const pagePath = '/setup/secur/RemoteAccessErrorPage.apexp';

/** Sends the browser to the page on which an app that can't be used ends. */
export function toErrorPage(error: string, description: string, state: string | null): Reply {
  const query = new URLSearchParams({ error, error_description: description });
  if (state !== null) query.set('state', state);
  return redirect(`${pagePath}?${query}`);
}

/** That page: for an app that must be installed first it says no more than that something went wrong. */
export function showErrorPage(query: URLSearchParams): Reply {
  const error = query.get('error') ?? '';
  const description = query.get('error_description') ?? '';
  if (description === notInstalled) {
    const said = 'An unexpected error has occurred during authentication. Please try again.';
    return page(200, undefined, `OAUTH_APPROVAL_ERROR_GENERIC : ${said}`);
  }
  return page(200, queryForm(error, description), `${error} : ${description}`);
}

/** What Salesforce says of a connected app that no admin has installed. */
export const notInstalled = 'app must be installed into org';

const queryForm = (error: string, description: string) =>
  `error=${error}&error_description=${encodeURIComponent(description)}`;

function page(status: number, query: string | undefined, text: string): Reply {
  const code = query === undefined ? '' : `<p class="oauth-error"><code>${escapeHtml(query)}</code></p>\n`;
  return html(
    status,
    `<!doctype html><html lang="en"><head><title>Salesforce</title><meta charset="utf-8"><link rel="stylesheet" href="/assets/login.css"></head>
<body class="login"><main><p class="brand">Acme</p><div class="card"><h1>We can’t authorize you</h1>
<p>We can’t authorize you because of an OAuth error. For more information, contact your Salesforce administrator.</p>
${code}<p class="oauth-text">${escapeHtml(text)}</p></div></main></body></html>`,
  );
}

/** Back to the app with the refusal in the query. */
export function refusedRedirect(
  redirectUri: string,
  state: string | null,
  error: string,
  description: string,
): Reply {
  const target = new URL(redirectUri);
  target.searchParams.set('error', error);
  target.searchParams.set('error_description', description);
  if (state !== null) target.searchParams.set('state', state);
  return redirect(target.href);
}
