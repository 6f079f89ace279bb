// The stand-in's pages: one card in the middle, light and dark, with no script at all.

const style = `
:root { color-scheme: light dark; --back: #f4f5f8; --card: #fff; --ink: #1e212a; --soft: #65676e; --line: #c2c8d0;
  --accent: #1f5f99; --on: #fff; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --back: #14161a; --card: #1e2127; --ink: #eceef2; --soft: #a3a8b3;
  --line: #4a505c; --accent: #8ab8e6; --on: #10202f; --bad: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--back); color: var(--ink);
  font: 16px/1.45 system-ui, sans-serif; }
main { width: min(400px, calc(100vw - 32px)); margin: 24px 0; padding: 40px; background: var(--card);
  border: 1px solid var(--line); border-radius: 6px; }
h1 { margin: 0 0 8px; font-size: 24px; font-weight: 600; text-align: center; }
p { margin: 0 0 24px; color: var(--soft); text-align: center; font-size: 14px; }
label { display: block; margin: 16px 0 4px; font-size: 14px; }
input { width: 100%; padding: 11px 12px; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: 4px; }
input[aria-invalid] { border-color: var(--bad); }
button { width: 100%; margin-top: 24px; padding: 12px; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--on); background: var(--accent); border: 0; border-radius: 4px; }
:is(input, button):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.bad { margin: 12px 0 0; color: var(--bad); text-align: left; }
footer { margin-top: 24px; font-size: 12px; color: var(--soft); text-align: center; }
`;

export interface LoginFields {
  /** Where the form is sent. */
  readonly action: string;
  readonly email: string;
  /** Shown under the password. */
  readonly problem?: string;
}

export function renderLogin({ action, email, problem }: LoginFields): string {
  const wrong = problem ? 'aria-invalid="true" aria-describedby="problem"' : '';
  return renderPage(
    'Log in',
    `<h1>Welcome</h1>
<p>Log in to Canvasback Dev to continue to Canvasback.</p>
<form method="post" action="${escapeHtml(action)}">
<label for="username">Email address</label>
<input id="username" name="username" type="email" autocomplete="username" required value="${escapeHtml(email)}"${email ? '' : ' autofocus'}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required ${wrong}${email ? ' autofocus' : ''}>
${problem ? `<p class="bad" id="problem" role="alert">${escapeHtml(problem)}</p>` : ''}
<button type="submit">Continue</button>
</form>`,
  );
}

export function renderMessage(title: string, text: string): string {
  return renderPage(title, `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(text)}</p>`);
}

function renderPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} | Canvasback Dev</title><style>${style}</style></head>
<body><main>${body}<footer>A local stand-in for Auth0</footer></main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
