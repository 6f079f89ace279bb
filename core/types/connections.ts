// Types that tie the org to other systems: who signs in through whom, and where calls go.

import { type Descriptor, document } from './descriptor.ts';

// Their documents may hold secrets, which are taken out where they enter: core/secrets/secret-fields.ts.
export const connectionTypes = {
  AuthProvider: document('Auth. provider', 'authproviders', 'authprovider', { ids: '0SO' }),
  CallCenter: document('Call center', 'callCenters', 'callCenter', { ids: '04v' }),
  ConnectedApp: document('Connected app', 'connectedApps', 'connectedApp', { ids: '0H4' }),
  ExternalClientApplication: document('External client app', 'externalClientApps', 'eca', { ids: '0xI' }),
  // What belongs to an external client app has a file of its own and no page of its own.
  ExtlClntAppOauthSettings: document(
    'External client app OAuth settings',
    'extlClntAppOauthSettings',
    'ecaOauth',
  ),
  ExtlClntAppConfigurablePolicies: document('External client app policies', 'extlClntAppPolicies', 'ecaPlcy'),
  ExtlClntAppOauthConfigurablePolicies: document(
    'External client app OAuth policies',
    'extlClntAppOauthPolicies',
    'ecaOauthPlcy',
  ),
  ExtlClntAppSamlConfigurablePolicies: document(
    'External client app SAML policies',
    'extlClntAppSamlConfigurablePolicies',
    'ecaSamlPlcy',
  ),
  // Rows of named credentials are made for calls, and no row has what an external credential is made of.
  NamedCredential: document('Named credential', 'namedCredentials', 'namedCredential', { ids: '0XA' }),
  ExternalCredential: document('External credential', 'externalCredentials', 'externalCredential'),
  SamlSsoConfig: document('SAML single sign-on setting', 'samlssoconfigs', 'samlssoconfig', { ids: '0LE' }),
} satisfies Record<string, Descriptor>;
