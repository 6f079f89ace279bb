// One alarm about logins that nobody here asked for: what was seen, what it may mean, what to do now, and its end.

import { type FormEvent, useId, useState } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { useCommand } from '../hooks/endpoint.ts';
import { useHost } from '../hooks/host.tsx';
import { Button } from '../ui/button.tsx';
import { counted } from '../ui/counted.ts';
import { Notice } from '../ui/notice.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Time } from '../ui/time.tsx';
import type { OrgOfLogins } from './logins.tsx';
import { SetupLink } from './setup-link.tsx';
import './orgs.css';

type Reconciliation = OutputOf<'reconcile.state'>;
type Alarm = Reconciliation['alarms'][number];

const words: Readonly<Record<Alarm['kind'], { title: (org: string) => string; means: string }>> = {
  login_from_elsewhere: {
    title: (org) => `Logins at ${org} came from an address that is not Canvasback’s.`,
    means:
      'Somebody else may have Canvasback’s signing key and act as these users. Or its servers have a new address that the operator has not named yet; then all of its logins come from there.',
  },
  login_not_granted: {
    title: (org) => `There were logins at ${org} that nobody asked Canvasback for.`,
    means:
      'Somebody else may have Canvasback’s signing key and act as these users. Or another program goes by an app of the same name.',
  },
};

const shownFirst = 4;

export function LoginAlarm({
  alarm,
  org,
  owner,
  onClosed,
}: {
  alarm: Alarm;
  org: OrgOfLogins;
  owner: boolean;
  onClosed: (now: Reconciliation) => void;
}) {
  const { title, means } = words[alarm.kind];
  const shown = alarm.first.slice(0, shownFirst);
  const { apiHost } = org;
  return (
    <Notice tone="danger" title={title(org.name)}>
      <ul className="alarm-logins small">
        {shown.map((login, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the first logins of an alarm never change their places
          <li key={place}>
            <Time at={login.at} as="day" /> as {login.username ?? login.userId} from{' '}
            <span className="code">{login.address}</span>, through {login.application}
          </li>
        ))}
        {alarm.logins > shown.length ? (
          <li>and {counted(alarm.logins - shown.length, 'more login')}</li>
        ) : null}
      </ul>
      <p>{means}</p>
      <ol className="alarm-steps">
        <li>
          If you cannot explain them, block the app now: <SetupLink apiHost={apiHost} to="usage" />. From then
          on no token works, Canvasback’s own neither.
        </li>
        <li>
          See which users it was, since when and from where: <SetupLink apiHost={apiHost} to="logins" />
        </li>
        <li>
          Have whoever runs Canvasback’s servers rotate the signing key, and exchange the certificate in the
          app.
        </li>
        <li>Then close the alarm with what you found.</li>
      </ol>
      <Closing alarm={alarm} orgId={org.orgId} owner={owner} onClosed={onClosed} />
    </Notice>
  );
}

/** In windows that no page can cover, and by owners. */
function Closing({
  alarm,
  orgId,
  owner,
  onClosed,
}: {
  alarm: Alarm;
  orgId: string;
  owner: boolean;
  onClosed: (now: Reconciliation) => void;
}) {
  const { surface } = useHost();
  const field = useId();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const close = useCommand('reconcile.acknowledge', onClosed);
  if (!owner) return <p className="muted small">An owner of your account closes it.</p>;
  if (surface !== 'popup' && surface !== 'options') {
    return <p className="muted small">You close it in the popup or on the options page.</p>;
  }
  if (!open) {
    return (
      <div className="notice-actions">
        <Button onPress={() => setOpen(true)}>Close this alarm…</Button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = note.trim();
    if (found && !close.isPending) {
      close.mutate({ orgId, alarmId: alarm.id, logins: alarm.logins, note: found });
    }
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="field">
        <label htmlFor={field}>What you found; it goes into the administrative log</label>
        <input
          id={field}
          className="input"
          maxLength={500}
          autoComplete="off"
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
      {close.error ? <ProblemNotice error={close.error} /> : null}
      <div className="notice-actions">
        <Button type="submit" variant="danger" isDisabled={!note.trim()} busy={close.isPending}>
          Close the alarm
        </Button>
        <Button onPress={() => setOpen(false)}>Cancel</Button>
      </div>
    </form>
  );
}
