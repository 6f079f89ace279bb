// The org on screen and its kind, in the kind's colour: production must never be taken for a sandbox.

import type { OutputOf } from '../../contract/index.ts';
import './org-chip.css';

type Org = NonNullable<OutputOf<'orgs.status'>['org']>;

const words: Record<Org['kind'], string> = {
  production: 'production',
  sandbox: 'sandbox',
  scratch: 'scratch org',
  developer: 'developer org',
};

export function OrgChip({ org, apiHost }: { org?: Org | undefined; apiHost?: string | undefined }) {
  const host = org?.apiHost ?? apiHost;
  if (!host) return null;
  return (
    <span className="org-chip" data-kind={org?.kind ?? 'unknown'} title={host}>
      <span className="visually-hidden">Org </span>
      <span className="ellipsis">{org?.name ?? domainOf(host)}</span>
      {org ? <span className="org-kind">{words[org.kind]}</span> : null}
    </span>
  );
}

/** `acme.my.salesforce.com` → `acme`: what people call their org before we know its name. */
export function domainOf(apiHost: string): string {
  return apiHost.split('.')[0] ?? apiHost;
}
