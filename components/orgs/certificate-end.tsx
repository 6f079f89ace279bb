// Tells an owner what the certificate of an org's app needs: to be uploaded, or to be followed by another before it ends.

import { CircleAlert } from 'lucide-react';
import type { OutputOf } from '../../contract/index.ts';
import { Time } from '../ui/time.tsx';
import './orgs.css';

type Org = OutputOf<'orgs.list'>['orgs'][number];

export function CertificateEnd({ org }: { org: Pick<Org, 'name' | 'certificate'> | undefined }) {
  const certificate = org?.certificate;
  if (!certificate) return null;
  return (
    <p className="claims small" role="status">
      <CircleAlert aria-hidden />
      <span>
        {certificate.waits ? (
          <>
            A new certificate waits for {org.name}: upload it to the Salesforce app. “What to create first” in
            the popup has it.
          </>
        ) : certificate.endsAt ? (
          <>
            The certificate of {org.name}’s app ends <Time at={certificate.endsAt} />. Whoever runs the
            servers rotates its key; then upload the next one.
          </>
        ) : null}
      </span>
    </p>
  );
}
