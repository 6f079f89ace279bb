// The panel's page of records: of the component on screen, of its org, and for owners of the account.

import type { MetadataType } from '#core/component.ts';
import type { OutputOf } from '../../contract/index.ts';
import type { PanelState } from '../../utils/extension-host.ts';
import { useEndpoint } from '../hooks/endpoint.ts';
import type { Gate } from '../orgs/gated-problem.tsx';
import { Logins } from '../orgs/logins.tsx';
import { Records } from './records.tsx';
import { adminChoice, type LogChoice } from './scope.ts';

/** No filter is on. */
const everything = {};

export function AccessTab({
  org,
  type,
  fullName,
  id,
  state,
  update,
  gate,
}: {
  org: NonNullable<OutputOf<'orgs.status'>['org']>;
  type: MetadataType;
  fullName: string | undefined;
  id: string | undefined;
  state: PanelState;
  update: (change: Partial<PanelState>) => void;
  gate: Gate;
}) {
  const { orgId, name, apiHost } = org;
  const me = useEndpoint('session.get', {});
  const owner = me.data?.tenant?.role === 'owner';
  const ofComponent = { orgId, type, ...(fullName ? { fullName } : {}), ...(id ? { id } : {}) };
  const choices: readonly LogChoice[] = [
    { id: 'component', label: 'This component', log: 'access', scope: ofComponent, apiHost },
    { id: 'org', label: `Everything in ${name}`, log: 'access', scope: { orgId }, apiHost },
    ...(owner ? [adminChoice] : []),
  ];
  const chosen = choices.find((choice) => choice.id === state.records) ?? choices[0];
  if (!chosen) return null;
  return (
    <Records
      choices={choices}
      chosen={chosen}
      onChoose={(records) => update({ records, recordsFilter: everything })}
      filter={state.recordsFilter ?? everything}
      onFilter={(recordsFilter) => update({ recordsFilter })}
      gate={gate}
      // Of the whole org: what stands at one component says nothing of a thief.
      above={chosen.log === 'access' && !chosen.scope.type ? <Logins org={org} /> : null}
    />
  );
}
