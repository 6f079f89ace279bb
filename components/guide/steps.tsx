// The steps themselves, in the words and the order of Salesforce's Setup.

import type { OutputOf } from '../../contract/index.ts';
import { SetupLink } from '../orgs/setup-link.tsx';
import { Button } from '../ui/button.tsx';
import { saveFile } from '../ui/save-file.ts';
import { Time } from '../ui/time.tsx';
import { OwnApp } from './own-app.tsx';
import { type GuideStep, Value } from './step.tsx';

export interface GuideFacts {
  readonly apiHost: string;
  readonly values: OutputOf<'guide.values'>;
  /** The callback address of this extension. */
  readonly callback: string;
  readonly owner: boolean;
}

const scopeNames: Readonly<Record<string, string>> = {
  openid: 'Access unique user identifiers (openid)',
  api: 'Manage user data via APIs (api)',
  refresh_token: 'Perform requests at any time (refresh_token, offline_access)',
};

export function stepsOf({ apiHost, values, callback, owner }: GuideFacts): readonly GuideStep[] {
  // Its own address first: the one that this browser needs.
  const callbacks = [...new Set([callback, ...values.redirects])];
  return [
    {
      id: 'address',
      title: 'The org’s My Domain',
      checkedBy: ['address'],
      body: (
        <>
          <p>
            The servers reach the org by this address. It is in <SetupLink apiHost={apiHost} to="domain" />.
          </p>
          <Value label="My Domain" text={apiHost} />
        </>
      ),
    },
    {
      id: 'app',
      title: 'External client app',
      checkedBy: ['app', 'callback', 'sign_in'],
      body: (
        <>
          <p>
            In <SetupLink apiHost={apiHost} to="apps" />: New External Client App, distribution state Local.
            Then enable OAuth, and enter:
          </p>
          <Value label="External Client App Name" text="Canvasback" />
          {callbacks.map((address) => (
            <Value key={address} label="Callback URL" text={address} />
          ))}
          {values.scopes.map((scope) => (
            <Value key={scope} label="OAuth Scope" text={scopeNames[scope] ?? scope} />
          ))}
          <p>
            Under Security, switch on “Require Proof Key for Code Exchange (PKCE)” and switch off “Require
            Secret for Web Server Flow”. A new app takes up to ten minutes to be known.
          </p>
          {values.signInClientId ? (
            <p className="muted small">
              People sign in with another app, {values.signInClientId}: its callback URLs are those above, its
              only scope is openid, and each person allows it on Salesforce’s own page. This app is never
              signed in with; give it any callback URL.
            </p>
          ) : null}
          <OwnApp apiHost={apiHost} values={values} owner={owner} />
        </>
      ),
    },
    {
      id: 'jwt',
      title: 'JWT bearer flow, with the certificate',
      body: (
        <>
          <p>
            Under Flow Enablement, switch on “Enable JWT Bearer Flow” and upload this certificate. It is
            public; the key that belongs to it never leaves the delegation service.
          </p>
          {values.certificate ? (
            <p className="row wrap">
              <Button onPress={() => saveFile('canvasback.crt', values.certificate ?? '')}>
                Download the certificate
              </Button>
              {values.certificateEndsAt ? (
                <span className="muted small">
                  ends <Time at={values.certificateEndsAt} />
                </span>
              ) : null}
            </p>
          ) : (
            <p className="muted">
              The servers have no certificate at hand: ask who runs them for salesforce-app.crt.
            </p>
          )}
          <Value label="SHA-256 of its public key" text={values.fingerprint} />
        </>
      ),
    },
    {
      id: 'permission-set',
      title: 'Permission set',
      body: (
        <>
          <p>
            In <SetupLink apiHost={apiHost} to="permissionSets" />: New, without a license. Assign it to the
            integration user and to everybody who shall compare.
          </p>
          <Value label="Label" text="Canvasback" />
        </>
      ),
    },
    {
      id: 'policy',
      title: 'Policy of the app',
      body: (
        <>
          <p>
            Back in <SetupLink apiHost={apiHost} to="apps" />, on the app’s Policies tab: choose this under
            Permitted Users, then select the permission set.
          </p>
          <Value label="Permitted Users" text="Admin approved users are pre-authorized" />
        </>
      ),
    },
    {
      id: 'integration-user',
      title: 'Integration user',
      body: (
        <>
          <p>
            In <SetupLink apiHost={apiHost} to="users" />: a user that reads in the background. It needs, by a
            permission set:
          </p>
          <ul>
            <li>API Enabled</li>
            <li>View Setup and Configuration</li>
            <li>Modify Metadata Through Metadata API Functions, or Modify All Data</li>
          </ul>
          <p className="muted small">
            Salesforce’s Metadata API asks for the last one to read; nothing that writes is on the list of
            what is called. Who connects the org first needs Customize Application.
          </p>
        </>
      ),
    },
    {
      id: 'network',
      title: 'Addresses and sessions',
      body: (
        <p>
          Login IP ranges and login hours of the users’ <SetupLink apiHost={apiHost} to="profiles" /> stop the
          servers as they stop a person: allow the servers’ addresses, or set the app’s IP relaxation. In{' '}
          <SetupLink apiHost={apiHost} to="session" />, “Lock sessions to the IP address from which they
          originated” has the same effect.
        </p>
      ),
    },
  ];
}
