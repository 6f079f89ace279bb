// For owners: the records of every org of the account and of the account itself, also while an org is locked or blocked.

import { useState } from 'react';
import { Records } from '../access/records.tsx';
import type { RecordsFilter } from '../access/records-filter.ts';
import { adminChoice, type LogChoice } from '../access/scope.ts';
import { useEndpoint } from '../hooks/endpoint.ts';
import { useSession } from '../hooks/use-session.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';

export function AccountRecords() {
  const signedIn = useSession().data?.state === 'signed_in';
  const me = useEndpoint('session.get', signedIn ? {} : undefined);
  const owner = me.data?.tenant?.role === 'owner';
  const list = useEndpoint('orgs.list', owner ? {} : undefined);
  const former = useEndpoint('orgs.former', owner ? {} : undefined);
  const [open, setOpen] = useState(false);
  const [id, setId] = useState<string>();
  const [filter, setFilter] = useState<RecordsFilter>({});
  if (!owner) return null;
  const choices: readonly LogChoice[] = [
    adminChoice,
    ...(list.data?.orgs ?? []).map(({ orgId, name, apiHost }) => ({
      ...{ id: orgId, label: `Access to ${name}`, log: 'access' as const, scope: { orgId }, apiHost },
    })),
    ...(former.data?.orgs ?? []).map(({ orgId, name, apiHost, endedAt, endedBy }) => ({
      ...{
        id: orgId,
        label: `Access to ${name}, disconnected`,
        log: 'access' as const,
        scope: { orgId },
        apiHost,
      },
      ended: { at: endedAt, by: endedBy },
    })),
  ];
  const chosen = choices.find((choice) => choice.id === id) ?? adminChoice;
  return (
    <section aria-labelledby="account-records">
      <h2 id="account-records">Records</h2>
      <p className="muted">
        Who wanted a Salesforce token of an org, and what was changed about the account. Owners read them here
        also while an org is locked or blocked, and those of its time with you once it is disconnected.
      </p>
      {former.error ? <ProblemNotice error={former.error} onRetry={() => void former.refetch()} /> : null}
      {open ? (
        <div className="records-box">
          <Records
            choices={choices}
            chosen={chosen}
            onChoose={(next) => {
              setId(next);
              setFilter({});
            }}
            filter={filter}
            onFilter={setFilter}
          />
        </div>
      ) : (
        <div className="row">
          <Button onPress={() => setOpen(true)}>Show the records</Button>
        </div>
      )}
    </section>
  );
}
