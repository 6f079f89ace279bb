// What the stand-in's tenant is set to: its people, its one application, and the API it issues tokens for.

import { createHash } from 'node:crypto';

export const issuer = 'https://canvasback-dev.eu.auth0.com/';
export const audience = 'https://api.canvasback.test';
export const clientId = 'canvasback-extension';
export const defaultExtensionId = 'blaklhebcmppkaocbpggkjpamibbphpn';
export const password = 'canvasback';

/** Seconds; the life of access tokens as the API's settings in Auth0 say. */
export const tokenLifetime = 600;

export interface Person {
  readonly sub: string;
  readonly name: string;
  readonly email: string;
}

export const people: readonly Person[] = [
  { sub: 'auth0|ada', name: 'Ada King', email: 'ada@acme.example' },
  { sub: 'auth0|sam', name: 'Sam Okafor', email: 'sam@acme.example' },
  { sub: 'auth0|mia', name: 'Mia Lindqvist', email: 'mia@acme.example' },
  { sub: 'auth0|zoe', name: 'Zoe Novak', email: 'zoe@else.example' },
];

export interface ApplicationSettings {
  readonly callbacks: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly origins: readonly string[];
}

/** Firefox's ids look like addresses of mail. */
export const isFirefoxId = (id: string) => id.includes('@');

/** Where the browser itself catches the end of a sign-in. */
export function redirectHost(id: string): string {
  return isFirefoxId(id)
    ? `${createHash('sha1').update(id).digest('hex')}.extensions.allizom.org`
    : `${id}.chromiumapp.org`;
}

/** The application's allow-lists for these extension ids. */
export function applicationSettings(extensionIds: readonly string[]): ApplicationSettings {
  return {
    callbacks: extensionIds.map((id) => `https://${redirectHost(id)}/auth0`),
    logoutUrls: extensionIds.map((id) => `https://${redirectHost(id)}/signed-out`),
    // Firefox gives each profile an origin of its own, which nobody can list.
    origins: extensionIds.filter((id) => !isFirefoxId(id)).map((id) => `chrome-extension://${id}`),
  };
}
