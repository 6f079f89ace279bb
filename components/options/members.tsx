// The people of the account; an owner can end a membership.

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { useAnnounce } from '../hooks/announce.tsx';
import { useCommand, useEndpoint } from '../hooks/endpoint.ts';
import { useSession } from '../hooks/use-session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';

type Member = OutputOf<'members.list'>['members'][number];
const roles = { owner: 'owner', release_manager: 'release manager', viewer: 'viewer' } as const;

export function Members() {
  const client = useQueryClient();
  const announce = useAnnounce();
  const signedIn = useSession().data?.state === 'signed_in';
  const me = useEndpoint('session.get', signedIn ? {} : undefined);
  const tenant = me.data?.tenant;
  const list = useEndpoint('members.list', tenant ? {} : undefined);
  const [asking, setAsking] = useState<Member>();
  const remove = useCommand('members.remove', () => {
    announce('The member is removed.');
    void client.invalidateQueries();
  });
  if (!tenant) return null;
  return (
    <section aria-labelledby="members">
      <h2 id="members">Members of {tenant.name}</h2>
      {list.error ? <ProblemNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
      {remove.error ? <ProblemNotice error={remove.error} /> : null}
      <ul className="member-list">
        {(list.data?.members ?? []).map((member) => (
          <li key={member.subject} className="row wrap">
            <span>{member.name}</span> <span className="muted">{roles[member.role]}</span>
            <span className="push" />
            {tenant.role === 'owner' ? (
              <Button variant="quiet" onPress={() => setAsking(member)}>
                Remove {member.name}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {asking ? (
        <Dialog title={`Remove ${asking.name}`} onClose={() => setAsking(undefined)}>
          <p>
            {asking.name} loses access at once, and every link to a Salesforce user. What they recorded in
            history stays theirs.
          </p>
          <div className="dialog-actions">
            <Button onPress={() => setAsking(undefined)}>Cancel</Button>
            <Button
              variant="danger"
              onPress={() => {
                setAsking(undefined);
                remove.mutate({ subject: asking.subject });
              }}
            >
              Remove
            </Button>
          </div>
        </Dialog>
      ) : null}
    </section>
  );
}
