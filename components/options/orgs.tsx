// The account's connected orgs: who has tried to take them, one's own Salesforce user there, and the end of a connection.

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { useAnnounce } from '../hooks/announce.tsx';
import { useCommand, useEndpoint } from '../hooks/endpoint.ts';
import { useSession } from '../hooks/use-session.ts';
import { CertificateEnd } from '../orgs/certificate-end.tsx';
import { Claims } from '../orgs/claims.tsx';
import { Logins } from '../orgs/logins.tsx';
import { OrgChip } from '../orgs/org-chip.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';

type Org = OutputOf<'orgs.list'>['orgs'][number];

export function Orgs() {
  const signedIn = useSession().data?.state === 'signed_in';
  const me = useEndpoint('session.get', signedIn ? {} : undefined);
  const list = useEndpoint('orgs.list', signedIn ? {} : undefined);
  // Held here: the org leaves the list before its owner has read what became of its history.
  const [asking, setAsking] = useState<Org>();
  if (!signedIn) return null;
  const owner = me.data?.tenant?.role === 'owner';
  return (
    <section aria-labelledby="orgs">
      <h2 id="orgs">Orgs</h2>
      {list.error ? <ProblemNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data ? (
        list.data.orgs.length === 0 ? (
          <p className="muted">No org is connected.</p>
        ) : (
          <ul className="org-list">
            {list.data.orgs.map((org) => (
              <li key={org.orgId} className="stack">
                <OneOrg org={org} {...(owner ? { onDisconnect: () => setAsking(org) } : {})} />
              </li>
            ))}
          </ul>
        )
      ) : list.error ? null : (
        <Skeleton label="Reading the orgs" rows={2} />
      )}
      {asking ? <DisconnectDialog org={asking} onClose={() => setAsking(undefined)} /> : null}
    </section>
  );
}

function OneOrg({ org, onDisconnect }: { org: Org; onDisconnect?: () => void }) {
  const announce = useAnnounce();
  const client = useQueryClient();
  const unlink = useCommand('orgs.unlink', () => {
    announce('Your Salesforce user is unlinked.');
    void client.invalidateQueries();
  });
  return (
    <>
      <div className="row wrap">
        <OrgChip org={org} />
        <span className="muted small">
          {org.state === 'replaced'
            ? 'Another org has its address now; its history is kept.'
            : `${org.apiHost}, reads as ${org.integrationUser}`}
        </span>
      </div>
      {org.state === 'replaced' ? null : <Logins org={org} />}
      <Claims name={org.name} claims={org.claims} />
      <CertificateEnd org={org} />
      {org.linkedAs ? (
        <p className="small">
          You are {org.linkedAs}.{' '}
          <Button variant="quiet" busy={unlink.isPending} onPress={() => unlink.mutate({ orgId: org.orgId })}>
            Unlink my Salesforce user
          </Button>
        </p>
      ) : null}
      {unlink.error ? <ProblemNotice error={unlink.error} /> : null}
      {onDisconnect ? (
        <div className="row">
          <Button variant="danger" onPress={onDisconnect}>
            Disconnect {org.name}…
          </Button>
        </div>
      ) : null}
    </>
  );
}
