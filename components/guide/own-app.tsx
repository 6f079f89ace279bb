// Which app the org goes by: the installation's, or one of its own, whose key is made and whose consumer key is named here.

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { useCommand } from '../hooks/endpoint.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { LeaveApp } from './leave-app.tsx';
import { Value } from './step.tsx';

interface OwnAppProps {
  readonly apiHost: string;
  readonly values: OutputOf<'guide.values'>;
  /** Only an owner may change it. */
  readonly owner: boolean;
}

const inWords = {
  prepared: 'This org’s own app is used as soon as you connect the org.',
  next: 'This org’s own app is used as soon as Salesforce accepts it; until then the one before stays in use.',
  in_use: 'This org goes by an app of its own.',
} as const;

export function OwnApp({ apiHost, values, owner }: OwnAppProps) {
  const client = useQueryClient();
  const field = useId();
  const [typed, setTyped] = useState('');
  const changed = () => {
    setTyped('');
    void client.invalidateQueries({ queryKey: ['guide.values'] });
  };
  const make = useCommand('guide.makeKey', changed);
  const name = useCommand('guide.nameApp', changed);
  const { own, state, clientId, returning } = values;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) name.mutate({ apiHost, clientId: typed.trim() });
  };
  const waits = own && state === 'prepared';
  return (
    <div className="stack">
      {clientId ? <Value label="Consumer Key that this server uses" text={clientId} /> : null}
      {own && clientId ? <p className="muted small">{inWords[state]}</p> : null}
      {!own && !returning ? (
        <p className="muted small">
          This is the consumer key of all orgs of this server. If the app that you created has another, give
          this org an app of its own, with a key of its own.
        </p>
      ) : null}
      {waits && owner ? (
        <form className="stack" onSubmit={submit}>
          <div className="field">
            <label htmlFor={field}>Consumer Key of the app that you created</label>
            <input
              id={field}
              className="input"
              autoComplete="off"
              spellCheck={false}
              maxLength={256}
              value={typed}
              aria-describedby={`${field}-why`}
              onChange={(event) => setTyped(event.target.value)}
            />
            <p id={`${field}-why`} className="muted small">
              In the app’s OAuth settings. Upload the certificate of the next step to the same app.
            </p>
          </div>
          <div className="row wrap">
            <Button type="submit" busy={name.isPending}>
              Use this app
            </Button>
          </div>
        </form>
      ) : null}
      {returning || (own && state !== 'prepared') ? (
        <LeaveApp apiHost={apiHost} returning={returning === true} owner={owner} onChanged={changed} />
      ) : null}
      {owner && !waits && !returning ? (
        <div className="row wrap">
          <Button busy={make.isPending} onPress={() => make.mutate({ apiHost })}>
            {own ? 'Make a new key for this org' : 'Use an app of this org’s own'}
          </Button>
        </div>
      ) : null}
      {make.error || name.error ? <ProblemNotice error={make.error ?? name.error} /> : null}
    </div>
  );
}
