// Which elements of which metadata types hold a secret: their texts are replaced before anything is stored or shown.

/** `documented`: Salesforce's own pages say so; `named`: its name in the Metadata WSDL v63 says so; `memory`: not checked. */
export type Ground = 'documented' | 'named' | 'memory';

export interface SecretField {
  /** Elements below the document's root; the last one is looked for at any depth. */
  readonly path: string;
  readonly ground: Ground;
  /** It is none when this sibling has one of these values; an unknown value leaves it a secret. */
  readonly unless?: { readonly sibling: string; readonly is: readonly string[] };
  /** Also none when a second sibling has one of these values. */
  readonly orUnless?: { readonly sibling: string; readonly is: readonly string[] };
  /** It is one only when one of these siblings reads like a secret's name. */
  readonly named?: readonly string[];
}

const field = (ground: Ground, ...paths: readonly string[]): readonly SecretField[] =>
  paths.map((path) => ({ path, ground }));

/** Parameters of an external credential whose value names a thing, says how, or is sent for everyone to read. */
const harmlessCredentialParameters = [
  'AdditionalRefreshStatusCode',
  'AuthProtocolVariant',
  'AuthProvider',
  'AuthProviderUrl',
  'AwsStsPrincipal',
  'CreatedByNamespace',
  'ExternalAuthIdentityProvider',
  'GlobalNamedPrincipal',
  'JwtBodyClaim',
  'JwtHeaderClaim',
  'NamedPrincipal',
  'PerUserPrincipal',
  'SigningCertificate',
  'SystemUserPrincipal',
];

/** Parameters of a named credential that are an address, a name or a state. */
const harmlessEndpointParameters = [
  'AllowedManagedPackageNamespaces',
  'Authentication',
  'ClientCertificate',
  'ConnectionStatus',
  'CreatedByNamespace',
  'ManagedByComponent',
  'ManagedByFeature',
  'OutboundNetworkConnection',
  'StandardNamedCredentialType',
  'Url',
];

/** By Metadata API type name, also of types that have no history yet, so that none gets one without its row. */
const fields: Readonly<Record<string, readonly SecretField[]>> = {
  // Since November 2022 written in plain text, before that encrypted (AuthProvider's page). ecKey signs for Apple.
  AuthProvider: [...field('documented', 'consumerSecret'), ...field('memory', 'ecKey')],
  ConnectedApp: field('documented', 'oauthConfig/consumerSecret'),
  ExtlClntAppGlobalOauthSettings: field('documented', 'consumerSecret'),
  NamedCredential: [
    ...field('documented', 'password', 'awsAccessSecret', 'oauthToken', 'oauthRefreshToken'),
    {
      path: 'namedCredentialParameters/parameterValue',
      ground: 'documented',
      unless: { sibling: 'parameterType', is: harmlessEndpointParameters },
    },
  ],
  ExternalCredential: [
    {
      path: 'externalCredentialParameters/parameterValue',
      ground: 'documented',
      unless: { sibling: 'parameterType', is: harmlessCredentialParameters },
      orUnless: {
        sibling: 'parameterName',
        is: ['AwsAccountId', 'AwsRegion', 'AwsService', 'AwsStsDuration', 'Scope'],
      },
    },
  ],
  ExternalAuthIdentityProvider: [
    {
      path: 'externalAuthIdentityProviderParameters/parameterValue',
      ground: 'named',
      unless: {
        sibling: 'parameterType',
        is: ['AuthorizeUrl', 'CreatedByNamespace', 'IdentityProviderOptions', 'TokenUrl', 'UserInfoUrl'],
      },
    },
  ],
  ExternalDataSource: field(
    'named',
    'password',
    'oauthToken',
    'oauthRefreshToken',
    'customConfiguration',
    'customHttpHeaders/headerFieldValue',
  ),
  CallCenter: [
    { path: 'sections/items/value', ground: 'memory', named: ['name', 'label'] },
    ...field('memory', 'customSettings'),
  ],
  Network: field('named', 'networkAuthApiSettings/recaptchaSecretKey'),
  ActionLinkGroupTemplate: field('memory', 'actionLinkTemplates/headers', 'actionLinkTemplates/requestBody'),
  ConversationVendorInfo: field('memory', 'awsAccountKey', 'customConfig'),
  DataConnectorS3: field('named', 's3SecretKey'),
  ExternalDataConnector: field('memory', 'dataConnectorConfiguration'),
  MktDataConnection: [...field('named', 'credentials/value'), ...field('memory', 'parameters/value')],
  InstalledPackage: field('named', 'password'),
};

/** Words in the name of a thing whose value is nobody's business. */
export const secretName =
  /pass(?:word|phrase|code|wd)|pwd|secret|token|credential|api[-_ ]?key|private[-_ ]?key|access[-_ ]?key/i;

/** A type's secret fields; undefined for most types. */
export function secretFieldsOf(type: string): readonly SecretField[] | undefined {
  return Object.hasOwn(fields, type) ? fields[type] : undefined;
}

/** Types with a row. */
export const secretTypes: readonly string[] = Object.keys(fields).sort();
