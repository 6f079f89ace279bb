// Asks an owner to type the org's name before it is disconnected, and what becomes of its history.

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { useCommand } from '../hooks/endpoint.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Choice } from './choice.tsx';

type Org = OutputOf<'orgs.list'>['orgs'][number];

export function DisconnectDialog({ org, onClose }: { org: Org; onClose: () => void }) {
  const client = useQueryClient();
  const field = useId();
  const [typed, setTyped] = useState('');
  const [history, setHistory] = useState<'keep' | 'delete'>('keep');
  const disconnect = useCommand('orgs.disconnect');
  const close = () => {
    onClose();
    if (disconnect.data) void client.invalidateQueries();
  };
  if (disconnect.data) {
    const { kept, revoked } = disconnect.data;
    return (
      <Dialog title={`${org.name} is disconnected`} onClose={close}>
        <p>
          {kept
            ? `Its history lies on the server as the git repository ${kept}.`
            : 'Its history on the server is deleted.'}{' '}
          It can be connected again, by any account.
        </p>
        {revoked ? null : (
          <p>
            Salesforce did not confirm that every token in use has ended; they end with the org’s session
            timeout.
          </p>
        )}
        <div className="dialog-actions">
          <Button variant="primary" onPress={close}>
            Close
          </Button>
        </div>
      </Dialog>
    );
  }
  const matches = typed.trim() === org.name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (matches && !disconnect.isPending)
      disconnect.mutate({ orgId: org.orgId, name: typed.trim(), history });
  };
  return (
    <Dialog title={`Disconnect ${org.name}`} onClose={close}>
      <form className="stack" onSubmit={submit}>
        <p>
          For everybody of your account: tokens in use are revoked, jobs stop, and links, readings and the
          index of history are deleted. An attached project is not touched. The records stay, and owners go on
          reading them under Records.
        </p>
        <Choice
          label="History"
          value={history}
          choices={[
            { value: 'keep', label: 'Keep the history as a git repository on the server' },
            { value: 'delete', label: 'Delete it' },
          ]}
          onChange={setHistory}
        />
        <div className="field">
          <label htmlFor={field}>Type {org.name} to confirm</label>
          <input
            id={field}
            className="input"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        {disconnect.error ? <ProblemNotice error={disconnect.error} /> : null}
        <div className="dialog-actions">
          <Button onPress={close}>Cancel</Button>
          <Button type="submit" variant="danger" isDisabled={!matches} busy={disconnect.isPending}>
            Disconnect
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
