// Why history of this org is closed to the person, in words, with the one action that opens it.

import { Link2, LockKeyhole, Plug, ShieldAlert, UserX } from 'lucide-react';
import type { OutputOf } from '../../contract/index.ts';
import type { useStanding } from '../hooks/use-standing.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ConnectOrg } from './connect-org.tsx';
import { domainOf } from './org-chip.tsx';
import { BlockedLinks } from './setup-link.tsx';

type OrgStatus = OutputOf<'orgs.status'>;

export function OrgStateNotice({
  status,
  standing,
}: {
  status: OrgStatus;
  standing: ReturnType<typeof useStanding>;
}) {
  const name = status.org?.name ?? domainOf(status.apiHost);
  switch (status.state) {
    case 'not_connected':
      return (
        <Notice icon={<Plug aria-hidden />} title={`${name} is not connected.`}>
          <p className="muted">Connect it once with Salesforce’s own sign-in; history starts there.</p>
          <ConnectOrg status={status} />
        </Notice>
      );
    case 'not_linked':
      return (
        <Notice icon={<Link2 aria-hidden />} title={`Your Salesforce user is not linked to ${name}.`}>
          <p className="muted">Canvasback shows you what your own Salesforce user may see.</p>
          <ConnectOrg status={status} />
        </Notice>
      );
    case 'not_member':
      return (
        <Notice icon={<UserX aria-hidden />} title={`${name} belongs to an account you are not a member of.`}>
          <p className="muted">{status.reason ?? 'Ask an owner of that account to invite you.'}</p>
        </Notice>
      );
    case 'blocked':
      if (!status.replaced) return <Blocked name={name} status={status} standing={standing} />;
      return (
        <Notice
          tone="danger"
          icon={<ShieldAlert aria-hidden />}
          title={`Another org than ${name} answers here now.`}
        >
          <p>{status.reason}</p>
          <ConnectOrg status={status} />
        </Notice>
      );
    default:
      return <Locked status={status} standing={standing} />;
  }
}

/** For everybody of the org. Whoever is linked may ask whether it was lifted. */
function Blocked({
  name,
  status,
  standing,
}: {
  name: string;
  status: OrgStatus;
  standing: ReturnType<typeof useStanding>;
}) {
  const orgId = status.you && status.org?.orgId;
  return (
    <>
      <Notice
        tone="danger"
        icon={<ShieldAlert aria-hidden />}
        title={`The connection to ${name} is blocked.`}
        actions={
          orgId ? (
            <Button busy={standing.isPending} onPress={() => standing.mutate({ orgId })}>
              Check again
            </Button>
          ) : undefined
        }
      >
        <p>{status.reason ?? 'An owner or Salesforce admin has stopped it.'}</p>
        <BlockedLinks apiHost={status.apiHost} />
      </Notice>
      {standing.error ? <ProblemNotice error={standing.error} /> : null}
    </>
  );
}

function Locked({ status, standing }: { status: OrgStatus; standing: ReturnType<typeof useStanding> }) {
  const orgId = status.org?.orgId;
  const check = () => orgId && standing.mutate({ orgId });
  if (standing.isPending) return <Skeleton label="Asking Salesforce whether you may see Setup" />;
  if (standing.error) return <ProblemNotice error={standing.error} onRetry={check} />;
  return (
    <Notice
      icon={<LockKeyhole aria-hidden />}
      title="History is locked."
      actions={
        <Button variant="primary" onPress={check}>
          Check my access
        </Button>
      }
    >
      <p>{status.reason ?? 'Salesforce has not confirmed your access in the last 15 minutes.'}</p>
      <p className="muted">
        {status.reason
          ? `A Salesforce admin of ${status.org?.name ?? 'the org'} can change that; check again then. `
          : null}
        Checking asks Salesforce once, as {status.you?.name ?? 'your own user'}.
      </p>
      {status.reason ? <BlockedLinks apiHost={status.apiHost} /> : null}
    </Notice>
  );
}
