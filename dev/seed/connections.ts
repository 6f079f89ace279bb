// How the sample org calls other systems: where to, and with whose key; the keys themselves are in no document.

import { type Files, pathOf } from './paths.ts';
import { type Child, metadataFile, values } from './xml.ts';

const parameter = (tag: string, given: Readonly<Record<string, string | number | undefined>>): Child => [
  tag,
  values(given),
];

/** An address that Apex calls by the credential's name. */
const namedCredential = (name: string, label: string, url: string, keysOf: string): Files => ({
  [pathOf.namedCredential(name)]: metadataFile('NamedCredential', [
    ...values({
      allowMergeFieldsInBody: false,
      allowMergeFieldsInHeader: true,
      calloutStatus: 'Enabled',
      generateAuthorizationHeader: true,
      label,
      namedCredentialType: 'SecuredEndpoint',
    }),
    parameter('namedCredentialParameters', {
      parameterName: 'Url',
      parameterType: 'Url',
      parameterValue: url,
    }),
    parameter('namedCredentialParameters', {
      externalCredential: keysOf,
      parameterName: 'ExternalCredential',
      parameterType: 'Authentication',
    }),
  ]),
});

export const coreBanking: Files = {
  ...namedCredential('Core_Banking', 'Core Banking', 'https://core.acme.example/api', 'Core_Banking'),
  [pathOf.externalCredential('Core_Banking')]: metadataFile('ExternalCredential', [
    ...values({
      authenticationProtocol: 'Custom',
      description: 'One key for the nightly jobs.',
      label: 'Core Banking',
    }),
    parameter('externalCredentialParameters', {
      parameterGroup: 'Nightly',
      parameterName: 'Nightly',
      parameterType: 'NamedPrincipal',
      sequenceNumber: 1,
    }),
  ]),
};
