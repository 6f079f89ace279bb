// Words for the settings of code and of what surrounds it.

import { textOf, type WordTable } from './type-words.ts';

const code: WordTable = {
  nouns: `
    apiVersion API version
    packageVersions Package version
    majorNumber major number
    minorNumber minor number`,
};

export const codeWords: Readonly<Record<string, WordTable>> = {
  ApexClass: code,
  ApexPage: code,
  ApexComponent: code,
  ApexTrigger: code,
  AuraDefinitionBundle: code,
  LightningComponentBundle: {
    nouns: 'isExposed Exposed to builders',
    silent: 'targets capabilities lwcResources',
  },
  AuthProvider: { nouns: 'ecKey EC key\n isPkceEnabled PKCE' },
  NamedCredential: {
    nouns: `
      namedCredentialParameters Parameter
      parameterValue value
      awsAccessKey AWS access key
      awsAccessSecret AWS access secret
      oauthToken OAuth token
      oauthRefreshToken OAuth refresh token`,
    name: (item) => textOf(item, 'parameterName', 'parameterType'),
  },
  ExternalCredential: {
    nouns: 'externalCredentialParameters Parameter\n parameterValue value',
    name: (item) => textOf(item, 'parameterName', 'parameterType'),
  },
  ConnectedApp: { nouns: 'oauthConfig OAuth settings' },
  Package: { nouns: 'types Metadata type' },
};
