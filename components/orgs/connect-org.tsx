// Connects an org, or links the person's own Salesforce user to one that is connected.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { useAnnounce } from '../hooks/announce.tsx';
import { useHost } from '../hooks/host.tsx';
import { useSession } from '../hooks/use-session.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { domainOf } from './org-chip.tsx';

type OrgStatus = OutputOf<'orgs.status'>;

/** Only the popup and the side panel may confirm a connection: the docked panel says where to go. */
export function ConnectOrg({ status }: { status: OrgStatus }) {
  const host = useHost();
  const client = useQueryClient();
  const announce = useAnnounce();
  // Salesforce's window closes the popup: what went wrong there is kept with the session.
  const earlier = useSession().data?.problem;
  const [username, setUsername] = useState('');
  const field = useId();
  const anew = status.replaced === true;
  const first = status.state === 'not_connected' || anew;
  const connect = useMutation<OrgStatus, Error, string | undefined>({
    mutationFn: (integrationUsername) => host.connect(status.apiHost, integrationUsername, anew || undefined),
    onSuccess: (answer) => {
      client.setQueryData(['orgs.status', { apiHost: status.apiHost }], answer);
      void client.invalidateQueries({ queryKey: ['orgs.status'] });
      announce(first ? `${answer.org?.name ?? 'The org'} is connected.` : 'Your Salesforce user is linked.');
    },
  });
  if (host.surface === 'docked') {
    return (
      <p>
        <Button variant="plain" onPress={() => void host.openSidePanel()}>
          Open the side panel
        </Button>{' '}
        <span className="muted">or use Canvasback’s button in the browser’s toolbar.</span>
      </p>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (connect.isPending || (first && !username.trim())) return;
    connect.mutate(first ? username.trim() : undefined);
  };
  return (
    <form className="stack connect" onSubmit={submit}>
      {first ? (
        <div className="field">
          <label htmlFor={field}>Integration user’s username</label>
          <input
            id={field}
            className="input"
            autoComplete="off"
            spellCheck={false}
            placeholder={`integration@${domainOf(status.apiHost)}.example`}
            value={username}
            maxLength={120}
            aria-describedby={`${field}-why`}
            onChange={(event) => setUsername(event.target.value)}
          />
          <p id={`${field}-why`} className="muted small">
            The Salesforce user that reads the first versions of all components. Assign the Canvasback app to
            it first.
          </p>
        </div>
      ) : null}
      {connect.error ? (
        <ProblemNotice error={connect.error} />
      ) : earlier && !connect.isPending ? (
        <p role="alert" className="problem-line">
          {earlier}
        </p>
      ) : null}
      <div className="row wrap">
        <Button
          type="submit"
          variant="primary"
          busy={connect.isPending}
          isDisabled={first && username.trim() === ''}
        >
          {connect.isPending
            ? 'Waiting for Salesforce’s sign-in…'
            : first
              ? anew
                ? 'Connect the new org'
                : 'Connect this org'
              : 'Link your Salesforce user'}
        </Button>
        {first && host.surface !== 'options' ? (
          <Button variant="quiet" onPress={() => void host.openGuide(status.apiHost)}>
            What to create first
          </Button>
        ) : null}
      </div>
    </form>
  );
}
