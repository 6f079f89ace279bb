// Salesforce host names: which belong to an org, of which kind, and where that org's APIs live.

/** `builder` is Experience Builder; `other` is Salesforce's own and no org's pages: sign-in, help, files, sites. */
export type HostKind = 'lightning' | 'setup' | 'api' | 'visualforce' | 'builder' | 'other';

export interface SalesforceHost {
  readonly kind: HostKind;
  /** Host of the org's APIs; null when the host does not tell (China's Setup hosts, instance hosts). */
  readonly apiHost: string | null;
  /** Where `apiHost` is null: what other tools derive from the same label. */
  readonly likelyApiHost?: string;
}

interface Family {
  /** What follows the My Domain label; matched on a label boundary. */
  readonly suffix: string;
  readonly kind: HostKind;
  /** What the API host ends with instead; null when it can't be derived. */
  readonly api: string | null;
  readonly likely?: string;
}

const families: readonly Family[] = [
  { suffix: '.lightning.force.com', kind: 'lightning', api: '.my.salesforce.com' },
  { suffix: '.my.salesforce-setup.com', kind: 'setup', api: '.my.salesforce.com' },
  { suffix: '.my.salesforce.com', kind: 'api', api: '.my.salesforce.com' },
  { suffix: '.vf.force.com', kind: 'visualforce', api: '.my.salesforce.com' },
  { suffix: '.lightning.crmforce.mil', kind: 'lightning', api: '.my.salesforce.mil' },
  { suffix: '.lightning.force.mil', kind: 'lightning', api: '.my.salesforce.mil' },
  { suffix: '.my.salesforce-setup.mil', kind: 'setup', api: '.my.salesforce.mil' },
  { suffix: '.my.salesforce.mil', kind: 'api', api: '.my.salesforce.mil' },
  { suffix: '.lightning.sfcrmapps.cn', kind: 'lightning', api: '.my.sfcrmproducts.cn' },
  { suffix: '.my.sfcrmproducts.cn', kind: 'api', api: '.my.sfcrmproducts.cn' },
  { suffix: '.my.sfcrmapps.cn', kind: 'api', api: '.my.sfcrmapps.cn' },
  { suffix: '.setup.sfcrmapps.cn', kind: 'setup', api: null, likely: '.my.sfcrmproducts.cn' },
  { suffix: '.setup.sfcrmproducts.cn', kind: 'setup', api: null, likely: '.my.sfcrmproducts.cn' },
  { suffix: '.my-lightning.com', kind: 'lightning', api: '.my-salesforce.com' },
  { suffix: '.my-salesforce.com', kind: 'api', api: '.my-salesforce.com' },
  { suffix: '.builder.salesforce-experience.com', kind: 'builder', api: null, likely: '.my.salesforce.com' },
];

/** Microsoft Defender's proxy appends its own domain to the org's. */
const proxySuffix = '.mcas.ms';
/** Its other form writes the whole host as one label, where `-` and `.` are alike: the org can't be told. */
const proxied =
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?-(my-salesforce|lightning-force|my-salesforce-setup)-com\.[a-z]{2,4}\.mcas\.ms$/;
const proxiedKinds: Readonly<Record<string, HostKind>> = {
  'my-salesforce': 'api',
  'lightning-force': 'lightning',
  'my-salesforce-setup': 'setup',
};

/** `acme`, `acme--uat.sandbox`, `acme-dev-ed.develop`: a My Domain label and at most one partition. */
const myDomain =
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.(?:sandbox|develop|scratch|trailblaze|demo|free|patch))?$/;
const instance = /^[a-z]{2,4}\d+s?$/;
const instanceHost = /^[a-z]{2,4}\d+s?\.salesforce\.com$/;
/** Before enhanced domains: `acme--c.na50.visual.force.com`. */
const oldVisualforce = /^[a-z0-9-]+\.[a-z]{2,4}\d+s?\.visual\.force\.com$/;
const other = /(?:^|\.)(?:salesforce\.com|my\.site\.com|file\.force\.com|content\.force\.com)$/;

/** Reads a host name; undefined when it is none of Salesforce's (look-alikes included). */
export function readHost(hostname: string): SalesforceHost | undefined {
  const whole = hostname.toLowerCase();
  const kind = proxiedKinds[proxied.exec(whole)?.[1] ?? ''];
  if (kind) return { kind, apiHost: null };
  const host = whole.endsWith(proxySuffix) ? whole.slice(0, -proxySuffix.length) : whole;
  for (const family of families) {
    if (host.endsWith(family.suffix)) return readLabel(host.slice(0, -family.suffix.length), family);
  }
  if (instanceHost.test(host)) return { kind: 'api', apiHost: host };
  if (oldVisualforce.test(host)) return { kind: 'visualforce', apiHost: null };
  return other.test(whole) ? { kind: 'other', apiHost: null } : undefined;
}

function readLabel(label: string, { kind, api, likely }: Family): SalesforceHost | undefined {
  if (!myDomain.test(label)) return undefined;
  if (instance.test(label)) return { kind, apiHost: null };
  if (api === null) return { kind, apiHost: null, ...(likely ? { likelyApiHost: label + likely } : {}) };
  return { kind, apiHost: (kind === 'visualforce' ? withoutNamespace(label) : label) + api };
}

/** `acme--c` and `acme--uat--c.sandbox` name a namespace last; a lone `acme` has none. */
function withoutNamespace(label: string): string {
  const [name = '', ...partition] = label.split('.');
  const cut = name.lastIndexOf('--');
  return [cut > 0 ? name.slice(0, cut) : name, ...partition].join('.');
}

/** The API host behind any host of an org; null when unknown. */
export function apiHostOf(hostname: string): string | null {
  return readHost(hostname)?.apiHost ?? null;
}
