// How each refusal of the authorize endpoint is brought about, by the row it has in the published table.

import { api, login, type OrgUnderTest } from './org-under-test.ts';
import { inRedirect, onErrorPage, onPage, under } from './refusal-readers.ts';
import { authorizePath, signIn } from './sign-in-steps.ts';
import type { Producer } from './token-refusals.ts';

const ada = 'ada.king@acme.example';
const ask = (org: OrgUnderTest, change: Record<string, string | null> = {}) =>
  org.call(login, authorizePath(change));

export const authorizeRefusals: Readonly<Record<string, Producer>> = {
  'authorization-code | invalid_request | invalid code challenge': async (org) => [
    onPage(await ask(org, { code_challenge: 'short' })),
    onPage(await ask(org, { code_challenge_method: 'plain' })),
  ],
  'authorization-code | access_denied | end-user denied authorization': (org) =>
    under(org, { fault: { appMode: 'self-authorize' } }, async () => {
      const { cookie } = await signIn(org, ada);
      const request = new URL(`https://${api}${authorizePath()}`).searchParams.toString();
      const choice = { method: 'POST', form: { request, choice: 'deny' }, headers: { cookie } };
      return inRedirect(await org.call(api, '/setup/secur/RemoteAccessAuthorizationPage.apexp', choice));
    }),
  'authorization-code | immediate_unsuccessful | immediate unsuccessful': async (org) => {
    const { cookie } = await signIn(org, ada);
    const unapproved = await under(org, { fault: { appMode: 'self-authorize' } }, () =>
      org.call(api, authorizePath({ immediate: 'true' }), { headers: { cookie } }),
    );
    return [
      inRedirect(await ask(org, { immediate: 'true' })),
      inRedirect(await ask(org, { prompt: 'none' })),
      inRedirect(unapproved),
    ];
  },
  'authorization-code | OAUTH_APP_ACCESS_DENIED | user is not admin approved to access this app': async (
    org,
  ) => inRedirect((await signIn(org, 'guest.user@acme.example')).answer),
  'authorization-code | unsupported_response_type | response type is not supported': async (org) =>
    inRedirect(await ask(org, { response_type: 'cookie' })),
  'authorization-code | invalid_request | HTTPS required': async (org) =>
    onPage(await org.plainCall(login, authorizePath())),
  'authorization-code | invalid_request | Must use HTTP GET': async (org) =>
    onPage(await org.call(login, authorizePath(), { method: 'POST' })),
  'authorization-code | invalid_request | Out-of-band not supported': async (org) =>
    onPage(await ask(org, { redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' })),
  'authorization-code | OAUTH_APPROVAL_ERROR_GENERIC | app must be installed into org': async (org) => {
    const { cookie } = await signIn(org, ada);
    const change = { app: { kind: 'connected-app' }, fault: { appUninstalled: true } };
    return under(org, change, async () =>
      onErrorPage(org, await org.call(api, authorizePath(), { headers: { cookie } })),
    );
  },
  'authorization-code | OAUTH_EC_APP_NOT_FOUND | External client app is not installed in this org': (org) =>
    under(org, { fault: { appUninstalled: true } }, async () => onErrorPage(org, await ask(org))),
  'authorization-code | invalid_client_id | client identifier invalid': async (org) => [
    await onErrorPage(org, await ask(org, { client_id: '3MVG9other' })),
    await onErrorPage(org, await org.call('test.salesforce.com', authorizePath())),
  ],
  'authorization-code | unauthorized_client | client is not authorized to use this flow': async (org) => [
    inRedirect(await ask(org, { response_type: 'token' })),
    await under(org, { app: { codeFlow: false } }, async () => inRedirect(await ask(org))),
  ],
};
