// The login page at /u/login: checks e-mail and password, and says so as Auth0 does when they are wrong.

import { timingSafeEqual } from 'node:crypto';
import type { Provider } from 'oidc-provider';
import type { Attempts } from './attempts.ts';
import { readForm } from './body.ts';
import { type LoginFields, renderLogin, renderMessage } from './page.ts';
import { password, people } from './tenant.ts';

export type LoginEvent = 'login' | 'wrong password' | 'blocked';

interface LoginParts {
  readonly provider: Provider;
  readonly attempts: Attempts;
  readonly onEvent: (event: LoginEvent, email: string) => void;
}

const words = {
  wrong: 'Wrong email or password.',
  blocked:
    'Your account has been blocked after multiple consecutive login attempts. We’ve sent you a notification via your preferred contact method with instructions on how to unblock it.',
  stale: 'This login has expired or was replaced by a newer one. Go back to the application and try again.',
};

export function serveLogin({ provider, attempts, onEvent }: LoginParts) {
  provider.use(async (ctx, next) => {
    if (ctx.path !== '/u/login') return next();
    ctx.set('cache-control', 'no-store');
    // No form-action: after the form the answer leads back to the application, and Chromium would stop it.
    ctx.set(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    ctx.type = 'html';
    const show = (status: number, fields: Omit<LoginFields, 'action'>) => {
      ctx.status = status;
      ctx.body = renderLogin({
        action: `/u/login?state=${encodeURIComponent(String(ctx.query.state))}`,
        ...fields,
      });
    };

    const details = await provider.interactionDetails(ctx.req, ctx.res).catch(() => undefined);
    if (details?.uid !== ctx.query.state) {
      ctx.status = 400;
      ctx.body = renderMessage('Invalid state', words.stale);
      return;
    }
    if (ctx.method !== 'POST') return show(200, { email: String(details?.params.login_hint ?? '') });

    const form = await readForm(ctx.req);
    const email = form.get('username') ?? '';
    const address = ctx.ip;
    if (attempts.isBlocked(email, address)) {
      onEvent('blocked', email);
      return show(429, { email, problem: words.blocked });
    }
    const person = people.find((each) => each.email === email.toLowerCase());
    if (!person || !equals(form.get('password') ?? '', password)) {
      onEvent('wrong password', email);
      const blocks = attempts.fail(email, address);
      return show(400, { email, problem: blocks ? words.blocked : words.wrong });
    }
    attempts.succeed(email, address);
    onEvent('login', email);
    const resume = await provider.interactionResult(ctx.req, ctx.res, { login: { accountId: person.sub } });
    ctx.status = 303;
    ctx.redirect(resume);
  });
}

function equals(given: string, wanted: string): boolean {
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}
