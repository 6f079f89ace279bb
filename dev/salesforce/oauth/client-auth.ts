// Which client a call to the token endpoints is of, and whether it proves that: by secret or by signed assertion.

import type { RegisteredApp } from '../app.ts';
import { appOf } from '../apps.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import { audiences, audiencesOf, readAssertion, secondsOf, signedByApp } from './assertion.ts';
import { refuse } from './errors.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface Given {
  readonly id: string | undefined;
  readonly secret: string | undefined;
}

/** Refuses a client that isn't the app, a wrong secret, and no secret where one is required. */
export async function checkClient(
  org: Org,
  call: Exchange,
  form: URLSearchParams,
  required: boolean,
): Promise<void> {
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    if (!(await provesClient(org, form.get('client_assertion_type'), assertion))) wrongCredentials(org);
    return;
  }
  const given = givenClient(call, form);
  const isSignIn = given.id !== undefined && given.id === org.signInApp?.clientId;
  if (isSignIn) return;
  const app = appOf(org, given.id);
  if (!app) return refuse('invalid_client_id', 'client identifier invalid');
  checkSecret(org, app, given.secret, required && app === org.app);
}

/** Refuses a wrong secret, and none where one is required. */
export function checkSecret(
  org: Org,
  app: RegisteredApp,
  secret: string | undefined,
  required: boolean,
): void {
  if (secret === undefined ? required : app.secret === '' || secret !== app.secret) wrongCredentials(org);
}

/** True when the call proves to be the app's, for what no unproven client may ask. */
export async function isProvenClient(org: Org, call: Exchange, form: URLSearchParams): Promise<boolean> {
  const assertion = form.get('client_assertion');
  if (assertion !== null) return provesClient(org, form.get('client_assertion_type'), assertion);
  const given = givenClient(call, form);
  return given.id === org.app.clientId && org.app.secret !== '' && given.secret === org.app.secret;
}

/** Id and secret of the Basic header, or else of the form. */
export function givenClient(call: Exchange, form: URLSearchParams): Given {
  const [, basic] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(call.headers.authorization ?? '') ?? [];
  if (basic === undefined) {
    return { id: form.get('client_id') ?? undefined, secret: form.get('client_secret') ?? undefined };
  }
  const [, id = '', secret = ''] = /^([^:]*):([\s\S]*)$/.exec(Buffer.from(basic, 'base64').toString()) ?? [];
  const plain = (text: string) => new URLSearchParams(`text=${text}`).get('text') ?? '';
  return { id: plain(id), secret: plain(secret) };
}

async function provesClient(org: Org, type: string | null, assertion: string): Promise<boolean> {
  const claims = readAssertion(assertion);
  if (type !== assertionType || !claims) return false;
  const app = appOf(org, claims.iss);
  if (!app) return false;
  const { clientId } = app;
  const end = secondsOf(claims.exp) ?? 0;
  const accepted = audiences(org).flatMap((each) => [each, `${each}/services/oauth2/token`]);
  return (
    claims.iss === clientId &&
    claims.sub === clientId &&
    end * 1000 > org.now() &&
    audiencesOf(claims).some((each) => accepted.includes(each)) &&
    signedByApp(app, assertion)
  );
}

function wrongCredentials(org: Org): never {
  if (org.faults.wording === 'documented') {
    refuse('invalid_client_credentials', 'client credentials are invalid');
  }
  return refuse('invalid_client', 'invalid client credentials');
}
