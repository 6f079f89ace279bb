// What one stand-in org is: its identity, its hosts, its registered app, and how it is started.

import type { AppSettings } from './app.ts';
import { IdMint } from './state/ids.ts';

export interface OrgOptions {
  /** Git repository in SFDX source format, bare or not; only ever read. */
  readonly project: string;
  /** The revision that is the live org; default HEAD. */
  readonly live?: string | undefined;
  /** Starts the org at an earlier revision, from which it can be moved to `live` one commit at a time. */
  readonly from?: string | undefined;
  /** Makes the org a sandbox of that name: letters and digits, at most ten. */
  readonly sandbox?: string | undefined;
  /** Loopback port of the https server; 0 picks one. */
  readonly port?: number | undefined;
  /** Loopback port of the control server; 0 picks one. */
  readonly controlPort?: number | undefined;
  /** When set, the control server wants it as a bearer token. */
  readonly controlToken?: string | undefined;
  /** PEM texts of the server's certificate chain and key. */
  readonly tls: { readonly cert: string; readonly key: string };
  /** Folder where edits, the audit trail and logins are kept. */
  readonly data: string;
  /** PEM file of the certificate registered for the app; read when it is needed, so it may come later. */
  readonly certificate?: string | undefined;
  readonly clientId?: string | undefined;
  readonly redirects?: readonly string[] | undefined;
  /** Consumer key of a second app: scope openid alone, and each user allows it on Salesforce’s own page. */
  readonly signInClientId?: string | undefined;
  /** Settings of the app, over its usual ones. */
  readonly app?: Partial<AppSettings> | undefined;
  /** Loopback port of the plain http server, which refuses and redirects; there is none when left out, 0 picks one. */
  readonly plainPort?: number | undefined;
  /** Org's clock, epoch milliseconds. */
  readonly now?: (() => number) | undefined;
  /** Seed of everything Salesforce leaves undetermined; 0 turns that off. */
  readonly seed?: number | undefined;
  /** Who the Setup pages sign in without asking; empty text asks. */
  readonly signIn?: string | undefined;
  /** One line for each thing worth telling. */
  readonly tell?: ((line: string) => void) | undefined;
}

export interface OrgSettings {
  /** 18 characters; a refresh of the org changes it. */
  orgId: string;
  /** Name of the sandbox, in small letters; undefined for a production org. */
  readonly sandbox: string | undefined;
  /** API requests that an org of its kind has each day. */
  readonly requestsADay: number;
  readonly orgName: string;
  readonly myDomain: string;
  readonly apiHost: string;
  readonly lightningHost: string;
  readonly setupHost: string;
  readonly frameHost: string;
  /** Experience Builder, and the sites that it shows while they are built. */
  readonly builderHost: string;
  readonly previewHost: string;
  readonly loginHost: string;
  /** The login host of the other kind of org: of sandboxes where this is none. */
  readonly otherLoginHost: string;
  /** Address of the org's Experience Cloud site. */
  readonly siteUrl: string;
  /** API versions served, both included; the control port moves them. */
  latestVersion: number;
  oldestVersion: number;
  readonly seed: number;
}

/** Winter '27, and the oldest that Salesforce still serves. */
export const versionsAtStart = { latestVersion: 68, oldestVersion: 31 } as const;

const productionOrgId = '00D5g000004XyZaEAK';

/** The org every start gives, unless told otherwise; throws when a sandbox can't have that name. */
export function orgSettings(options: Pick<OrgOptions, 'seed' | 'sandbox'>): OrgSettings {
  const sandbox = options.sandbox?.toLowerCase();
  if (sandbox !== undefined && !/^[a-z0-9]{1,10}$/.test(sandbox))
    throw new Error(`a sandbox has a name of one to ten letters and digits, not ${options.sandbox}`);
  const myDomain = sandbox === undefined ? 'acme' : `acme--${sandbox}`;
  const kind = sandbox === undefined ? '' : 'sandbox.';
  return {
    orgId: orgIdOf(sandbox, 0),
    sandbox,
    requestsADay: sandbox === undefined ? 148_000 : 5_000_000,
    orgName: 'Acme',
    myDomain,
    apiHost: `${myDomain}.${kind}my.salesforce.com`,
    lightningHost: `${myDomain}.${kind}lightning.force.com`,
    setupHost: `${myDomain}.${kind}my.salesforce-setup.com`,
    frameHost: `${myDomain}--c.${kind}vf.force.com`,
    builderHost: `${myDomain}.${kind}builder.salesforce-experience.com`,
    previewHost: `${myDomain}.${kind}live-preview.salesforce-experience.com`,
    loginHost: sandbox === undefined ? 'login.salesforce.com' : 'test.salesforce.com',
    otherLoginHost: sandbox === undefined ? 'test.salesforce.com' : 'login.salesforce.com',
    siteUrl: `https://${myDomain}.${kind}my.site.com/partners`,
    ...versionsAtStart,
    seed: options.seed ?? 20_261,
  };
}

/** The org's id after so many refreshes. */
export function orgIdOf(sandbox: string | undefined, refreshes: number): string {
  if (sandbox === undefined && refreshes === 0) return productionOrgId;
  return new IdMint().id18('00D', `${sandbox ?? ''}\n${refreshes}`);
}

export const defaultClientId = `3MVG9canvasbackACME${'0'.repeat(57)}`;
export const defaultRedirect = 'https://blaklhebcmppkaocbpggkjpamibbphpn.chromiumapp.org/salesforce';
