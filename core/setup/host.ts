// Salesforce host names: which belong to an org, of which kind, and where that org's APIs live.

export type HostKind = 'lightning' | 'setup' | 'api' | 'visualforce';

export interface SalesforceHost {
  readonly kind: HostKind;
  /** Host of the org's APIs; null when the host does not tell (China's Setup hosts, instance hosts). */
  readonly apiHost: string | null;
}

interface Family {
  /** What follows the My Domain label; matched on a label boundary. */
  readonly suffix: string;
  readonly kind: HostKind;
  /** What the API host ends with instead; null when it can't be derived. */
  readonly api: string | null;
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
  { suffix: '.setup.sfcrmapps.cn', kind: 'setup', api: null },
  { suffix: '.setup.sfcrmproducts.cn', kind: 'setup', api: null },
  { suffix: '.my-lightning.com', kind: 'lightning', api: '.my-salesforce.com' },
  { suffix: '.my-salesforce.com', kind: 'api', api: '.my-salesforce.com' },
];

/** Microsoft Defender's proxy appends its own domain to the org's. */
const proxySuffix = '.mcas.ms';

/** `acme`, `acme--uat.sandbox`, `acme-dev-ed.develop`: a My Domain label and at most one partition. */
const myDomain =
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.(?:sandbox|develop|scratch|trailblaze|demo|free|patch))?$/;
const instance = /^[a-z]{2,3}\d+s?$/;

/** Reads a host name; undefined when it is no Salesforce org's (look-alikes included). */
export function readHost(hostname: string): SalesforceHost | undefined {
  let host = hostname.toLowerCase();
  if (host.endsWith(proxySuffix)) host = host.slice(0, -proxySuffix.length);
  for (const family of families) {
    if (!host.endsWith(family.suffix)) continue;
    const label = host.slice(0, -family.suffix.length);
    if (!myDomain.test(label)) return undefined;
    if (family.api === null || instance.test(label)) return { kind: family.kind, apiHost: null };
    const domain = family.kind === 'visualforce' ? withoutNamespace(label) : label;
    return { kind: family.kind, apiHost: domain + family.api };
  }
  return undefined;
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
