// Refusals of the OAuth endpoints: the code and text Salesforce gives, and how they are delivered.

import { escapeHtml, html, json, type Reply, redirect } from '../http/exchange.ts';

/** A refusal of the token endpoint. */
export class OAuthRefusal extends Error {
  readonly error: string;
  readonly description: string;
  readonly status: number;

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

/** The page a browser sees when nothing may be sent back to the app. */
export function errorPage(error: string, description: string, status = 400): Reply {
  return html(
    status,
    `<!doctype html><html lang="en"><head><title>Salesforce</title><meta charset="utf-8"><link rel="stylesheet" href="/assets/login.css"></head>
<body class="login"><main><p class="brand">Acme</p><div class="card"><h1>We can’t authorize you</h1>
<p>We can’t authorize you because of an OAuth error. For more information, contact your Salesforce administrator.</p>
<p class="oauth-error"><code>error=${escapeHtml(error)}&amp;error_description=${escapeHtml(encodeURIComponent(description))}</code></p>
<p class="oauth-text">${escapeHtml(error)} : ${escapeHtml(description)}</p></div></main></body></html>`,
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
