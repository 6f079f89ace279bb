// Whether an org's login history agrees with what was asked for: loud where it does not, quiet where it does.

import { useQueryClient } from '@tanstack/react-query';
import { CheckCircle2, Clock, TriangleAlert } from 'lucide-react';
import type { OutputOf } from '../../contract/index.ts';
import { useAnnounce } from '../hooks/announce.tsx';
import { useCommand, useEndpoint } from '../hooks/endpoint.ts';
import { problemOf } from '../hooks/problem.ts';
import { Button } from '../ui/button.tsx';
import { counted } from '../ui/counted.ts';
import { Notice } from '../ui/notice.tsx';
import { Time } from '../ui/time.tsx';
import { LoginAlarm } from './login-alarm.tsx';
import './orgs.css';

type Reconciliation = OutputOf<'reconcile.state'>;
export type OrgOfLogins = Pick<
  OutputOf<'orgs.list'>['orgs'][number],
  'orgId' | 'name' | 'apiHost' | 'alarms'
>;

/** Alarms with what to do, and under them how far logins are compared; what the person may not see is left out. */
export function Logins({ org }: { org: OrgOfLogins }) {
  const { orgId } = org;
  const client = useQueryClient();
  const announce = useAnnounce();
  const me = useEndpoint('session.get', {});
  const query = useEndpoint('reconcile.state', { orgId }, { staleTime: 30_000, refetchInterval: againIn });
  const keep = (now: Reconciliation) => client.setQueryData(['reconcile.state', { orgId }], now);
  const run = useCommand('reconcile.run', (now) => {
    keep(now);
    announce('Logins are compared in a moment.');
  });
  const state = query.data;
  if (!state) return query.error ? <Unread org={org} error={query.error} /> : null;
  const open = state.alarms.filter(({ acknowledged }) => acknowledged === undefined);
  return (
    <div className="logins">
      {open.map((alarm) => (
        <LoginAlarm
          key={alarm.id}
          alarm={alarm}
          org={org}
          owner={me.data?.tenant?.role === 'owner'}
          onClosed={(now) => {
            keep(now);
            announce('The alarm is closed.');
            void client.invalidateQueries({ queryKey: ['orgs.status'] });
            void client.invalidateQueries({ queryKey: ['orgs.list'] });
          }}
        />
      ))}
      <Compared state={state} />
      <Button
        variant="quiet"
        busy={run.isPending || state.running || isDue(state)}
        onPress={() => run.mutate({ orgId })}
      >
        Compare logins now
      </Button>
    </div>
  );
}

/** Its turn has come and the worker is about to take it, or is at it. */
function isDue(state: Reconciliation | undefined): boolean {
  if (state === undefined) return false;
  return state.running || (state.nextAt !== undefined && Date.parse(state.nextAt) <= Date.now() + 1_000);
}

/** Soon while it is under way; else once its next turn has come. */
function againIn(state: Reconciliation | undefined): number | false {
  if (isDue(state)) return 2_000;
  const left = state?.nextAt === undefined ? undefined : Date.parse(state.nextAt) - Date.now();
  return left === undefined ? false : Math.min(Math.max(left + 1_000, 2_000), 15 * 60_000);
}

/** Who may not see what was seen is told that there is something. */
function Unread({ org, error }: { org: OrgOfLogins; error: unknown }) {
  if (org.alarms) return <AlarmNote org={org} />;
  const locked = ['no_standing', 'not_linked'].includes(problemOf(error).code);
  if (locked) return null;
  return <p className="muted small">How logins compare could not be asked just now.</p>;
}

/** Where there is no room for more than that an alarm is open, and a way to it. */
export function AlarmNote({ org, onSee }: { org: OrgOfLogins; onSee?: () => void }) {
  const { alarms = 0, name } = org;
  if (alarms === 0) return null;
  return (
    <Notice
      tone="danger"
      title={`${alarms === 1 ? 'An alarm is' : `${counted(alarms, 'alarm')} are`} open about logins at ${name}.`}
      actions={onSee ? <Button onPress={onSee}>See what was seen, and what to do</Button> : undefined}
    >
      <p>
        Salesforce tells of logins through Canvasback’s app that nobody here asked for: somebody else may hold
        its signing key.
      </p>
    </Notice>
  );
}

function Compared({ state }: { state: Reconciliation }) {
  const { reason, until } = state;
  if (state.state === 'waiting') {
    return (
      <p className="logins-line muted small">
        <Clock aria-hidden />
        <span>
          Logins are not compared yet: none of Canvasback’s has shown in the org’s login history so far.
        </span>
      </p>
    );
  }
  if (state.state === 'not_reconciled' && reason) {
    return (
      <p className="logins-line small" role="status">
        <TriangleAlert aria-hidden />
        <span>
          Logins are not compared with the org’s login history. {reason.what} {reason.fix}
          {until ? (
            <>
              {' '}
              Last compared <Time at={until} />.
            </>
          ) : null}
        </span>
      </p>
    );
  }
  return (
    <>
      <p className="logins-line muted small">
        <CheckCircle2 aria-hidden />
        <span>
          Logins compared with the org’s login history
          {until ? (
            <>
              {' '}
              up to <Time at={until} />
            </>
          ) : null}
          .{sentences(state).map((sentence) => ` ${sentence}`)}
        </span>
      </p>
      <Addresses seen={state.seen} />
    </>
  );
}

/** What is worth knowing and no alarm. */
function sentences({ seen, alarms }: Reconciliation): string[] {
  if (!seen) return [];
  const open = alarms.some(({ acknowledged }) => acknowledged === undefined);
  return [
    ...(open || seen.failures.logins + seen.missing > 0
      ? []
      : ['Each one through Canvasback was asked for here.']),
    ...(seen.failures.logins > 0
      ? [
          `${counted(seen.failures.logins, 'login')} failed that nobody here tried; anybody who knows a username can cause that.`,
        ]
      : []),
    ...(seen.missing > 0 ? [`${counted(seen.missing, 'token')} of ours left no row there.`] : []),
  ];
}

function Addresses({ seen }: { seen: Reconciliation['seen'] }) {
  if (!seen || seen.egressDeclared) return null;
  const addresses = seen.addresses.map(({ address }) => address).join(', ');
  return (
    <p className="logins-line muted small">
      <span>
        Where they came from is not checked: the operator has not said which addresses are Canvasback’s.
        {addresses ? ` Seen: ${addresses}.` : null}
      </span>
    </p>
  );
}
