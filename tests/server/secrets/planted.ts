// Components of the org with a secret in each field that is known to hold one, and what to look for afterwards.

import type { MetadataType } from '../../../core/component.ts';

export interface Planted {
  readonly type: MetadataType;
  readonly fullName: string;
  readonly inside: (secrets: (name: string) => string) => string;
  /** What a change of all of its secrets is called. */
  readonly change: string;
}

const parameter = (list: string, type: string, name: string, value: string) =>
  `<${list}><parameterName>${name}</parameterName><parameterType>${type}</parameterType><parameterValue>${value}</parameterValue></${list}>`;

export const planted: readonly Planted[] = [
  {
    type: 'AuthProvider',
    fullName: 'Bank_Id',
    inside: (secret) =>
      `<consumerKey>open</consumerKey><consumerSecret>${secret('consumerSecret')}</consumerSecret><ecKey>${secret('ecKey')}</ecKey><friendlyName>Bank</friendlyName>`,
    change: 'Consumer secret changed; EC key changed',
  },
  {
    type: 'ConnectedApp',
    fullName: 'Bank_Desk',
    inside: (secret) =>
      `<contactEmail>ada@acme.example</contactEmail><label>Bank</label><oauthConfig><callbackUrl>https://a.example</callbackUrl><consumerSecret>${secret('app')}</consumerSecret></oauthConfig>`,
    change: 'OAuth settings: consumer secret changed',
  },
  {
    type: 'NamedCredential',
    fullName: 'Bank_Api',
    inside: (secret) =>
      `<awsAccessSecret>${secret('aws')}</awsAccessSecret><label>Bank</label>${parameter('namedCredentialParameters', 'HttpHeader', 'X-Api-Key', secret('header'))}<oauthRefreshToken>${secret('refresh')}</oauthRefreshToken><oauthToken>${secret('oauth')}</oauthToken><password>${secret('password')}</password>`,
    change:
      'AWS access secret changed; Parameter X-Api-Key: value changed; OAuth refresh token changed; 2 more changes',
  },
  {
    type: 'ExternalCredential',
    fullName: 'Bank',
    inside: (secret) =>
      `<authenticationProtocol>Custom</authenticationProtocol>${parameter('externalCredentialParameters', 'AuthHeader', 'Authorization', `{!&apos;Bearer ${secret('auth')}&apos;}`)}<label>Bank</label>`,
    change: 'Parameter Authorization: value changed',
  },
  {
    type: 'CallCenter',
    fullName: 'BankPhone',
    inside: (secret) =>
      `<customSettings>{"a": "${secret('settings')}"}</customSettings><displayName>Bank</displayName><sections><items><label>CTI password</label><name>reqPass</name><value>${secret('cti')}</value></items><label>General</label><name>reqGeneral</name></sections>`,
    change:
      'Custom settings changed; Section General (reqGeneral) › item CTI password (reqPass): value changed',
  },
  {
    type: 'Network',
    fullName: 'Bank_Site',
    inside: (secret) =>
      `<networkAuthApiSettings><recaptchaSecretKey>${secret('captcha')}</recaptchaSecretKey></networkAuthApiSettings><networkMemberGroups><profile>admin</profile></networkMemberGroups><site>Bank</site><status>Live</status>`,
    change: 'Network auth API settings: recaptcha secret key changed',
  },
];

/** A word that stands nowhere else; `round` makes it another one. */
export const canary = (type: string, name: string, round: number) => `kAnArY-${type}-${name}-${round}`;

export function documentOf({ type, inside }: Planted, round: number): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${inside((name) => canary(type, name, round))}</${type}>\n`;
}
